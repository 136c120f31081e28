import * as v from 'valibot';
import { generators } from '../core/datasets/index';
import { flag, integer, variant } from '../core/params';
import { dropoutSchema, networkSchema, recordedChangeSchema, trainingSchema } from '../core/spec';
import { fileSources } from './sources';
import { studySchema } from './study';

/** Repeats of one experiment at the most. */
export const MAX_SEEDS = 50;

const dataSchema = variant('source', {}, [...generators, ...fileSources], { title: 'Data' });

/** What a run is: the one shape of controls, command line, saved runs and `*.dropout.json` files. */
export const experimentSchema = v.strictObject({
  $schema: v.optional(v.pipe(v.string(), v.maxLength(4096))),
  version: v.pipe(v.literal(1), v.metadata({ title: 'Version', description: 'Of the format: 1.' })),
  name: v.optional(v.pipe(v.string(), v.maxLength(200), v.metadata({ title: 'Name' })), ''),
  data: dataSchema,
  network: networkSchema,
  dropout: dropoutSchema,
  training: trainingSchema,
  seed: integer({
    title: 'Seed',
    description: 'Data, initial weights, batch order and masks follow from it.',
    default: 1,
    min: 0,
    max: 4_294_967_295,
  }),
  seeds: integer({
    title: 'Seeds',
    description: 'Repeats with the next seeds, for the spread.',
    default: 1,
    min: 1,
    max: MAX_SEEDS,
    slider: [1, 10],
  }),
  baseline: flag({
    title: 'Compare with no dropout',
    description: 'Trains a twin with the same data, weights and batch order, and no masks.',
    default: false,
  }),
  changes: v.optional(
    v.pipe(v.array(recordedChangeSchema), v.maxLength(10_000), v.metadata({ title: 'Changes in mid-run' })),
    [],
  ),
  study: v.optional(
    v.pipe(
      studySchema,
      v.metadata({
        title: 'Study',
        description: 'A search for the best values of some settings; a run ignores it.',
      }),
    ),
  ),
});

/** A complete, valid experiment: every default is filled in. */
export type Experiment = v.InferOutput<typeof experimentSchema>;
export type DataSpec = Experiment['data'];
/** The bounds of the file format that are not in the schema itself. */
export const MAX_FILE_BYTES = 1_000_000;
