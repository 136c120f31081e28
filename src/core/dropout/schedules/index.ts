import { type Entry, real } from '../../params';
import type { Moment } from '../../schedules/index';

const constant = {
  id: 'constant',
  title: 'Constant',
  description: 'The same drop ratio from the first step to the last.',
  params: {},
  factor: () => 1,
} as const satisfies Entry & { factor: unknown };

const early = {
  id: 'early',
  title: 'Early',
  description: 'Dropout at the start only: against underfitting (Liu et al. 2023, arXiv 2303.01500).',
  params: {
    until: real({
      title: 'Until',
      description: 'The part of the run that has dropout.',
      default: 0.3,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  factor: (params: { until: number }, at: Moment) => (at.step < params.until * at.steps ? 1 : 0),
} as const satisfies Entry & { factor: unknown };

const late = {
  id: 'late',
  title: 'Late',
  description: 'Dropout only after the first part of the run (arXiv 2303.01500).',
  params: {
    from: real({
      title: 'From',
      description: 'Where in the run dropout begins.',
      default: 0.3,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  factor: (params: { from: number }, at: Moment) => (at.step < params.from * at.steps ? 0 : 1),
} as const satisfies Entry & { factor: unknown };

const linear = {
  id: 'linear',
  title: 'Linear',
  description: 'From a share of the ratio at the start to a share of it at the end, in a straight line.',
  params: {
    start: real({
      title: 'Start',
      description: 'Share of the ratio at the first step.',
      default: 0,
      min: 0,
      max: 1,
      step: 0.01,
    }),
    end: real({
      title: 'End',
      description: 'Share of the ratio at the last step.',
      default: 1,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  factor: (params: { start: number; end: number }, at: Moment) =>
    params.start + (params.end - params.start) * (at.step / Math.max(1, at.steps - 1)),
} as const satisfies Entry & { factor: unknown };

/** All dropout schedules; the first is the default. */
export const dropoutSchedules = [constant, early, late, linear] as const;
