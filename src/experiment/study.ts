import * as v from 'valibot';
import { choice, integer, variant } from '../core/params';
import { samplerEntries } from '../core/search/samplers/entries';

/** How unpromising trials of a study are ended. */
export const prunings = [
  {
    id: 'seeds',
    title: 'By seeds',
    description: 'A trial that the best one clearly beats on the same seeds trains no more seeds.',
  },
  { id: 'none', title: 'None', description: 'Every trial trains all its seeds to the end.' },
  {
    id: 'median',
    title: 'By seeds and the median',
    description: 'Also ends a training that is worse than the median of earlier ones at the same epoch.',
  },
  {
    id: 'halving',
    title: 'By seeds and halving',
    description: 'Also ends a training that is not among the best third at 1/9 and 1/3 of the epochs.',
  },
] as const;

export type PruningId = (typeof prunings)[number]['id'];

/** Settings of one study, and values of a list, at the most. */
const MOST_FIELDS = 20;
const MOST_VALUES = 200;
/** The longest path of a setting. */
const LONGEST_PATH = 200;

const value = v.union([
  v.pipe(v.number(), v.finite()),
  v.pipe(v.string(), v.maxLength(200)),
  v.boolean(),
  v.pipe(v.array(v.pipe(v.number(), v.finite())), v.maxLength(MOST_VALUES)),
]);

const values = (description: string) =>
  v.optional(
    v.pipe(
      v.array(value),
      v.minLength(1),
      v.maxLength(MOST_VALUES),
      v.metadata({ title: 'Values', description }),
    ),
  );

const bound = (title: string, description: string) =>
  v.optional(v.pipe(v.number(), v.finite(), v.metadata({ title, description })));

/** What a setting may be: a range, or a list of values. */
const fieldSchema = v.strictObject({
  min: bound('Least', 'The least value of a range.'),
  max: bound('Greatest', 'The greatest value of a range.'),
  step: v.optional(
    v.pipe(
      v.number(),
      v.finite(),
      v.gtValue(0),
      v.metadata({ title: 'Step', description: 'Left out: any value; of whole numbers 1.' }),
    ),
  ),
  scale: v.optional(
    v.pipe(
      v.picklist(['linear', 'log']),
      v.metadata({ title: 'Scale', description: 'Left out: as the setting is usually varied.' }),
    ),
  ),
  levels: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(2),
      v.maxValue(MOST_VALUES),
      v.metadata({ title: 'Levels', description: 'For a grid: this many values of the range.' }),
    ),
  ),
  values: values('A list of values in place of a range.'),
  when: v.optional(
    v.pipe(
      v.record(v.string(), v.pipe(v.array(value), v.minLength(1), v.maxLength(MOST_VALUES))),
      v.maxEntries(1),
      v.metadata({
        title: 'Only when',
        description: 'The setting is varied only where another one, listed by its values, has one of these.',
      }),
    ),
  ),
});

export type StudyField = v.InferOutput<typeof fieldSchema>;

/** The search for the best values of some settings. */
export const studySchema = v.strictObject({
  space: v.pipe(
    v.record(v.pipe(v.string(), v.maxLength(LONGEST_PATH)), fieldSchema),
    v.minEntries(1),
    v.maxEntries(MOST_FIELDS),
    v.metadata({
      title: 'Space',
      description:
        'What is varied: paths of settings, such as "training.learningRate", with a range or values.',
    }),
  ),
  sampler: variant('kind', {}, samplerEntries, {
    title: 'Sampler',
    description: 'How trials are proposed.',
  }),
  trials: integer({
    title: 'Trials',
    description: 'At most; a grid may have fewer.',
    default: 50,
    min: 1,
    max: 100_000,
    scale: 'log',
    slider: [5, 500],
  }),
  seeds: integer({
    title: 'Seeds of a trial',
    description: 'The same for all trials. The mean of their validation losses is minimized.',
    default: 3,
    min: 1,
    max: 50,
    slider: [1, 10],
  }),
  fresh: integer({
    title: 'Fresh seeds',
    description: 'The best trial is trained again on this many seeds that the search has not seen.',
    default: 10,
    min: 0,
    max: 1000,
    slider: [0, 50],
  }),
  prune: choice(prunings, 'seeds', { title: 'Pruning', description: 'How unpromising trials are ended.' }),
  round: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(1000),
      v.metadata({
        title: 'Trials of a round',
        description:
          'Proposed together; they know the rounds before theirs. Left out: 8. More keep more machines busy, fewer learn sooner.',
      }),
    ),
  ),
  minutes: v.optional(
    v.pipe(
      v.number(),
      v.finite(),
      v.gtValue(0),
      v.maxValue(100_000),
      v.metadata({
        title: 'Minutes',
        description: 'No further round starts after this long. Left out: no limit.',
      }),
    ),
  ),
});

export type StudySpec = v.InferOutput<typeof studySchema>;
