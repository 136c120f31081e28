import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { comparePaired, type PairedComparison } from '../core/analysis/compare/paired';
import { SMALLEST } from '../core/analysis/compare-pairs';
import { type Spread, spreadOf } from '../core/analysis/spread';
import { greatest, least } from '../core/lists';
import { listed } from '../experiment/listed';
import { formatCount, formatNumber, formatSpread } from '../experiment/number-text';
import { roleWords } from '../experiment/role-words';
import type { Role } from '../logs/metric';
import { namesRows } from '../logs/role';
import { belowWords } from '../logs/words';
import { intervalWords } from '../study/fair-words';
import type { Curve } from './curves';
import { type Plan, sideName, type Trial } from './plan';

/** A trial that has ended. */
export interface TrialResult {
  readonly trial: Trial;
  readonly state: 'complete' | 'failed' | 'stopped';
  readonly reason?: string;
  readonly curves: readonly Curve[];
  readonly last: Partial<Record<Role, number>>;
  /** Logs that another trial wrote to at the same time; they are not read. */
  readonly shared?: readonly string[];
  /** Commands of other Pythons that it started: they read files as they lie on the disk. */
  readonly pythons?: readonly string[];
}

/**
 * What the trials carry. `better`: `best` is better than the value that it is compared with; `none`: they do not differ
 * by anything that matters; `open`: not settled. The others say why there is nothing to compare.
 */
export type TryVerdict =
  | 'better'
  | 'none'
  | 'open'
  | 'seedHasNoEffect'
  | 'trainingLossOnly'
  | 'oneValue'
  | 'diverged'
  | 'nothingRecognized'
  | 'failed'
  | 'stopped';

export interface SideAnswer {
  readonly name: string;
  readonly values: Readonly<Record<string, number | string>>;
  /** Of the measure at the end of each complete trial; undefined where there is none. */
  readonly spread: Spread | undefined;
  /** Trials that ended with no finite number. */
  readonly diverged: number;
  readonly failed: number;
}

export interface TryAnswer {
  readonly verdict: TryVerdict;
  readonly title: string;
  readonly evidence: string;
  readonly remarks: readonly string[];
  /** What is compared; null where nothing is. */
  readonly measure: Role | null;
  readonly sides: readonly SideAnswer[];
  /** Index of the side that is better, or whose mean is best; null where that says nothing. */
  readonly best: number | null;
}

/** In the order in which one is believed: what a training does not see comes first. */
const MEASURES = ['validationLoss', 'testLoss', 'validationScore', 'testScore'] as const;
type Measure = (typeof MEASURES)[number] | 'trainLoss' | 'trainScore';

/** What trials are compared by. */
interface Measured {
  readonly role: Measure;
  /** As the script calls it, where it does not say on which rows: `accuracy`, printed after a training. */
  readonly name: string | null;
}

function measured(complete: readonly TrialResult[]): Measured | null {
  const has = (role: Measure) => complete.some(({ last }) => last[role] !== undefined);
  const role = MEASURES.find(has);
  if (role) return { role, name: null };
  const scores = complete.flatMap(({ curves }) => curves.find((one) => one.role === 'trainScore') ?? []);
  const bare = scores[0]?.name;
  if (bare !== undefined && scores.every(({ name }) => name === bare) && !namesRows(bare))
    return { role: 'trainScore', name: bare };
  const seen = (['trainLoss', 'trainScore'] as const).find(has);
  return seen ? { role: seen, name: null } : null;
}

const PRINT = "print(f'epoch={epoch} loss={loss} val_loss={val_loss}', flush=True)";

/** What always works, to be put into a script's loop over epochs. */
export const PRINT_LINES = `# Once each epoch, with your own variables:\n${PRINT}\n`;

