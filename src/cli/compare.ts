import { basename } from 'node:path';
import { formatScore } from '../charts/format';
import type { Spread } from '../core/analysis/spread';
import { greatest } from '../core/lists';
import { describeExperiment } from '../experiment/label';
import { formatEpochs, formatNumber, formatSpread } from '../experiment/number-text';
import type { Experiment } from '../experiment/schema';
import { nothingDrops } from '../experiment/sites';
import {
  compareFairly,
  FAIR,
  type FairAnswer,
  type FairOptions,
  type Side,
  type SideAnswer,
  sidesOf,
} from '../study/fair';
import { fairWords } from '../study/fair-words';
import { REGULARIZERS, regularizerSides } from '../study/regularizers';
import type { Trial } from '../study/study';
import { type TrainingResult, trainerOf } from '../study/training';
import { WorkerPool } from '../worker/pool';
import { coresOf, wholeNumber } from './arguments';
import { InputError, type Interruption, type Io, UsageError } from './io';
import { OrderedSections } from './ordered-sections';
import { type Located, readExperiment } from './read-experiment';

export interface CompareFlags {
  readonly json: boolean;
  readonly fair: boolean;
  readonly regularizers: boolean;
  readonly trials?: string | undefined;
  readonly seeds?: string | undefined;
  readonly fresh?: string | undefined;
  readonly threads?: string | undefined;
}

/**
 * `compare FILE [FILE…]`: one experiment with its dropout and without, or the first of several against each of the
 * others. Returns the exit status.
 */
export async function compareCommand(paths: readonly string[], flags: CompareFlags, io: Io): Promise<number> {
  const options = optionsOf(flags);
  const cores = coresOf(flags.threads);
  const sides = flags.regularizers ? await readRegularizers(paths, io) : await readSides(paths, io);
  const stopping = new AbortController();
  let interruption: Interruption | undefined;
  const unlisten = io.onInterruption?.((why) => {
    interruption = why;
    stopping.abort();
  });
  const pool = new WorkerPool({ size: cores, createWorker: (memory) => io.startWorker(memory) });
  const output = flags.json ? new JsonOutput(io, sides) : new TextOutput(io, sides, options);
  try {
    output.begin();
    const port = {
      train: trainerOf(pool),
      tried: (side: Side, trial: Trial) => output.tried(indexOf(sides, side), trial),
      fresh: (side: Side, result: TrainingResult) => output.fresh(indexOf(sides, side), result),
      searched: (side: Side) => output.searched(indexOf(sides, side)),
    };
    output.end(await compareFairly(sides, options, port, stopping.signal));
    return 0;
  } catch (error) {
    if (interruption === undefined) throw inputError(error);
    if (interruption.words) io.stderr.write(`Stopped (${interruption.words}): nothing was compared.\n`);
    return interruption.status;
  } finally {
    unlisten?.();
    pool.dispose();
  }
}

const indexOf = (sides: readonly Side[], { name }: Side) => sides.findIndex((side) => side.name === name);

/** What data cannot be used for, and what cannot be trained, is the input's fault. */
function inputError(error: unknown): unknown {
  return error instanceof UsageError || !(error instanceof Error) ? error : new InputError(error.message);
}

function optionsOf({ fair, regularizers, trials, seeds, fresh }: CompareFlags): FairOptions {
  if (fair && regularizers) throw new UsageError('--regularizers tunes each side already; leave out --fair.');
  const tunes = fair || regularizers;
  if (!tunes && trials !== undefined)
    throw new UsageError('--trials is for compare --fair and --regularizers, which tune.');
  const usual = regularizers ? REGULARIZERS : FAIR;
  const number = (name: string, text: string | undefined, byDefault: number, most: number) =>
    text === undefined ? byDefault : wholeNumber(name, text, [1, most]);
  return {
    trials: tunes ? number('trials', trials, usual.trials, 1000) : 0,
    seeds: number('seeds', seeds, usual.seeds, 50),
    fresh: number('fresh', fresh, usual.fresh, 1000),
  };
}

