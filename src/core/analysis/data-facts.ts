import type { Caution } from '../cautions';
import type { SplitFacts } from '../dataset';

/** Facts about the rows of one seed; other seeds may have other rows. */
export interface RowFacts {
  readonly cautions: readonly Caution[];
  /** Test loss of always predicting the average of the training samples. */
  readonly guessTestLoss?: number | undefined;
  /** Classification: number of samples per class. Missing in runs saved by older versions. */
  readonly classCounts?: { readonly train: readonly number[]; readonly test: readonly number[] } | undefined;
}

/** Facts about the data, for the rows of the first seed. */
export interface DataFacts extends RowFacts {
  readonly trainCount: number;
  readonly validationCount: number;
  readonly testCount: number;
  readonly split?: SplitFacts | undefined;
  /** The most frequent class in the test rows. */
  readonly majority?: { readonly name: string; readonly share: number } | undefined;
  /** Names of the classes or target columns. */
  readonly outputNames?: readonly string[] | undefined;
  /** Number of weights and biases of the network. */
  readonly parameterCount: number;
}

/** Whether all seeds have the same test rows. */
export const sharesTestRows = ({ split }: Pick<DataFacts, 'split'>): boolean =>
  split !== undefined && (!split.redrawn || split.testFile);
