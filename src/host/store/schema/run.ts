import * as v from 'valibot';
import { recordedChangeSchema } from '../../../core/spec';
import { experimentSchema } from '../../../experiment/schema';
import type { Ending, Progress, RunSummary } from '../../../protocol';
import { amount, count, finite, moment, number, text } from './values';
import { spread } from './verdict';

/** Points of the curve in a line of the list, at most. */
const MOST_SPARK = 64;

const loss = v.nullable(finite);
const id = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/));
const name = v.pipe(v.string(), v.maxLength(1000));

/** A run's line in the list. */
export const summarySchema: v.GenericSchema<unknown, RunSummary> = v.object({
  id,
  name,
  startedAt: moment,
  status: v.picklist(['loading', 'running', 'paused', 'completed', 'stopped', 'failed']),
  label: v.pipe(v.string(), v.maxLength(1000)),
  named: v.exactOptional(v.boolean()),
  settings: v.exactOptional(v.array(v.string())),
  fingerprint: v.exactOptional(v.string()),
  testLoss: v.object({ dropout: loss, baseline: loss }),
  atRate: v.exactOptional(v.object({ key: text, learningRate: finite, dropout: spread, baseline: spread })),
  seeds: v.exactOptional(v.object({ dropout: count, baseline: count })),
  errors: v.exactOptional(v.object({ dropout: loss, baseline: loss })),
  spark: v.exactOptional(v.pipe(v.array(finite), v.maxLength(MOST_SPARK))),
  numbers: v.exactOptional(v.record(v.string(), finite)),
  diverged: v.nullable(count),
  // Earlier files do not say it.
  blownUp: v.optional(v.boolean(), false),
});

/** What has to be known of a run to make anything of the rest. */
export const coreSchema = v.object({
  id,
  name,
  named: v.boolean(),
  startedAt: moment,
  folder: v.nullable(v.string()),
  experiment: experimentSchema,
});
export type SavedCore = v.InferOutput<typeof coreSchema>;

/** How a member ended. */
export const endingSchema: v.GenericSchema<unknown, Ending> = v.object({
  kind: v.picklist(['completed', 'stoppedEarly', 'diverged', 'stopped']),
  step: count,
  epoch: count,
  restored: v.exactOptional(count),
  seconds: amount,
});

/** Speeds and times to come may be unknown, or endless. */
const guessed = v.pipe(
  number,
  v.check((value) => !(value < 0), 'less than zero'),
);

/** How far a member is. */
export const progressSchema: v.GenericSchema<unknown, Progress> = v.object({
  step: count,
  epoch: amount,
  totalSteps: amount,
  totalEpochs: amount,
  samplesPerSecond: guessed,
  secondsLeft: guessed,
});

export const failureSchema = v.object({ step: amount, reason: text });

export const changesSchema = v.pipe(v.array(recordedChangeSchema), v.maxLength(1_000_000));
