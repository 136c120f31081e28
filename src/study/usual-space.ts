import { activations } from '../core/activations/index';
import { dropoutRules } from '../core/dropout/index';
import { normalizations } from '../core/normalizations/index';
import { optimizers } from '../core/optimizers/index';
import type { Experiment } from '../experiment/schema';
import { nothingDrops } from '../experiment/sites';
import type { StudyField, StudySpec } from '../experiment/study';
import { studyProblems } from '../experiment/study-rules';
import { ratesOf } from './fair';

const ids = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id);

const round = (value: number): number => Number(value.toPrecision(2));

const WIDTHS = [16, 64, 256];
const DEPTHS = [1, 2, 3];

/** How settings are usually varied, by path, those first that are varied most. */
const FIELDS: Readonly<Record<string, (experiment: Experiment) => StudyField>> = {
  'dropout.ratio': () => ({ min: 0, max: 0.8 }),
  'training.learningRate': (experiment) => {
    const { low, high } = ratesOf(experiment);
    return { min: round(low), max: round(high), scale: 'log' };
  },
  'training.weightDecay': () => ({ min: 1e-6, max: 0.1, scale: 'log' }),
  'network.hidden': () => ({
    values: DEPTHS.flatMap((depth) => WIDTHS.map((width) => new Array<number>(depth).fill(width))),
  }),
  'training.batchSize': () => ({ min: 8, max: 256, scale: 'log' }),
  'training.optimizer': () => ({ values: ids(optimizers) }),
  'network.activation': () => ({ values: ids(activations) }),
  'network.normalization.kind': () => ({ values: ids(normalizations) }),
  'dropout.placement.input': () => ({ values: [true, false] }),
  'dropout.placement.hidden': () => ({ values: [true, false] }),
  'dropout.rule': () => ({ values: ids(dropoutRules) }),
};

/** Settings that can be varied in an experiment, by path, as they usually are. */
export function usualSpace(experiment: Experiment): StudySpec['space'] {
  const fields = Object.entries(FIELDS).map(([path, field]) => [path, field(experiment)] as const);
  return Object.fromEntries(fields.filter(([path, field]) => isPossible(experiment, path, field)));
}

/** What people ask first: how much to drop, at which learning rate. */
export function usualQuestion({ dropout, network }: Experiment): string[] {
  const drops = !nothingDrops(dropout.placement, 1, network.hidden.length);
  return [...(drops ? ['dropout.ratio'] : []), 'training.learningRate'];
}

/** Several seeds a trial, and fresh ones for the best: without them the best of many looks better than it is. */
export const USUAL: Omit<StudySpec, 'space' | 'trials' | 'sampler'> = { seeds: 3, fresh: 10, prune: 'seeds' };

function isPossible(experiment: Experiment, path: string, field: StudyField): boolean {
  const study = { ...USUAL, space: { [path]: field }, trials: 1, sampler: { kind: 'random' } as const };
  return studyProblems({ ...experiment, study }).length === 0;
}
