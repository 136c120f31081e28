import { cosTurn, exp, ln, power } from '../elementary';
import { type Entry, integer, real } from '../params';
import { plateau } from './plateau';

/** Position of the next step within a run. */
export interface Moment {
  /** Steps done, and total steps. */
  readonly step: number;
  readonly steps: number;
  /** Epochs done, as a fraction, and total epochs. */
  readonly epoch: number;
  readonly epochs: number;
  /** The share of the rate that plateaus have left. */
  readonly plateau: number;
}

const constant = {
  id: 'constant',
  title: 'Constant',
  description: 'The same learning rate from the first step to the last.',
  params: {},
  factor: () => 1,
} as const satisfies Entry & { factor: unknown };

const step = {
  id: 'step',
  title: 'Step',
  description: 'Multiplied by a factor every few epochs.',
  params: {
    every: integer({
      title: 'Every',
      description: 'Epochs from one drop of the rate to the next.',
      default: 100,
      min: 1,
      max: 1_000_000,
      slider: [1, 500],
    }),
    gamma: real({
      title: 'Factor',
      description: 'What the rate is multiplied by.',
      default: 0.5,
      above: 0,
      max: 1,
      step: 0.01,
    }),
  },
  factor: (params: { every: number; gamma: number }, at: Moment) =>
    power(params.gamma, Math.floor(at.epoch / params.every)),
} as const satisfies Entry & { factor: unknown };

const cosine = {
  id: 'cosine',
  title: 'Cosine',
  description: 'Falls along half a cosine to a floor at the end of the run (Loshchilov and Hutter 2017).',
  params: {
    floor: real({
      title: 'Floor',
      description: 'Share of the rate that is left at the end.',
      default: 0,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  factor: (params: { floor: number }, at: Moment) =>
    params.floor + ((1 - params.floor) * (1 + cosTurn(Math.min(at.epoch, at.epochs) / at.epochs / 2))) / 2,
} as const satisfies Entry & { factor: unknown };

const exponential = {
  id: 'exponential',
  title: 'Exponential',
  description: 'Falls by the same share in every epoch, a little at each step.',
  params: {
    gamma: real({
      title: 'Factor',
      description: 'What is left of the rate after each epoch.',
      default: 0.98,
      above: 0,
      max: 1,
      step: 0.001,
    }),
  },
  factor: (params: { gamma: number }, at: Moment) => exp(at.epoch * ln(params.gamma)),
} as const satisfies Entry & { factor: unknown };

/** From `from` (share 0) along half a cosine to `to` (share 1). */
const along = (from: number, to: number, share: number) => to + ((from - to) * (1 + cosTurn(share / 2))) / 2;

const oneCycle = {
  id: 'oneCycle',
  title: 'One cycle',
  description:
    'Rises along half a cosine to the full rate, then falls far below its start (Smith and Topin 2019).',
  params: {
    rise: real({
      title: 'Rise',
      description: 'Share of the steps until the full rate.',
      default: 0.3,
      min: 0,
      below: 1,
      step: 0.01,
    }),
    start: real({
      title: 'Start',
      description: 'Share of the rate at the first step.',
      default: 0.04,
      min: 0,
      max: 1,
      step: 0.01,
    }),
    end: real({
      title: 'End',
      description: 'Share of the rate at the last step.',
      default: 4e-6,
      min: 0,
      max: 1,
      step: 1e-6,
    }),
  },
  // As PyTorch counts: the top is at the last step of the rise.
  factor: ({ rise, start, end }: { rise: number; start: number; end: number }, { step, steps }: Moment) => {
    const top = rise * steps - 1;
    return step < top ? along(start, 1, step / top) : along(1, end, (step - top) / (steps - 1 - top));
  },
} as const satisfies Entry & { factor: unknown };

/** Where an epoch lies in its cycle, as a share; each cycle is `times` as long as the one before. */
function shareOfCycle(epoch: number, first: number, times: number): number {
  if (times === 1) return epoch / first - Math.floor(epoch / first);
  let [begin, length] = [0, first];
  for (; epoch >= begin + length; length *= times) begin += length;
  return (epoch - begin) / length;
}

const restarts = {
  id: 'restarts',
  title: 'Warm restarts',
  description: 'Falls along half a cosine and begins again at the full rate (Loshchilov and Hutter 2017).',
  params: {
    first: integer({
      title: 'First cycle',
      description: 'Epochs until the first restart.',
      default: 50,
      min: 1,
      max: 1_000_000,
      slider: [1, 500],
    }),
    times: integer({
      title: 'Growth',
      description: 'Each cycle is this many times as long as the one before.',
      default: 1,
      min: 1,
      max: 100,
      slider: [1, 4],
    }),
    floor: real({
      title: 'Floor',
      description: 'Share of the rate that is left before a restart.',
      default: 0,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  factor: (params: { first: number; times: number; floor: number }, at: Moment) =>
    along(1, params.floor, shareOfCycle(at.epoch, params.first, params.times)),
} as const satisfies Entry & { factor: unknown };

const warmup = {
  id: 'warmup',
  title: 'Warm-up',
  description: 'Rises in a straight line from a small share to the full rate, and stays there.',
  params: {
    epochs: real({ title: 'Warm-up epochs', default: 10, above: 0, max: 1_000_000, slider: [1, 100] }),
    start: real({
      title: 'Start',
      description: 'Share of the rate at the first step.',
      default: 0.01,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  factor: (params: { epochs: number; start: number }, at: Moment) =>
    at.epoch >= params.epochs ? 1 : params.start + ((1 - params.start) * at.epoch) / params.epochs,
} as const satisfies Entry & { factor: unknown };

/** All learning-rate schedules; the first is the default. */
export const learningRateSchedules = [
  constant,
  step,
  exponential,
  cosine,
  restarts,
  oneCycle,
  warmup,
  plateau,
] as const;
