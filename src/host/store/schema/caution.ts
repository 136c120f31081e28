import * as v from 'valibot';
import type { Caution } from '../../../core/cautions';
import { count, finite, number, share, text, texts } from './values';

/** A way in which the test rows are not like the training rows. */
export const cautionSchema = v.variant('kind', [
  v.object({ kind: v.literal('repeated'), rows: count, share }),
  v.object({ kind: v.literal('givesAway'), names: texts, complete: v.boolean() }),
  v.object({ kind: v.literal('reversed'), share, chance: share }),
  v.object({ kind: v.literal('untrainedClasses'), names: texts, share }),
  v.object({ kind: v.literal('classDrift'), distance: finite }),
  v.object({ kind: v.literal('targetDrift'), name: text, deviations: number }),
  v.object({ kind: v.literal('spreadDrift'), name: text, ratio: number }),
  v.object({ kind: v.literal('fewTraining'), name: text, rows: count, share }),
  v.object({ kind: v.literal('extrapolation'), name: text, rows: count, share, ranges: number }),
]) satisfies v.GenericSchema<unknown, Caution>;