/** An experiment without any regularization, and with each regularizer alone. */
async function readRegularizers(paths: readonly string[], io: Io): Promise<Side[]> {
  if (paths.length !== 1) throw new UsageError('compare --regularizers takes one experiment file.');
  const { experiment, folder } = await readExperiment(paths[0]!, { json: false, baseline: false }, io);
  return regularizerSides(experiment, folder);
}

async function readSides(paths: readonly string[], io: Io): Promise<Side[]> {
  if (paths.length === 0) throw new UsageError('compare takes one experiment file, or several.');
  const located: Located[] = [];
  for (const path of paths) located.push(await readExperiment(path, { json: false, baseline: false }, io));
  const [only, ...more] = located as [Located, ...Located[]];
  if (more.length > 0) return located.map((one, i) => sideOf(one, nameOf(paths, i)));
  const { experiment, folder } = only;
  const { placement, ratio } = experiment.dropout;
  if (nothingDrops(placement, ratio, experiment.network.hidden.length))
    throw new InputError(
      `${paths[0]}: nothing is dropped, so there is nothing to compare; give a second file.`,
    );
  return sidesOf(experiment, folder, ['dropout', 'no dropout']);
}

const sideOf = ({ experiment, folder }: Located, name: string): Side => ({
  ...{ name, experiment, folder, variant: 'dropout' },
});

/** The file's name alone where it tells the files apart. */
function nameOf(paths: readonly string[], i: number): string {
  const own = basename(paths[i]!).replace(/(?:\.dropout)?\.json$/, '');
  const isOwn = paths.every((path, k) => k === i || basename(path) !== basename(paths[i]!));
  return isOwn ? own : `${i + 1}: ${paths[i]}`;
}

/** Prints what is trained and what came of it. */
interface Output {
  begin(): void;
  tried(side: number, trial: Trial): void;
  searched(side: number): void;
  fresh(side: number, result: TrainingResult): void;
  end(answer: FairAnswer): void;
}

class JsonOutput implements Output {
  readonly #trials: OrderedSections;
  readonly #fresh: OrderedSections;
  readonly #left: number[];

  readonly #io: Io;
  readonly #sides: readonly Side[];

  constructor(io: Io, sides: readonly Side[]) {
    this.#io = io;
    this.#sides = sides;
    const write = (text: string) => io.stdout.write(text);
    this.#trials = new OrderedSections(sides.length, write);
    this.#fresh = new OrderedSections(sides.length, write);
    this.#left = sides.map(() => 0);
  }

  begin(): void {}

  tried(side: number, { number, point, state, why, failure, results }: Trial): void {
    if (state === 'running') return;
    const common = { type: 'trial', side: this.#sides[side]!.name, trial: number, values: point };
    const reason = why ?? failure;
    for (const { seed, validationLoss, testLoss } of results)
      this.#trials.add(
        side,
        line({ ...common, seed, state, ...(reason && { reason }), validationLoss, testLoss }),
      );
  }

  searched(side: number): void {
    this.#trials.end(side);
  }

  fresh(side: number, { seed, best }: TrainingResult): void {
    const { epoch, validationLoss, testLoss, testScore } = best;
    const { name } = this.#sides[side]!;
    this.#fresh.add(
      side,
      line({ type: 'fresh', side: name, seed, epoch, validationLoss, testLoss, testScore }),
    );
    this.#left[side]!++;
  }

  end(answer: FairAnswer): void {
    for (const side of this.#sides.keys()) this.#fresh.end(side);
    const { sides, comparisons, relevant } = answer;
    const all = comparisons.map((one) => {
      const { claim, difference, pairs, pairsNeeded, first, second } = one;
      const { title, evidence, remarks } = fairWords(answer, one);
      const text = [title, evidence, ...remarks].join(' · ');
      return { first, second, claim, difference, seeds: pairs, seedsNeeded: pairsNeeded, text };
    });
    const { first: _first, second: _second, ...main } = all[0]!;
    this.#io.stdout.write(
      line({
        type: 'answer',
        ...main,
        relevant,
        sides: sides.map(({ trials: _, ...side }) => side),
        ...(all.length > 1 && { comparisons: all }),
      }),
    );
  }
}

