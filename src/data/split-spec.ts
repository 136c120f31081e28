/** Settings for splitting the rows of a file. */
export interface SplitSpec {
  /** Default: all rows that are not used for validation or test. */
  readonly train?: number | undefined;
  /** Below 1: a fraction of the rows. Default: a fifth, as far as the other sets leave room. */
  readonly validation?: number | undefined;
  /** Default: a fifth of the rows, or all that a given `train` leaves. */
  readonly test?: number | undefined;
  readonly shuffle: boolean;
  /** Whether each seed splits the rows anew. Default: only for files with few rows. */
  readonly redraw?: boolean | undefined;
  /** Number of folds for cross-validation; 0 for none. */
  readonly folds: number;
}

/** The rows of a file, followed by those of separate validation and test files. */
export interface Rows {
  readonly file: string;
  /** Number of rows to split: 0 … count − 1. */
  readonly count: number;
  /** A separate validation set: rows from `count` on. */
  readonly validation?: OwnRows | undefined;
  /** A separate test set: the last rows. */
  readonly test?: OwnRows | undefined;
  /** The class of each row, for a stratified split. */
  readonly classes?: ArrayLike<number> | undefined;
}

/** Rows of a separate file, which are not split. */
export interface OwnRows {
  readonly file: string;
  readonly count: number;
}
