import type { Caution } from '../cautions';
import type { SplitFacts } from '../dataset';

/** What is known of the rows of one seed, which other seeds may divide or draw anew. */
export interface RowFacts {
  readonly cautions: readonly Caution[];
  /** The test loss of always saying what the training samples have on average. */
  readonly guessTestLoss?: number | undefined;
  /** Classification: how often each class comes. Runs of an older version do not say it. */
  readonly classCounts?: { readonly train: readonly number[]; readonly test: readonly number[] } | undefined;
}

/** What is known of the data; left out: samples that every seed draws for itself. The rows are those of the first seed. */
export interface DataFacts extends RowFacts {
  readonly trainCount: number;
  readonly validationCount: number;
  readonly testCount: number;
  readonly split?: SplitFacts | undefined;
  /** The class that most test rows have. */
  readonly majority?: { readonly name: string; readonly share: number } | undefined;
  /** Names of the classes, or of the target columns. */
  readonly outputNames?: readonly string[] | undefined;
  /** Weights and biases of the network. */
  readonly parameterCount: number;
}

/** Whether all seeds are tested on the same rows. */
export const sharesTestRows = ({ split }: DataFacts): boolean =>
  split !== undefined && (!split.redrawn || split.testFile);
