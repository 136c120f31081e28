import type { ColumnFacts } from './column-facts';

/** The task: predict one of several classes, or real numbers. */
export type Task = 'classification' | 'regression';

/** Rows of features with their targets. */
export interface Samples {
  readonly count: number;
  /** count × features, row-major. */
  readonly x: Float32Array;
  /** Classification: count class indices. Regression: count × outputs, row-major. */
  readonly y: Float32Array;
}

const NOBODY: Samples = { count: 0, x: new Float32Array(0), y: new Float32Array(0) };

/** The validation set; empty if there is none. */
export const validationOf = ({ validation }: Dataset): Samples => validation ?? NOBODY;

/** Number of samples per class. */
export function classCounts({ y }: Samples, classes: number): Uint32Array {
  const counts = new Uint32Array(classes);
  for (const label of y) counts[label]!++;
  return counts;
}

/** How the rows of a file were split into training, validation and test sets. */
export interface SplitFacts {
  /** `fileOrder`: the first rows are for training, the last for testing. `folds`: each seed tests on another fold. */
  readonly order: 'shuffled' | 'fileOrder' | 'folds';
  /** Whether the test set is a separate file, the same for every seed. */
  readonly testFile: boolean;
  /** Whether each seed splits the rows anew, so that the spread over seeds includes the choice of test rows. */
  readonly redrawn: boolean;
  /** The column by which the rows look ordered in time; undefined if none. */
  readonly inTime?: string;
  /** Number of rows in no set; undefined if none. */
  readonly unused?: number;
}

/** A guess or default, with an edit of the experiment that changes it. */
export interface DataChoice {
  /** The note it belongs to. */
  readonly message: string;
  /** Label of the edit. */
  readonly label: string;
  readonly edit: { readonly path: readonly (string | number)[]; readonly value: unknown };
}

/** A data set in memory, split into training, validation and test samples. */
export interface Dataset {
  readonly task: Task;
  readonly features: number;
  /** Number of classes or target columns. */
  readonly outputs: number;
  readonly train: Samples;
  /** For early stopping and the choice of the best epoch. Undefined or empty if there is none. */
  readonly validation?: Samples;
  /** Only reported; used for choices only without a validation set. */
  readonly test: Samples;
  /** How the rows of a file were split; undefined for generated samples. */
  readonly split?: SplitFacts;
  /** How the columns of a file were read, target first; undefined for generated samples. */
  readonly columns?: readonly ColumnFacts[];
  /** Columns that leak the target, or (not `complete`) some of its classes; undefined if none was found. */
  readonly leaks?: { readonly names: readonly string[]; readonly complete: boolean } | undefined;
  /** One name per feature. */
  readonly featureNames: readonly string[];
  /** One name per class, or per target column for regression. */
  readonly outputNames: readonly string[];
  /** Present when a row is an image: features = width × height, row by row, 0..1. */
  readonly image?: { readonly width: number; readonly height: number };
  /** Features of each column of a file, in order: what became of one column. Undefined: every feature stands for itself. */
  readonly blocks?: readonly number[];
  /** Notes on guesses and changes made while the data was read. */
  readonly notes: readonly string[];
  /** The notes that come with an edit. */
  readonly choices?: readonly DataChoice[];
}
