import * as v from 'valibot';
import { flag } from '../core/params';

/** A path relative to the experiment file. */
const path = (title: string, description: string) =>
  v.pipe(v.string(), v.nonEmpty(), v.maxLength(4096), v.metadata({ title, description, ui: 'file' }));

const split = {
  train: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(1_000_000),
      v.metadata({
        title: 'Training rows',
        description: 'The first rows train; left out: four fifths of them.',
      }),
    ),
  ),
  test: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(1_000_000),
      v.metadata({ title: 'Test rows', description: 'The next rows test; left out: all that remain.' }),
    ),
  ),
  shuffle: flag({
    title: 'Shuffle rows',
    description: 'Permute the rows by the seed before the split.',
    default: false,
  }),
};

const csv = {
  id: 'csv',
  title: 'CSV file',
  description: 'A table with a header; one column is predicted from the others.',
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
    ...split,
  },
} as const;

const idx = {
  id: 'idx',
  title: 'IDX images',
  description: "MNIST's format, gzipped or not.",
  params: {
    images: path('Images', 'IDX file of unsigned bytes, relative to the experiment file.'),
    labels: path('Labels', 'IDX file of class numbers, relative to the experiment file.'),
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
    task: csv.params.task,
    ...split,
  },
} as const;

/** Every reader of a person's own files. */
export const fileSources = [csv, idx, npy] as const;
