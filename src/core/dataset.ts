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

/** A data set in memory, split into what trains and what tests. */
export interface Dataset {
  readonly task: Task;
  readonly features: number;
  /** Classes, or target columns. */
  readonly outputs: number;
  readonly train: Samples;
  readonly test: Samples;
  /** One name a feature. */
  readonly featureNames: readonly string[];
  /** Classification: one name a class. Regression: one name a target column. */
  readonly outputNames: readonly string[];
  /** Present when a row is an image: features = width × height, row by row, 0..1. */
  readonly image?: { readonly width: number; readonly height: number };
  /** What was guessed or changed while the data was read, in words. */
  readonly notes: readonly string[];
}
