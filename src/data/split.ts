import * as l10n from '@vscode/l10n';
import type { SplitFacts } from '../core/dataset';
import { createStream } from '../core/random';
import { DataError } from './errors';
import { setSizes } from './split-sizes';
import type { OwnRows, Rows, SplitSpec } from './split-spec';
import { deal } from './strata';

/** The rows for training, validation and test, and how they were chosen. */
export interface Split {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
  readonly facts: SplitFacts;
}

/** The seed of a member, and that of its run. */
export interface SplitSeeds {
  readonly seed: number;
  readonly runSeed: number;
}

/** Up to this many rows, each seed splits anew: with few test rows, the choice of rows is part of the spread. */
const FEW_ROWS = 2000;
/** Index of the random sequence for separate sets; lower indices permute the rows of each repetition. */
const OWN_SECTION = 1_000_000;

/**
 * Splits rows into training, validation and test sets. With shuffling, rows are permuted by the data stream of the seed
 * and dealt out stratified by class. Without, they are used in file order: training, validation, test. Throws a
 * DataError if the settings contradict each other.
 */
export function splitRows(rows: Rows, spec: SplitSpec, seeds: SplitSeeds): Split {
  refuseContradictions(rows, spec);
  const redrawn = spec.folds > 0 || (spec.redraw ?? (spec.shuffle && rows.count <= FEW_ROWS));
  const sets =
    spec.folds > 0 ? fold(rows, spec, seeds) : divide(rows, spec, redrawn ? seeds.seed : seeds.runSeed);
  const validation = rows.validation && own(rows.validation, rows.count, rows, spec, spec.validation, seeds);
  const test =
    rows.test && own(rows.test, rows.count + (rows.validation?.count ?? 0), rows, spec, spec.test, seeds);
  const split = { train: sets.train, validation: validation ?? sets.validation, test: test ?? sets.test };
  const unused = unusedOf(rows, split);
  const facts: SplitFacts = {
    order: spec.folds > 0 ? 'folds' : spec.shuffle ? 'shuffled' : 'fileOrder',
    testFile: rows.test !== undefined,
    redrawn,
    ...(unused > 0 && { unused }),
  };
  return { ...split, facts };
}

function unusedOf({ count, validation, test }: Rows, sets: Sets): number {
  const all = count + (validation?.count ?? 0) + (test?.count ?? 0);
  return all - sets.train.length - sets.validation.length - sets.test.length;
}

type Sets = Omit<Split, 'facts'>;

function divide(rows: Rows, spec: SplitSpec, seed: number): Sets {
  const { train, validation, test } = setSizes(rows, spec);
  const order = spec.shuffle ? permuted(rows.count, seed, 0) : inOrder(0, rows.count);
  const sets = deal(order, [train, validation, test], spec.shuffle ? rows.classes : undefined);
  return { train: sets[0], validation: sets[1], test: sets[2] };
}

/**
 * Cross-validation: rows are permuted by the seed of the run, then dealt out one by one, class after class, so that
 * folds, and the classes within them, differ by at most one row. The n-th seed of the run tests on fold n mod k.
 */
function fold(rows: Rows, spec: SplitSpec, { seed, runSeed }: SplitSeeds): Sets {
  const index = (seed - runSeed) >>> 0;
  const repetition = spec.redraw === false ? 0 : Math.floor(index / spec.folds);
  const order = permuted(rows.count, runSeed, repetition);
  const part = partOf(order, spec.folds, rows.classes);
  const test = order.filter((row) => part[row] === index % spec.folds);
  const rest = order.filter((row) => part[row] !== index % spec.folds);
  const sizes = setSizes(rows, { ...spec, test: test.length });
  const [train, validation] = deal(rest, [sizes.train, sizes.validation], rows.classes);
  return { train, validation, test };
}

/** The fold of each row. */
function partOf(order: Uint32Array, folds: number, classes: ArrayLike<number> | undefined): Uint32Array {
  const grouped = classes ? [...order].sort((a, b) => classes[a] - classes[b]) : order;
  const part = new Uint32Array(order.length);
  for (const [i, row] of grouped.entries()) part[row] = i % folds;
  return part;
}

/** All rows of a separate set, or a sample of the requested size, the same for every seed. */
function own(
  { file, count }: OwnRows,
  from: number,
  { classes }: Rows,
  { shuffle }: SplitSpec,
  wanted: number | undefined,
  { runSeed }: SplitSeeds,
): Uint32Array {
  const size = wanted === undefined ? count : wanted > 0 && wanted < 1 ? Math.round(wanted * count) : wanted;
  if (size > count)
    throw new DataError(file, l10n.t('{0} rows, but {1} of them are asked for.', count, size));
  if (size === count || !shuffle) return inOrder(from, size);
  const order = permuted(count, runSeed, OWN_SECTION).map((row) => row + from);
  return deal(order, [size], classes)[0];
}

function refuseContradictions({ file, count, test }: Rows, spec: SplitSpec): void {
  const { folds, shuffle } = spec;
  const refuse = (words: string): never => {
    throw new DataError(file, words);
  };
  if (spec.redraw && !shuffle)
    refuse(
      l10n.t(
        'data.redraw splits shuffled rows anew for each seed, but data.shuffle is off: change one of them.',
      ),
    );
  if (folds === 0) return;
  if (folds === 1)
    refuse(
      l10n.t('data.folds is 1: the one fold would test, and no row would train; at least 2 are needed.'),
    );
  if (folds > count)
    refuse(
      l10n.t('data.folds is {0}, and there are {1} rows: every fold needs at least one row.', folds, count),
    );
  if (!shuffle)
    refuse(
      l10n.t(
        'data.folds splits shuffled rows, and data.shuffle is off: rows in time order have only one split, in which the last rows test.',
      ),
    );
  if (test)
    refuse(l10n.t('data.folds tests on each fold in turn, and there is a test file: leave one of them out.'));
  if (spec.test !== undefined) refuse(l10n.t('data.folds tests on each fold in turn: leave data.test out.'));
}

function inOrder(from: number, count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => from + i);
}

/** A Fisher–Yates permutation drawn from the data stream. */
function permuted(count: number, seed: number, section: number): Uint32Array {
  const order = inOrder(0, count);
  const stream = createStream(seed, 'data', section);
  for (let i = order.length - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
