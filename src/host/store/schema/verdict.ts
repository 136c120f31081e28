import * as v from 'valibot';
import { adviceKinds } from '../../../core/analysis/advice';
import type { Verdict } from '../../../core/analysis/verdict';
import { titles } from '../../../experiment/verdict-titles';
import { cautionSchema } from './caution';
import { count, finite, number, share, text, texts } from './values';

/** One word for each kind: no kind is forgotten. */
const KINDS = Object.keys(titles) as Verdict['kind'][];

const side = v.picklist(['dropout', 'baseline']);
const penalty = v.picklist(['weightDecay', 'l1', 'maxNorm']);
export const spread = v.object({ mean: number, deviation: number, count });

const comparison = v.object({
  outcome: v.picklist(['lower', 'higher', 'small', 'tooSmall', 'alike', 'unknown']),
  difference: spread,
  logRatio: spread,
  half: number,
  score: spread,
  scoreHalf: number,
  disagrees: v.boolean(),
  widened: v.exactOptional(v.optional(v.picklist(['sameRows', 'sharedRows']))),
});

const causeSchema = v.variant('kind', [
  v.object({ kind: v.literal('rateTooHigh'), rate: finite, times: number, sides: v.array(side) }),
  v.object({ kind: v.literal('rateTooLow'), rate: finite, usual: finite, steps: finite }),
  v.object({ kind: v.literal('schedule'), rate: finite, set: finite }),
  v.object({
    kind: v.literal('stoppedEarly'),
    from: finite,
    to: finite,
    epochs: finite,
    patience: finite,
  }),
  v.object({ kind: v.literal('fewSteps'), steps: finite }),
  v.object({ kind: v.literal('penalty'), penalty, value: finite }),
  v.object({ kind: v.literal('linear'), layers: v.boolean() }),
]);

const uneven = v.pipe(
  v.object({
    kind: v.literal('uneven'),
    name: text,
    share,
    rare: v.exactOptional(v.object({ name: text, share })),
    rows: v.exactOptional(count),
    classes: v.exactOptional(texts),
    sides: v.array(
      v.object({
        side,
        accuracy: number,
        balancedAccuracy: number,
        f1: number,
        confusion: v.exactOptional(v.array(v.array(count))),
      }),
    ),
  }),
  v.check(({ classes = [], sides }) => {
    const size = classes.length;
    return sides.every(
      ({ confusion }) =>
        confusion === undefined ||
        (confusion.length === size && confusion.every((row) => row.length === size)),
    );
  }, 'a confusion matrix is not as large as there are classes'),
);

const remarkSchema = v.variant('kind', [
  v.object({ kind: v.literal('chosenByTest') }),
  v.object({ kind: v.literal('lossAgainstScore'), dropout: number, baseline: number }),
  uneven,
  v.object({ kind: v.literal('smallTest'), rows: count, shared: v.boolean(), classes: v.boolean() }),
  v.object({ kind: v.literal('smallValidation'), rows: count }),
  v.object({
    kind: v.literal('belowTraining'),
    withDropout: number,
    train: number,
    held: number,
    validates: v.boolean(),
  }),
  v.object({ kind: v.literal('stillFalling'), sides: v.array(side) }),
  v.object({
    kind: v.literal('worseThanGuess'),
    side,
    loss: number,
    guess: number,
    accuracy: v.exactOptional(number),
  }),
  v.object({ kind: v.literal('cause'), cause: causeSchema }),
  v.object({ kind: v.literal('beganLate'), epoch: finite, best: finite }),
  v.object({ kind: v.literal('inTime'), name: text, shuffled: v.boolean() }),
  v.object({ kind: v.literal('asWritten') }),
  v.object({
    kind: v.literal('caution'),
    caution: cautionSchema,
    seeds: v.exactOptional(v.object({ count, of: count })),
  }),
]);

/** The numbers that the words of a comparison are made of. */
const COMPARED = ['dropoutTest', 'dropoutTrain', 'baselineTest', 'baselineTrain'];
const COMPARED_AT_BEST = [...COMPARED, 'dropoutBest', 'baselineBest'];

/** What a kind cannot be said without. */
const NEEDED: Partial<Record<Verdict['kind'], string>> = {
  diverged: 'divergedAt',
  tooFewTestRows: 'testRows',
};

/** A verdict of any kind, with all that its words are made of. */
export const verdictSchema: v.GenericSchema<unknown, Verdict> = v.pipe(
  v.object({
    kind: v.picklist(KINDS),
    evidence: v.record(v.string(), spread),
    at: v.record(v.string(), finite),
    advice: v.array(
      v.object({
        kind: v.picklist(adviceKinds),
        value: v.exactOptional(finite),
        setting: v.exactOptional(penalty),
      }),
    ),
    comparison: v.exactOptional(
      v.object({ primary: v.picklist(['last', 'best']), last: comparison, best: comparison }),
    ),
    remarks: v.exactOptional(v.array(remarkSchema)),
    task: v.exactOptional(v.picklist(['classification', 'regression'])),
    setting: v.exactOptional(
      v.object({
        learningRate: finite,
        optimizer: v.exactOptional(text),
        meanRate: v.exactOptional(finite),
      }),
    ),
    doubt: v.exactOptional(v.picklist(['rateTooHigh', 'littleLearned', 'worseThanGuess', 'soFar'])),
    restored: v.exactOptional(v.boolean()),
    cause: v.exactOptional(v.picklist(['placement', 'ratio', 'schedule', 'chance'])),
    without: v.exactOptional(v.boolean()),
    open: v.exactOptional(v.boolean()),
    overfits: v.exactOptional(v.boolean()),
  }),
  v.check(({ comparison: compared, evidence }) => {
    if (compared === undefined) return true;
    const needed = compared.primary === 'best' ? COMPARED_AT_BEST : COMPARED;
    return needed.every((name) => Object.hasOwn(evidence, name));
  }, 'the losses of a comparison are missing'),
  v.check(({ kind, at }) => {
    const needed = NEEDED[kind];
    return needed === undefined || Object.hasOwn(at, needed);
  }, 'what the verdict says is missing'),
) as v.GenericSchema<unknown, Verdict>;