/** What comes out of trials; some may be missing. Compares what each trial ends with, paired by seed. */
export function answerOf(plan: Plan, results: readonly TrialResult[]): TryAnswer {
  const complete = results.filter(({ state }) => state === 'complete');
  const by = measured(complete);
  const measure = by?.role ?? null;
  const sides = plan.sides.map((side, i) => sideAnswer(sideName(side), side.values, i, measure, results));
  const nothing = {
    evidence: '',
    remarks: [...sharedWords(results), ...pythonWords(results)],
    measure,
    sides,
    best: null,
  };
  if (complete.length === 0) return { ...nothing, ...noneComplete(results) };
  if (by === null) return { ...nothing, ...NOTHING_RECOGNIZED() };
  const compared = new Compared(plan, complete, by, sides).answer();
  return { ...nothing, ...compared, remarks: [...compared.remarks, ...nothing.remarks] };
}

function pythonWords(results: readonly TrialResult[]): string[] {
  const commands = [...new Set(results.flatMap(({ pythons = [] }) => pythons))];
  if (commands.length === 0) return [];
  const words = l10n.t(
    'The script started another Python: {0}. That one reads files as they are on the disk, without the values that are tried. Have the script call that code itself, or hand the values over as arguments.',
    listed(commands, 2),
  );
  return [words];
}

/** What is in a file that two trials write to at once is nobody's. */
function sharedWords(results: readonly TrialResult[]): string[] {
  const files = [...new Set(results.flatMap(({ shared = [] }) => shared.map((path) => basename(path))))];
  if (files.length === 0) return [];
  const words = l10n.t(
    'Trials that ran at the same time wrote to {0}: it was not read. Run one trial at a time, or have the script give each run a file of its own.',
    listed(files, 3),
  );
  return [words];
}

function noneComplete(results: readonly TrialResult[]): Pick<TryAnswer, 'verdict' | 'title' | 'evidence'> {
  const failed = results.find(({ state }) => state === 'failed');
  return failed
    ? { verdict: 'failed', title: l10n.t('No trial finished'), evidence: failed.reason ?? '' }
    : { verdict: 'stopped', title: l10n.t('Stopped before any trial finished'), evidence: '' };
}

const NOTHING_RECOGNIZED = (): Pick<TryAnswer, 'verdict' | 'title' | 'evidence'> => ({
  verdict: 'nothingRecognized',
  title: l10n.t('No loss or score was recognized in what the script prints'),
  evidence: l10n.t('Have it print one line each epoch, for example: {0}', PRINT),
});

function sideAnswer(
  name: string,
  values: SideAnswer['values'],
  side: number,
  measure: Measure | null,
  results: readonly TrialResult[],
): SideAnswer {
  const own = results.filter(({ trial }) => trial.side === side);
  const ended = own.filter(({ state }) => state === 'complete');
  const last =
    measure === null ? [] : ended.map(({ last: all }) => all[measure]).filter((one) => one !== undefined);
  const finite = last.filter((value) => Number.isFinite(value));
  return {
    name,
    values,
    spread: finite.length > 0 ? spreadOf(finite) : undefined,
    diverged: last.length - finite.length,
    failed: own.filter(({ state }) => state === 'failed').length,
  };
}

type Words = Pick<TryAnswer, 'verdict' | 'title' | 'evidence' | 'remarks' | 'best'>;

/** Complete trials, compared by one measure. */
class Compared {
  readonly #plan: Plan;
  readonly #complete: readonly TrialResult[];
  readonly #measure: Measure;
  readonly #name: string | null;
  readonly #sides: readonly SideAnswer[];
  readonly #isScore: boolean;
  readonly #words: string;

  constructor(
    plan: Plan,
    complete: readonly TrialResult[],
    { role, name }: Measured,
    sides: readonly SideAnswer[],
  ) {
    this.#plan = plan;
    this.#complete = complete;
    this.#measure = role;
    this.#name = name;
    this.#sides = sides;
    this.#isScore = role.endsWith('Score');
    this.#words = name ?? roleWords(role);
  }

