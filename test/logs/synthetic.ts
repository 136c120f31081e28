import { chartsOf } from '../../src/logs/charts';
import { type Course, courseOf } from '../../src/logs/course';
import { Curve } from '../../src/logs/curve';

/** Numbers of a generator with a seed (mulberry32), so that every run draws the same curves. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a training's losses are without noise, by epoch as a share of all of them. */
export interface Truth {
  train(share: number): number;
  validation(share: number): number;
}

/** Trainings whose course is known; `turn` is the share of epochs at which overfitting begins. */
export const TRUTHS = {
  improves: {
    train: (share) => 0.1 + 2 * Math.exp(-2 * share),
    validation: (share) => 0.3 + 2 * Math.exp(-2 * share),
  },
  plateau: {
    train: (share) => 0.4 + 2 * Math.exp(-25 * share),
    validation: (share) => 0.5 + 2 * Math.exp(-25 * share),
  },
  steady: {
    train: (share) => 0.1 + 2 * Math.exp(-5 * share),
    validation: (share) => 0.5 + 2 * Math.exp(-25 * share),
  },
  nothing: { train: () => 0.7, validation: () => 0.7 },
  overfits: overfitting(0.3, 1.2),
  overfitsALittle: overfitting(0.5, 0.3),
  rises: { train: () => 0.5, validation: (share) => 0.6 + 0.8 * Math.max(0, share - 0.3) },
  diverged: { train: (share) => (share > 0.6 ? 50 : 1 - share), validation: (share) => 1 - share / 2 },
  broken: { train: (share) => (share > 0.6 ? Number.NaN : 1 - share), validation: (share) => 1 - share / 2 },
  unstable: {
    train: (share) => (Math.sin(400 * share) > 0.4 ? 2 : 0.6),
    validation: (share) => 0.5 + Math.exp(-5 * share),
  },
} as const satisfies Readonly<Record<string, Truth>>;

/** Validation is best at `turn`, and ends `by` of its best value above it. */
function overfitting(turn: number, by: number): Truth {
  const fall = (share: number) => 0.5 + 1.5 * ((turn - share) / turn) ** 2;
  return {
    train: (share) => 0.05 + 2 * Math.exp(-5 * share),
    validation: (share) => (share < turn ? fall(share) : 0.5 * (1 + (by * (share - turn)) / (1 - turn))),
  };
}

/** A training of this truth with noise: each value times 1 + `noise` · a normal number; training has half the noise. */
export function drawn(truth: Truth, epochs: number, noise: number, random: () => number): Course {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const curveOf = (of: (share: number) => number, level: number) => {
    const curve = new Curve();
    for (let epoch = 1; epoch <= epochs; epoch++)
      curve.add(epoch, epoch, of(epoch / epochs) * Math.max(0.05, 1 + level * normal()));
    return curve;
  };
  const train = { name: 'loss', role: 'trainLoss' as const, curve: curveOf(truth.train, noise / 2) };
  const validation = {
    ...{ name: 'val_loss', role: 'validationLoss' as const },
    curve: curveOf(truth.validation, noise),
  };
  return courseOf(chartsOf([train, validation]))!;
}
