/** Why nothing is learned from a column. */
export type LeftOut =
  /** The experiment says so. */
  | { readonly why: 'asked' }
  /** It counts the rows. */
  | { readonly why: 'rowNumber' }
  /** No training row has a value in it. */
  | { readonly why: 'empty' }
  /** All training rows have the same in it. */
  | { readonly why: 'constant' }
  /** So many different texts in so many training rows are names, or too many categories. */
  | { readonly why: 'manyTexts'; readonly texts: number; readonly rows: number }
  /** It stands in the test file only. */
  | { readonly why: 'testFileOnly' };

/** How the cells of a column become numbers. */
export type Scaling =
  /** (value − mean) / deviation, both of the training rows. */
  | { readonly how: 'standardized'; readonly mean: number; readonly deviation: number }
  /** As above, each of several columns by its own training rows. */
  | { readonly how: 'standardizedEach' }
  /** One feature a category, 1 where the row has it and 0 elsewhere. */
  | { readonly how: 'oneHot'; readonly categories: number }
  /** One output a class. */
  | { readonly how: 'classes'; readonly classes: number }
  /** (value − shift) / divisor, one rule for all pixels. */
  | { readonly how: 'divided'; readonly shift: number; readonly divisor: number };

/** How one column of a person's data was read; for arrays and images, how all their values were. */
export interface ColumnFacts {
  readonly name: string;
  readonly role: 'target' | 'feature' | 'leftOut';
  readonly kind: 'number' | 'category' | 'pixels';
  /** Left out where the column is. */
  readonly scaling?: Scaling;
  /** Cells without a value, in all rows of the file; left out: none. */
  readonly missing?: number;
  /** Of those, the ones that hold a text among numbers. */
  readonly odd?: number;
  /** What stands in their place: the training mean (of several columns: 0, once standardized), or the most frequent text. */
  readonly filledWith?: number | string;
  readonly leftOut?: LeftOut;
  /** What its cells could be read as instead. */
  readonly alternative?: 'number' | 'category';
}
