import type { ColumnFacts } from './column-facts';

/** What is predicted: one of several classes, or real numbers. */
export type Task = 'classification' | 'regression';

/** Rows of features with what is to be predicted from them. */
export interface Samples {
  readonly count: number;
  /** count × features, row-major. */
  readonly x: Float32Array;
  /** Classification: count class numbers. Regression: count × outputs, row-major. */
  readonly y: Float32Array;
}

const NOBODY: Samples = { count: 0, x: new Float32Array(0), y: new Float32Array(0) };

/** The validation set; of no samples where there is none. */
export const validationOf = ({ validation }: Dataset): Samples => validation ?? NOBODY;

/** How often each class comes. */
export function classCounts({ y }: Samples, classes: number): Uint32Array {
  const counts = new Uint32Array(classes);
  for (const label of y) counts[label]!++;
  return counts;
}

/** How rows of a file became a training, a validation and a test set. */
export interface SplitFacts {
  /** `fileOrder`: the first rows train and the last test. `folds`: each seed tests on another part of the rows. */
  readonly order: 'shuffled' | 'fileOrder' | 'folds';
  /** The test set is a file of its own, the same for every seed. */
  readonly testFile: boolean;
  /** Every seed divides the rows anew, so that a spread over seeds holds the luck of the test rows. */
  readonly redrawn: boolean;
  /** The column by which the rows of the file look ordered in time; left out: none. */
  readonly inTime?: string;
  /** Rows that are in no set; left out: none. */
  readonly unused?: number;
}

/** Something that was guessed or left as it is, and the edit of the experiment that makes it otherwise. */
export interface DataChoice {
  /** One of the notes. */
  readonly message: string;
  /** What the edit does, in a few words. */
  readonly label: string;
  readonly edit: { readonly path: readonly (string | number)[]; readonly value: unknown };
}

/** A data set in memory, split into what trains and what tests. */
export interface Dataset {
  readonly task: Task;
  readonly features: number;
  /** Classes, or target columns. */
  readonly outputs: number;
  readonly train: Samples;
  /** What choices are made by: when to stop, which epoch is best. Left out, or of no samples: there is none. */
  readonly validation?: Samples;
  /** Only reported: nothing is chosen by it, unless there is no validation set. */
  readonly test: Samples;
  /** How the rows of a file were divided; left out: the samples were drawn, each set by itself. */
  readonly split?: SplitFacts;
  /** How the columns of a file were read, the target first; left out: the samples were drawn. */
  readonly columns?: readonly ColumnFacts[];
  /** Columns of a file that give the target away, or (not `complete`) some of its classes; left out: none was found. */
  readonly leaks?: { readonly names: readonly string[]; readonly complete: boolean } | undefined;
  /** One name a feature. */
  readonly featureNames: readonly string[];
  /** Classification: one name a class. Regression: one name a target column. */
  readonly outputNames: readonly string[];
  /** Present when a row is an image: features = width × height, row by row, 0..1. */
  readonly image?: { readonly width: number; readonly height: number };
  /** What was guessed or changed while the data was read, in words. */
  readonly notes: readonly string[];
  /** Which of the notes can be acted on. */
  readonly choices?: readonly DataChoice[];
}
