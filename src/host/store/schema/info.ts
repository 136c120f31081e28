import * as v from 'valibot';
import type { RunInfo } from '../../../protocol';
import { cautionSchema } from './caution';
import { amount, count, finite, number, share, text, texts } from './values';

const scaling = v.variant('how', [
  v.object({ how: v.literal('standardized'), mean: number, deviation: number }),
  v.object({ how: v.literal('standardizedEach') }),
  v.object({ how: v.literal('oneHot'), categories: count }),
  v.object({ how: v.literal('classes'), classes: count }),
  v.object({ how: v.literal('divided'), shift: number, divisor: number }),
]);

const leftOut = v.variant('why', [
  v.object({ why: v.literal('asked') }),
  v.object({ why: v.literal('rowNumber') }),
  v.object({ why: v.literal('empty') }),
  v.object({ why: v.literal('constant') }),
  v.object({ why: v.literal('manyTexts'), texts: count, rows: count }),
  v.object({ why: v.literal('testFileOnly') }),
]);

const column = v.object({
  name: text,
  role: v.picklist(['target', 'feature', 'leftOut']),
  kind: v.picklist(['number', 'category', 'pixels']),
  scaling: v.exactOptional(scaling),
  missing: v.exactOptional(count),
  odd: v.exactOptional(count),
  filledWith: v.exactOptional(v.union([number, text])),
  leftOut: v.exactOptional(leftOut),
  alternative: v.exactOptional(v.picklist(['number', 'category'])),
});

const choice = v.object({
  message: text,
  label: text,
  edit: v.object({
    path: v.array(v.union([v.string(), v.number()])),
    value: v.unknown(),
  }),
});

/** x from, x to, y from, y to. */
export const bounds = v.pipe(
  v.tuple([finite, finite, finite, finite]),
  v.check(([left, right, bottom, top]) => left <= right && bottom <= top, 'not in order'),
);

const triples = v.pipe(
  v.instance(Float32Array),
  v.check(({ length }) => length % 3 === 0, 'not whole triples'),
);

/** Facts about the data and the network. */
export const infoSchema: v.GenericSchema<unknown, RunInfo> = v.object({
  task: v.picklist(['classification', 'regression']),
  features: count,
  outputs: count,
  trainCount: count,
  validationCount: v.exactOptional(count),
  testCount: count,
  split: v.exactOptional(
    v.object({
      order: v.picklist(['shuffled', 'fileOrder', 'folds']),
      testFile: v.boolean(),
      redrawn: v.boolean(),
      inTime: v.exactOptional(text),
      unused: v.exactOptional(count),
    }),
  ),
  columns: v.exactOptional(v.array(column)),
  moreColumns: v.exactOptional(count),
  cautions: v.exactOptional(v.array(cautionSchema)),
  majority: v.exactOptional(v.object({ name: text, share })),
  classCounts: v.exactOptional(v.object({ train: v.array(count), test: v.array(count) })),
  widths: v.pipe(v.array(count), v.minLength(2)),
  parameterCount: count,
  stepsPerEpoch: v.pipe(amount, v.gtValue(0)),
  featureNames: texts,
  outputNames: texts,
  notes: texts,
  choices: v.exactOptional(v.array(choice)),
  guessLoss: v.exactOptional(number),
  guessTestLoss: v.exactOptional(number),
  points: v.exactOptional(v.object({ train: triples, test: triples, bounds })),
});
