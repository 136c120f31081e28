import * as l10n from '@vscode/l10n';
import { createStream } from '../core/random';
import { DataError } from './errors';

/** Which rows of a file train and which test. */
export interface Split {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

export interface SplitSpec {
  /** Left out: four fifths of the rows, or what the test leaves of them. */
  readonly train?: number | undefined;
  /** Left out: all that remain. */
  readonly test?: number | undefined;
  readonly shuffle: boolean;
}

/** The first `train` rows train and the next `test` rows test, after a permutation by the seed where it is asked for. */
export function splitRows(file: string, rows: number, spec: SplitSpec, seed: number): Split {
  if (rows < 2)
    throw new DataError(
      file,
      l10n.t('{0} rows of data; at least 2 are needed, one to train and one to test.', rows),
    );
  const train = spec.train ?? trainedRows(rows, spec.test);
  if (train >= rows)
    throw new DataError(
      file,
      l10n.t(
        '{0} rows, and {1} of them are to train: no row is left to test. At most {2} can train.',
        rows,
        train,
        rows - 1,
      ),
    );
  const test = spec.test ?? rows - train;
  if (train + test > rows)
    throw new DataError(
      file,
      l10n.t(
        '{0} rows, but {1} are to train and {2} to test: at most {3} can test.',
        rows,
        train,
        test,
        rows - train,
      ),
    );
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  if (spec.shuffle) permute(order, seed);
  return { train: order.subarray(0, train), test: order.subarray(train, train + test) };
}

function trainedRows(rows: number, test: number | undefined): number {
  const usual = Math.floor(rows * 0.8);
  return Math.max(1, test === undefined ? usual : Math.min(usual, rows - test));
}

/** Fisher–Yates, by the stream of the data. */
function permute(order: Uint32Array, seed: number): void {
  const stream = createStream(seed, 'data');
  for (let i = order.length - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
}
