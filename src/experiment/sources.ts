import * as v from 'valibot';
import { flag, integer } from '../core/params';

/** A path relative to the experiment file. */
const path = (title: string, description: string) =>
  v.pipe(v.string(), v.nonEmpty(), v.maxLength(4096), v.metadata({ title, description, ui: 'file' }));

const split = {
  train: integer({
    title: 'Training rows',
    description: 'The first rows train.',
    default: 300,
    min: 1,
    max: 1_000_000,
    scale: 'log',
    slider: [10, 10_000],
  }),
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

/** Every reader of a person's own files. */
export const fileSources = [csv, idx] as const;
