/** Why a column is left out. */
export type LeftOut =
  /** By the experiment. */
  | { readonly why: 'asked' }
  /** It is a row index. */
  | { readonly why: 'rowNumber' }
  /** It is empty in all training rows. */
  | { readonly why: 'empty' }
  /** It is constant in all training rows. */
  | { readonly why: 'constant' }
  /** It has `texts` distinct texts in `rows` training rows: names, or too many categories. */
  | { readonly why: 'manyTexts'; readonly texts: number; readonly rows: number }
  /** It exists only in the test file. */
  | { readonly why: 'testFileOnly' };

/** How the cells of a column are encoded. */
export type Scaling =
  /** (value − mean) / deviation, both of the training rows. */
  | { readonly how: 'standardized'; readonly mean: number; readonly deviation: number }
  /** As above, for several columns, each with its own mean and deviation. */
  | { readonly how: 'standardizedEach' }
  /** One feature per category: 1 if the row has it, otherwise 0. */
  | { readonly how: 'oneHot'; readonly categories: number }
  /** One output per class. */
  | { readonly how: 'classes'; readonly classes: number }
  /** (value − shift) / divisor, the same for all pixels. */
  | { readonly how: 'divided'; readonly shift: number; readonly divisor: number };

/** How one column of the user's data was read; for arrays and images, all values together. */
export interface ColumnFacts {
  readonly name: string;
  readonly role: 'target' | 'feature' | 'leftOut';
  readonly kind: 'number' | 'category' | 'pixels';
  /** Undefined if the column is left out. */
  readonly scaling?: Scaling;
  /** Number of missing cells in all rows of the file; undefined if none. */
  readonly missing?: number;
  /** Of those, cells with text in a numeric column. */
  readonly odd?: number;
  /** The imputed value: the training mean (for several columns 0, after standardization), or the most frequent text. */
  readonly filledWith?: number | string;
  readonly leftOut?: LeftOut;
  /** The other kind that the column could be read as. */
  readonly alternative?: 'number' | 'category';
}