  answer(): Words {
    const table = this.#sides
      .filter(({ spread }) => spread)
      .map(({ name, spread }) => `${name}: ${formatSpread(spread)}`);
    const means = `${this.#words}: ${table.join(' · ')}`;
    const usable = [...this.#sides.keys()].filter(
      (i) => this.#sides[i]!.spread && this.#sides[i]!.diverged === 0,
    );
    const remarks = this.#remarks();
    if (usable.length === 0)
      return {
        verdict: 'diverged',
        title: l10n.t('Every value diverges'),
        evidence: means,
        remarks,
        best: null,
      };
    const ranked = usable.toSorted((a, b) => this.#cost(a) - this.#cost(b));
    const best = ranked[0]!;
    if (usable.length === 1) return { ...this.#single(best), evidence: means, remarks };
    if (this.#measure.startsWith('train') && this.#name === null)
      return {
        verdict: 'trainingLossOnly',
        title: this.#isScore ? TRAIN_SCORE_ONLY() : TRAIN_ONLY(),
        evidence: means,
        remarks: [PRINT_MORE(), ...remarks],
        best: null,
      };
    if (this.#seedHasNoEffect())
      return {
        verdict: 'seedHasNoEffect',
        title: NO_EFFECT(),
        evidence: means,
        remarks: [ONE_RESULT(), ...remarks],
        best,
      };
    const own = this.#plan.sides.findIndex(({ isOwn }) => isOwn);
    const other = usable.includes(own) && own !== best ? own : ranked[1]!;
    return this.#pair(best, other, means, remarks);
  }

  #single(only: number): Pick<Words, 'verdict' | 'title' | 'best'> {
    const { name } = this.#sides[only]!;
    const others = this.#sides.length > 1;
    const title = others
      ? l10n.t('Only {0} of these values can be judged', name)
      : l10n.t('One value alone compares with nothing');
    return { verdict: 'oneValue', title, best: others ? only : null };
  }

  #cost(side: number): number {
    const { mean } = this.#sides[side]!.spread!;
    return this.#isScore ? -mean : mean;
  }

  #valuesOf(side: number): Map<number, number> {
    const own = this.#complete.filter(({ trial }) => trial.side === side);
    return new Map(
      own.flatMap(({ trial, last }) => {
        const value = last[this.#measure];
        return value !== undefined && Number.isFinite(value) ? [[trial.turn, value] as const] : [];
      }),
    );
  }

  #pair(best: number, other: number, means: string, remarks: readonly string[]): Words {
    const [first, second] = [this.#valuesOf(best), this.#valuesOf(other)];
    const turns = [...first.keys()].filter((turn) => second.has(turn)).sort((a, b) => a - b);
    const differences = turns.map((turn) => first.get(turn)! - second.get(turn)!);
    const [a, b] = [this.#sides[best]!.name, this.#sides[other]!.name];
    if (differences.length === 0)
      return {
        verdict: 'open',
        title: l10n.t('{0} and {1} have no seed in common', a, b),
        evidence: means,
        remarks,
        best,
      };
    const comparison = comparePaired(differences, {
      planned: this.#plan.seeds.length,
      relevant: this.#relevant(best, other),
      comparisons: this.#sides.length - 1,
    });
    const { claim, pairs } = comparison;
    const wins = differences.filter((one) => (this.#isScore ? one > 0 : one < 0)).length;
    const isBetter = claim === (this.#isScore ? 'higher' : 'lower');
    const verdict = claim === 'none' ? 'none' : isBetter ? 'better' : 'open';
    const difference = this.#difference(a, b, comparison);
    return {
      verdict,
      title: this.#title(verdict, a, b, pairs),
      evidence: `${means}; ${difference}`,
      remarks: [
        ...(verdict === 'open' ? openWords(a, b, wins, differences.length, comparison) : []),
        ...remarks,
      ],
      best,
    };
  }

  #relevant(best: number, other: number): number {
    const means = [best, other].map((side) => Math.abs(this.#sides[side]!.spread!.mean));
    if (!this.#isScore) return (Math.exp(SMALLEST.loss) - 1) * least(means);
    // Many print a score in percent.
    return greatest(means) > 1.5 ? SMALLEST.score * 100 : SMALLEST.score;
  }

  #title(verdict: TryVerdict, a: string, b: string, pairs: number): string {
    if (verdict === 'none') return l10n.t('{0} and {1} do not differ by anything that matters', a, b);
    if (verdict === 'open')
      return l10n.t('{0} seeds do not settle whether {1} or {2} is better', pairs, a, b);
    return this.#isScore
      ? l10n.t('{0} has a higher {1} than {2}', a, this.#words, b)
      : l10n.t('{0} has a lower {1} than {2}', a, this.#words, b);
  }

  #difference(a: string, b: string, { difference, pairs }: PairedComparison): string {
    const { mean } = difference;
    const sign = mean < 0 ? '−' : '';
    const size = `${sign}${formatNumber(Math.abs(mean))}`;
    return l10n.t('{0} − {1}: {2} ({3}; {4} seeds)', a, b, size, intervalWords(difference), pairs);
  }

  /** Whether each value's trials come out the same to the last digit. */
  #seedHasNoEffect(): boolean {
    let isRepeated = false;
    for (const side of this.#sides.keys()) {
      const own = this.#complete.filter(({ trial }) => trial.side === side);
      const courses = own.map(({ curves }) =>
        JSON.stringify(curves.filter(({ role }) => role).map(({ name, values }) => [name, values])),
      );
      if (new Set(courses).size > 1) return false;
      if (courses.length > 1) isRepeated = true;
    }
    return isRepeated;
  }

  #remarks(): string[] {
    const remarks: string[] = [];
    for (const { name, diverged, failed } of this.#sides) {
      if (diverged > 0) remarks.push(l10n.t('{0} diverged in {1} of its trials.', name, diverged));
      if (failed > 0) remarks.push(l10n.t('{0} failed in {1} of its trials.', name, failed));
    }
    remarks.push(
      this.#isScore
        ? l10n.t('Trials are compared by their final {0}; higher is better.', this.#words)
        : l10n.t('Trials are compared by their final {0}; lower is better.', this.#words),
    );
    if (this.#name !== null)
      remarks.push(
        l10n.t(
          'The script does not say on which rows its {0} is measured; on training rows it would say nothing about others.',
          this.#name,
        ),
      );
    return [...remarks, ...this.#belowTraining()];
  }

  /** Where dropout is on in training alone, validation may well come out better. */
  #belowTraining(): string[] {
    const below = [...this.#sides.keys()].filter((side) => {
      const own = this.#complete.filter(({ trial }) => trial.side === side);
      return (
        own.length > 0 && own.every(({ last: { trainLoss, validationLoss } }) => validationLoss! < trainLoss!)
      );
    });
    const varied = this.#plan.targets.find(({ kind }) => kind === 'dropout');
    if (below.length === 0) return [];
    if (!varied) return [belowWords(this.#plan.dropRatio ? String(this.#plan.dropRatio) : undefined)];
    const ratios = below
      .map((side) => Number(this.#plan.sides[side]!.values[varied.name]))
      .filter((one) => one > 0);
    return ratios.length > 0 ? [belowWords([...new Set(ratios)].join(', '))] : [];
  }
}

const TRAIN_ONLY = () =>
  l10n.t('Only a training loss is known: it says nothing about rows that the training has not seen');
const TRAIN_SCORE_ONLY = () =>
  l10n.t('Only a training score is known: it says nothing about rows that the training has not seen');
const PRINT_MORE = () => l10n.t('Have the script print a validation loss too, for example: {0}', PRINT);
const NO_EFFECT = () =>
  l10n.t('The seed has no effect: trials with other seeds come out the same to the last digit');
const ONE_RESULT = () =>
  l10n.t(
    'So each value has one result and no spread, and whether the difference is more than luck cannot be said.',
  );

function openWords(
  a: string,
  b: string,
  wins: number,
  seeds: number,
  { pairsNeeded }: PairedComparison,
): string[] {
  return [
    l10n.t('An indication: {0} comes out better than {1} in {2} of {3} seeds.', a, b, wins, seeds),
    pairsNeeded === null
      ? l10n.t('More seeds would hardly settle it.')
      : l10n.t('About {0} seeds would, if they vary as these do.', formatCount(pairsNeeded)),
  ];
}
