import { type StudyState, TRIAL_COLUMNS, TRIAL_ENDS, TRIAL_STATES } from '../../protocol/search-state';
import type { Extent } from '../chart-spec';

type TrialColumn = (typeof TRIAL_COLUMNS)[number];

/** What the views of a study show of a trial. */
export const QUANTITIES = ['validationLoss', 'testLoss', 'trainLoss', 'testScore'] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** The end of a quantity's axis where the good trials are. */
export const goodEnd = (quantity: Quantity): 'low' | 'high' => (quantity === 'testScore' ? 'high' : 'low');

/** The column with a quantity's standard deviation over a trial's seeds; NaN for one seed. */
export const DEVIATION = {
  validationLoss: 'validationDeviation',
  testLoss: 'testDeviation',
  trainLoss: 'trainDeviation',
  testScore: 'scoreDeviation',
} as const;

const COLUMN = Object.fromEntries(TRIAL_COLUMNS.map((name, index) => [name, index])) as Readonly<
  Record<TrialColumn, number>
>;
const COMPLETE = TRIAL_STATES.indexOf('complete');

/** A part of a setting's range that is looked at more closely. */
export interface Near extends Extent {
  readonly axis: number;
}

/** The trials of a study, by their numbers from 0. */
export class Trials {
  readonly count: number;
  readonly #rows: Float64Array;
  readonly #width: number;
  readonly #near: Near | undefined;
  /** What each update of the views asks for several times. */
  readonly #counting = new Map<Quantity, readonly number[]>();
  #best: { readonly trial: number | undefined } | undefined;

  /** @param near those outside of it are as if they did not have that setting */
  constructor({ rows, axes, count }: Pick<StudyState, 'rows' | 'axes' | 'count'>, near?: Near) {
    this.#near = near;
    this.#rows = rows;
    this.#width = TRIAL_COLUMNS.length + axes.length;
    this.count = Math.min(count, Math.floor(rows.length / this.#width));
  }

  /** A column of a trial; NaN: none. */
  get(trial: number, column: TrialColumn): number {
    return this.#rows[trial * this.#width + COLUMN[column]] ?? Number.NaN;
  }

  /** A column of all trials, by their numbers. */
  column(column: TrialColumn): Float64Array {
    return this.#strided(COLUMN[column]);
  }

  /** All trials' values of a setting. */
  values(axis: number): Float64Array {
    const values = this.#strided(TRIAL_COLUMNS.length + axis);
    return axis === this.#near?.axis ? values.map((value) => this.#seen(value)) : values;
  }

  #seen(value: number): number {
    const { from, to } = this.#near!;
    return value >= from && value <= to ? value : Number.NaN;
  }

  #strided(at: number): Float64Array {
    const values = new Float64Array(this.count);
    for (let trial = 0, i = at; trial < this.count; trial++, i += this.#width) values[trial] = this.#rows[i]!;
    return values;
  }

  /** A trial's value of a setting, by its number; NaN where the trial does not have the setting. */
  value(trial: number, axis: number): number {
    const value = this.#rows[trial * this.#width + TRIAL_COLUMNS.length + axis] ?? Number.NaN;
    return axis === this.#near?.axis ? this.#seen(value) : value;
  }

  /** Whether a trial does not have a setting at all. */
  lacks(trial: number, axis: number): boolean {
    return Number.isNaN(this.#rows[trial * this.#width + TRIAL_COLUMNS.length + axis] ?? Number.NaN);
  }

  state(trial: number): (typeof TRIAL_STATES)[number] {
    return TRIAL_STATES[this.get(trial, 'state')] ?? 'running';
  }

  why(trial: number): (typeof TRIAL_ENDS)[number] {
    return TRIAL_ENDS[this.get(trial, 'why')] ?? 'none';
  }

  /** Trained on all seeds to the end, with a finite result: comparable with others that are. */
  counts(trial: number, quantity: Quantity): boolean {
    return this.get(trial, 'state') === COMPLETE && Number.isFinite(this.get(trial, quantity));
  }

  /** Those that count. */
  counting(quantity: Quantity): readonly number[] {
    const known = this.#counting.get(quantity);
    if (known) return known;
    const trials: number[] = [];
    for (let trial = 0; trial < this.count; trial++) if (this.counts(trial, quantity)) trials.push(trial);
    this.#counting.set(quantity, trials);
    return trials;
  }

  /** The trial with the least validation loss of those that count: what the study looks for; undefined: none yet. */
  best(): number | undefined {
    this.#best ??= { trial: this.#findBest() };
    return this.#best.trial;
  }

  #findBest(): number | undefined {
    let best: number | undefined;
    for (let trial = 0; trial < this.count; trial++)
      if (this.counts(trial, 'validationLoss') && !this.#beats(best, trial)) best = trial;
    return best;
  }

  #beats(best: number | undefined, trial: number): boolean {
    return best !== undefined && this.get(best, 'validationLoss') <= this.get(trial, 'validationLoss');
  }

  /** For each trial the best one so far, itself included; −1 before the first. */
  bestSoFar(): Int32Array {
    let best: number | undefined;
    return Int32Array.from({ length: this.count }, (_, trial) => {
      if (this.counts(trial, 'validationLoss') && !this.#beats(best, trial)) best = trial;
      return best ?? -1;
    });
  }
}
