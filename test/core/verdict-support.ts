import type { VerdictInput, VerdictMember } from '../../src/core/analysis/verdict';
import type { EpochRecord, Variant } from '../../src/core/trainer-types';

/** A loss by the progress of a training, 0..1. */
export type Curve = (progress: number) => number;

export const EPOCHS = 100;
export const constant =
  (value: number): Curve =>
  () =>
    value;
/** Falls quickly from 0.7 to a floor. */
export const settles =
  (floor: number): Curve =>
  (t) =>
    floor + (0.7 - floor) * Math.exp(-12 * t);
/** Falls to a low and rises again to an end. */
export const rises =
  (low: number, end: number): Curve =>
  (t) =>
    t < 0.3 ? 0.7 - ((0.7 - low) * t) / 0.3 : low + ((end - low) * (t - 0.3)) / 0.7;
export const line =
  (from: number, to: number): Curve =>
  (t) =>
    from + (to - from) * t;

/** A training of {@link EPOCHS} epochs with these curves; score 1 throughout. */
export function member(
  variant: Variant,
  seed: number,
  train: Curve,
  test: Curve,
  extra: Partial<VerdictMember> = {},
): VerdictMember {
  const records = Array.from({ length: EPOCHS + 1 }, (_, epoch): EpochRecord => {
    const t = epoch / EPOCHS;
    return {
      epoch,
      step: epoch * 4,
      trainLoss: train(t),
      testLoss: test(t),
      trainLossWithDropout: train(t),
      trainScore: 1,
      testScore: 1,
      learningRate: 0.003,
      dropRatio: 0.5,
      validationLoss: Number.NaN,
      validationScore: Number.NaN,
    };
  });
  return { variant, seed, records, ending: { kind: 'completed', step: EPOCHS * 4 }, ...extra };
}

/** What a verdict on these members is made from. */
export function input(
  members: VerdictMember[],
  settings: Partial<VerdictInput['settings']> = {},
): VerdictInput {
  return {
    task: 'classification',
    outputs: 2,
    members,
    settings: { learningRate: 0.003, ratio: 0.5, epochs: EPOCHS, seeds: 3, ...settings },
  };
}

/** Pairs over three seeds whose final test losses differ by `apart`, more or less by `jitter`. */
export function pairs(
  apart: number,
  jitter: number,
  baselineTrain = 0.01,
  baselineTest = 0.7,
): VerdictMember[] {
  return [1, 2, 3].flatMap((seed) => {
    const noise = (seed - 2) * jitter;
    const test = baselineTest + apart + noise;
    return [
      member('dropout', seed, settles(0.2), settles(test)),
      member('baseline', seed, settles(baselineTrain), rises(Math.min(0.35, baselineTest), baselineTest)),
    ];
  });
}

/** Baseline and dropout losses of each seed, settled. */
export function losses(
  all: readonly (readonly [baseline: number, dropout: number])[],
  train = 0.2,
): VerdictMember[] {
  return all.flatMap(([baseline, dropout], seed) => [
    member('dropout', seed, settles(train), settles(dropout)),
    member('baseline', seed, settles(train), settles(baseline)),
  ]);
}
