import { cosTurn, power } from '../elementary';
import { type Entry, integer, real } from '../params';

/** Position of the next step within a run. */
export interface Moment {
  /** Steps done, and total steps. */
  readonly step: number;
  readonly steps: number;
  /** Epochs done, as a fraction, and total epochs. */
  readonly epoch: number;
  readonly epochs: number;
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
export const learningRateSchedules = [constant, step, cosine, warmup] as const;
