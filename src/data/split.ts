import { createStream } from '../core/random';
import { DataError } from './errors';

/** Which rows of a file train and which test. */
export interface Split {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

export interface SplitSpec {
  /** Left out: four fifths of the rows. */
  readonly train?: number | undefined;
  /** Left out: all that remain. */
  readonly test?: number | undefined;
  readonly shuffle: boolean;
}

/** The first `train` rows train and the next `test` rows test, after a permutation by the seed where it is asked for. */
export function splitRows(file: string, rows: number, spec: SplitSpec, seed: number): Split {
  if (rows < 2)
    throw new DataError(file, `${rows} row of data; at least 2 are needed, one to train and one to test.`);
  const train = spec.train ?? Math.max(1, Math.floor(rows * 0.8));
  if (train >= rows)
    throw new DataError(
      file,
      `${rows} rows, and ${train} of them are to train: no row is left to test. At most ${rows - 1} can train.`,
    );
  const test = spec.test ?? rows - train;
  if (train + test > rows)
    throw new DataError(
      file,
      `${rows} rows, but ${train} are to train and ${test} to test: at most ${rows - train} can test.`,
    );
  const order = spec.shuffle ? permutation(rows, seed) : Uint32Array.from({ length: rows }, (_, i) => i);
  return { train: order.subarray(0, train), test: order.subarray(train, train + test) };
}

/** Fisher–Yates, by the stream of the data. */
function permutation(count: number, seed: number): Uint32Array {
  const stream = createStream(seed, 'data');
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
