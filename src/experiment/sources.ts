import * as v from 'valibot';
import { flag, integer } from '../core/params';

/** A path relative to the experiment file. */
const path = (title: string, description: string) =>
  v.pipe(v.string(), v.nonEmpty(), v.maxLength(4096), v.metadata({ title, description, ui: 'file' }));

/** The most rows that can be asked for. */
const MOST_ROWS = 1_000_000;

const rows = (title: string, description: string) =>
  v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_ROWS), v.metadata({ title, description })),
  );

const split = {
  train: rows('Training rows', 'Left out: all rows that neither validate nor test.'),
  validation: v.optional(
    v.pipe(
      v.number(),
      v.minValue(0),
      v.maxValue(MOST_ROWS),
      v.metadata({
        title: 'Validation rows',
        description:
          'Early stopping and the best epoch go by them; below 1: this fraction of the rows; 0: none. Left out: a fifth of the rows, as far as the others leave room.',
      }),
    ),
  ),
  test: rows('Test rows', 'Left out: a fifth of the rows, or what train and validation leave.'),
  shuffle: flag({
    title: 'Shuffle rows',
    description:
      'Split the rows at random by the seed, stratified by class; off: the first rows train and the last rows test, as for rows in time order.',
    default: true,
  }),
  redraw: v.optional(
    v.pipe(
      v.boolean(),
      v.metadata({
        title: 'Split anew for each seed',
        description:
          'The spread over seeds then includes the luck of the test rows. Left out: yes for files of at most 2000 rows that are shuffled.',
      }),
    ),
  ),
  folds: integer({
    title: 'Folds',
    description:
      'Cross-validation: the rows are split into this many folds, and each seed tests on the next one; 0: none.',
    default: 0,
    min: 0,
    max: 50,
    slider: [0, 10],
    advanced: true,
  }),
};

/** Texts that mean no value, at the most. */
const MOST_TEXTS = 1000;
/** Columns of which something is said, at the most: as many as a table may have. */
const MOST_COLUMNS = 1000;

const options = (titles: Readonly<Record<string, string>>) =>
  Object.entries(titles).map(([id, title]) => ({ id, title, description: '' }));

/** How a table stands in its file. What is left out is guessed, and what was guessed is said. */
const tableForm = {
  header: v.optional(
    v.pipe(
      v.boolean(),
      v.metadata({
        title: 'Header',
        description: 'Whether the first row names the columns. Left out: guessed from the rows.',
        advanced: true,
      }),
    ),
  ),
  delimiter: v.optional(
    v.pipe(
      v.picklist([',', ';', '\t', '|', ' ']),
      v.metadata({
        title: 'Delimiter',
        description: 'What stands between the cells. Left out: guessed from the rows.',
        options: options({ ',': 'Comma', ';': 'Semicolon', '\t': 'Tab', '|': 'Bar', ' ': 'Blanks' }),
        advanced: true,
      }),
    ),
  ),
  decimal: v.optional(
    v.pipe(
      v.picklist(['.', ',']),
      v.metadata({
        title: 'Decimal mark',
        description:
          'Of numbers that can be read in two ways, such as 1.050. Left out: guessed from the others.',
        options: options({ '.': 'Point', ',': 'Comma' }),
        advanced: true,
      }),
    ),
  ),
  missing: v.optional(
    v.pipe(
      v.array(v.pipe(v.union([v.pipe(v.string(), v.maxLength(200)), v.number()]), v.transform(String))),
      v.maxLength(MOST_TEXTS),
      v.metadata({
        title: 'Missing values',
        description: 'Texts or numbers that mean no value here, such as -999, beside NA and its like.',
        advanced: true,
      }),
    ),
  ),
  columns: v.optional(
    v.pipe(
      v.record(
        v.string(),
        v.pipe(
          v.picklist(['number', 'category', 'leaveOut']),
          v.metadata({ options: options({ number: 'Number', category: 'Category', leaveOut: 'Left out' }) }),
        ),
      ),
      v.maxEntries(MOST_COLUMNS),
      v.metadata({
        title: 'Columns',
        description:
          'What columns are: "number", "category" or "leaveOut", by their names. Left out: by their cells.',
        advanced: true,
      }),
    ),
  ),
  unlabeled: v.optional(
    v.pipe(
      v.picklist(['refuse', 'leaveOut']),
      v.metadata({
        title: 'Rows without a target',
        description: 'Left out: the file is refused, and the first of them named.',
        options: options({ refuse: 'Refuse the file', leaveOut: 'Leave them out' }),
        advanced: true,
      }),
    ),
  ),
};

const csv = {
  id: 'csv',
  title: 'CSV file',
  description: 'A table; one column is predicted from the others.',
  params: {
    file: path('File', 'CSV or TSV, relative to the experiment file.'),
    target: v.optional(
      v.pipe(v.string(), v.metadata({ title: 'Target column', description: 'Left out: the last column.' })),
    ),
    task: v.optional(
      v.pipe(
        v.picklist(['classification', 'regression']),
        v.metadata({ title: 'Task', description: 'Left out: guessed from the target.' }),
      ),
    ),
    testFile: v.optional(path('Test file', 'All of its rows test; left out: rows of the same file do.')),
    ...split,
    ...tableForm,
  },
} as const;

const idx = {
  id: 'idx',
  title: 'IDX images',
  description: "MNIST's format, gzipped or not.",
  params: {
    images: path('Images', 'IDX file of unsigned bytes, relative to the experiment file.'),
    labels: path('Labels', 'IDX file of class numbers, relative to the experiment file.'),
    testImages: v.optional(path('Test images', 'All of them test; left out: images of the same file do.')),
    testLabels: v.optional(path('Test labels', 'The class numbers of the test images.')),
    ...split,
  },
} as const;

const npy = {
  id: 'npy',
  title: 'NumPy arrays',
  description: 'Features and labels as .npy files, or x and y in one .npz.',
  params: {
    file: path('Features', '.npy or .npz, relative to the experiment file.'),
    labels: v.optional(path('Labels', '.npy; not needed beside an .npz.')),
    testFile: v.optional(
      path(
        'Test features',
        '.npy or .npz, all of whose rows test; left out: x_test in the .npz, or rows of the same file.',
      ),
    ),
    testLabels: v.optional(path('Test labels', '.npy; not needed beside an .npz.')),
    task: csv.params.task,
    ...split,
  },
} as const;

/** All readers of a person's own files. */
export const fileSources = [csv, idx, npy] as const;

export type FileSourceId = (typeof fileSources)[number]['id'];
