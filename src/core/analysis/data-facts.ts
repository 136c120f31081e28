import type { Caution } from '../cautions';
import type { SplitFacts } from '../dataset';

/** What is known of the data; left out: samples that every seed draws for itself. */
export interface DataFacts {
  readonly trainCount: number;
  readonly validationCount: number;
  readonly testCount: number;
  readonly split?: SplitFacts | undefined;
  readonly cautions: readonly Caution[];
  /** The class that most test rows have. */
  readonly majority?: { readonly name: string; readonly share: number } | undefined;
  /** Names of the classes, or of the target columns. */
  readonly outputNames?: readonly string[] | undefined;
  /** The test loss of always saying what the training samples have on average. */
  readonly guessTestLoss?: number | undefined;
  /** Weights and biases of the network. */
  readonly parameterCount: number;
}

/** Whether all seeds are tested on the same rows. */
export const sharesTestRows = ({ split }: DataFacts): boolean =>
  split !== undefined && (!split.redrawn || split.testFile);