/** JSON has no infinity: bounds and losses that are not finite are null. */
const line = (value: object): string => `${JSON.stringify(value)}\n`;

/** The experiment as it is trained: a baseline drops nothing. */
function shownOf({ experiment, variant }: Side): Experiment {
  const placement = { input: false, hidden: false, output: false };
  return variant === 'baseline'
    ? { ...experiment, dropout: { ...experiment.dropout, placement } }
    : experiment;
}

class TextOutput implements Output {
  readonly #io: Io;
  readonly #sides: readonly Side[];
  readonly #options: FairOptions;

  constructor(io: Io, sides: readonly Side[], options: FairOptions) {
    this.#io = io;
    this.#sides = sides;
    this.#options = options;
  }

  begin(): void {
    const { trials, seeds, fresh } = this.#options;
    const what = this.#sides.some(({ strength }) => strength)
      ? 'settings (the learning rate, and the strength of what has one)'
      : 'learning rates';
    for (const side of this.#sides) this.#write(`${side.name}: ${describeExperiment(shownOf(side))}`);
    const search = `Each side tries ${trials} ${what} on ${seeds} seeds; the one with the least validation loss is trained on ${fresh} fresh seeds.`;
    this.#write(trials > 0 ? search : `Each side is trained on ${fresh} seeds.`);
  }

  tried(side: number, { point, state, value, why, results }: Trial): void {
    if (state === 'running') return;
    const rate = formatNumber(point['training.learningRate']!);
    const own = this.#sides[side]!.strength?.name;
    const strength = own === undefined ? '' : `, ${own} ${formatNumber(point[own]!)}`;
    const how = state === 'pruned' ? ` (${why} after ${results.length} seeds)` : '';
    this.#io.stderr.write(
      `${this.#sides[side]!.name}: learning rate ${rate}${strength}: validation loss ${formatNumber(value ?? Number.NaN)}${how}\n`,
    );
  }

  searched(): void {}

  fresh(): void {}

  end(answer: FairAnswer): void {
    const task = Number.isFinite(answer.sides[0]!.score.mean) ? 'classification' : 'regression';
    const score = ({ mean, deviation, count }: Spread) =>
      count > 1 ? `${formatScore(mean, task)} ± ${formatScore(deviation, task)}` : formatScore(mean, task);
    const isTuned = this.#options.trials > 0;
    const strengthOf = (best: SideAnswer['best']) => {
      const own = Object.keys(best).find((name) => name !== 'training.learningRate');
      return own === undefined ? '' : formatNumber(best[own]!);
    };
    const { tunesStrengths } = answer;
    const rows = answer.sides.map(
      ({ name, best, test, score: scores, epoch, found = 0, validation, cost }) => [
        name,
        formatNumber(best['training.learningRate']!),
        ...(tunesStrengths ? [strengthOf(best)] : []),
        ...(isTuned ? [`${formatNumber(found)} → ${formatNumber(validation.mean)}`] : []),
        formatSpread(test),
        score(scores),
        ...(cost !== undefined ? [`× ${cost.toFixed(2)}`] : [formatEpochs(epoch)]),
      ],
    );
    const chosen = isTuned ? ['validation loss: chosen for → fresh seeds'] : [];
    const own = tunesStrengths ? ['strength'] : [];
    const last = tunesStrengths ? 'time' : 'best epoch';
    const head = ['', 'learning rate', ...own, ...chosen, 'test loss', 'score', last];
    const widths = head.map((title, i) =>
      greatest([title, ...rows.map((row) => row[i]!)].map(({ length }) => length)),
    );
    this.#write('');
    for (const row of [head, ...rows])
      this.#write(
        row
          .map((cell, i) => cell.padEnd(widths[i]!))
          .join('  ')
          .trimEnd(),
      );
    for (const comparison of answer.comparisons) {
      const { title, evidence, remarks } = fairWords(answer, comparison);
      this.#write(`\n${title}: ${evidence}.`);
      for (const remark of remarks) this.#write(remark);
    }
  }

  #write(text: string): void {
    this.#io.stdout.write(`${text}\n`);
  }
}
