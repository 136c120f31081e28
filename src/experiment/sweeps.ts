import { dropoutRules } from '../core/dropout/index';
import { batchNear, leavesSingle } from '../core/normalizations/batches';
import { places, usualBatch } from '../core/normalizations/index';
import type { Placement, Site } from '../core/spec';
import type { Experiment } from './schema';
import type { StudySpec } from './study';

/** A study of one setting, with what it does without dropout where that is the question: an idea of the lesson shows it. */
export interface Sweep {
  /** Sent by views, and kept in journals; never renamed. */
  readonly id: string;
  /** English; what is changed. */
  readonly title: string;
  /** What it varies of an experiment. */
  space(experiment: Experiment): StudySpec['space'];
  /** What it changes of the experiment beside what it varies. */
  base?(experiment: Experiment): Partial<Experiment>;
}

/** Seeds of a sweep at the least: a point without a spread says little. */
const SEEDS = 3;
const MOST_SEEDS = 10;
/** Drop ratio where the set-up has none. */
const USUAL_RATIO = 0.5;
/** At 0.5 the fractions kept and dropped are the same, and the slip of the rule "as written" does not show. */
const TELLING_RATIO = 0.2;
const WIDTHS = [4, 8, 16, 32, 64, 128, 256];
const MOST_LAYERS = 5;
/** Few samples need many epochs; with many, training ends long before. */
const LONG = { epochs: 1000, earlyStopping: 100 };

const ownRatio = ({ dropout }: Experiment) => dropout.ratio || USUAL_RATIO;

/** With the set-up's dropout, and with none. */
const withAndWithout = (experiment: Experiment) => ({
  'dropout.ratio': { values: [ownRatio(experiment), 0] },
});

/** The same sites, all with one ratio; the hidden layers where dropout stands nowhere. */
function sharedSites({ input, hidden, output }: Placement): Placement {
  const isOn = (site: Site) => site !== false;
  const sites = {
    input: isOn(input),
    hidden: Array.isArray(hidden) ? hidden.map(isOn) : isOn(hidden as Site),
    output: isOn(output),
  };
  const isNowhere = [sites.input, sites.hidden, sites.output].flat().every((site) => !site);
  return isNowhere ? { input: false, hidden: true, output: false } : sites;
}

/** With the set-up's normalization, or else that of batches, in batches that it can take. */
function normalized({ data, network, training }: Experiment): Partial<Experiment> {
  const { normalization } = network;
  if (normalization.kind !== 'none') return {};
  const { batchSize } = training;
  const count = data.train ?? Number.POSITIVE_INFINITY;
  const isSingle = batchSize === 1 || leavesSingle(count, batchSize);
  return {
    network: { ...network, normalization: usualBatch },
    training: isSingle ? { ...training, batchSize: batchNear(count, Math.max(2, batchSize)) } : training,
  };
}

/** Every sweep, in the order of the ideas that they show. */
export const sweeps = [
  {
    // Srivastava et al. 2014, fig. 9, with the width held.
    id: 'ratio',
    title: 'Drop ratio',
    space: () => ({ 'dropout.ratio': { min: 0, max: 0.9, step: 0.1 } }),
  },
  {
    id: 'placement',
    title: 'Placement',
    space: () =>
      Object.fromEntries(
        ['hidden', 'input', 'output'].map((site) => [`dropout.placement.${site}`, { values: [true, false] }]),
      ),
    base: (experiment) => ({ dropout: { ...experiment.dropout, ratio: ownRatio(experiment) } }),
  },
  {
    // Li et al. 2018: in front of a batch normalization, dropout shifts the variance; behind it, it does not.
    id: 'normalizationPlace',
    title: 'Place of normalization',
    space: (experiment) => ({
      'network.normalization.place': { values: places.map(({ id }) => id) },
      ...withAndWithout(experiment),
    }),
    base: normalized,
  },
  {
    id: 'rule',
    title: 'Dropout rule',
    space: () => ({ 'dropout.rule': { values: dropoutRules.map(({ id }) => id) } }),
    base: ({ dropout }) => ({ dropout: { ...dropout, ratio: TELLING_RATIO } }),
  },
  {
    // Fig. 10: with much data there is nothing to cure.
    id: 'trainingSamples',
    title: 'Training samples',
    space: (experiment) => ({
      'data.train': { min: 25, max: 3200, scale: 'log', levels: 8 },
      ...withAndWithout(experiment),
    }),
    base: ({ training }) => ({ training: { ...training, ...LONG } }),
  },
  {
    id: 'width',
    title: 'Width of the layers',
    space: (experiment) => {
      const depth = Math.max(1, experiment.network.hidden.length);
      const values = WIDTHS.map((width) => new Array<number>(depth).fill(width));
      return { 'network.hidden': { values }, ...withAndWithout(experiment) };
    },
  },
  {
    id: 'depth',
    title: 'Hidden layers',
    space: (experiment) => {
      const width = experiment.network.hidden[0] ?? 64;
      const values = Array.from({ length: MOST_LAYERS }, (_, i) => new Array<number>(i + 1).fill(width));
      return { 'network.hidden': { values }, ...withAndWithout(experiment) };
    },
  },
  {
    // Too small, right, diverging; with dropout a larger rate still works (Srivastava et al. 2014, appendix A.2).
    id: 'learningRate',
    title: 'Learning rate',
    space: (experiment) => ({
      'training.learningRate': { min: 1e-4, max: 10, scale: 'log', levels: 11 },
      ...withAndWithout(experiment),
    }),
  },
] as const satisfies readonly Sweep[];

export type SweepId = (typeof sweeps)[number]['id'];

export const isSweep = (id: unknown): id is SweepId => sweeps.some((sweep) => sweep.id === id);

/** The experiment whose study a sweep is: every value on the same seeds, none ended early, each at its best epoch. */
export function sweepOf(id: SweepId, experiment: Experiment): Experiment {
  const sweep: Sweep = sweeps.find((one) => one.id === id)!;
  const { dropout } = experiment;
  // A site with a ratio of its own would not follow the one that is varied.
  const plain = {
    ...experiment,
    changes: [],
    dropout: { ...dropout, placement: sharedSites(dropout.placement) },
  };
  return {
    ...{ ...plain, ...sweep.base?.(plain) },
    name: '',
    study: {
      space: sweep.space(plain),
      sampler: { kind: 'grid', levels: 10 },
      trials: 1000,
      seeds: Math.min(MOST_SEEDS, Math.max(SEEDS, experiment.seeds)),
      fresh: 0,
      prune: 'none',
    },
  };
}
