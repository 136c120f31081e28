import type { Variant } from '../core/trainer-types';
import type { Experiment } from './schema';

/** A short account of the settings: `moons · 128-128 · drop 0.5 · lr 0.003`. Ids are the same in every language. */
export function describeExperiment(experiment: Experiment): string {
  const { data, network, training } = experiment;
  const layers = network.hidden.length === 0 ? [] : [network.hidden.join('-')];
  return [sourceName(data), ...layers, dropLabel(experiment), `lr ${training.learningRate}`].join(' · ');
}

/** The file's own name for a person's data, the id for a generated set. */
export function sourceName(data: Experiment['data']): string {
  const file = 'file' in data ? data.file : 'images' in data ? data.images : data.source;
  return file.split(/[\\/]/).at(-1) || data.source;
}

function dropLabel({ network, dropout: { ratio, placement } }: Experiment): string {
  const hidden = network.hidden.length > 0 ? placement.hidden : false;
  const sites = [placement.input, hidden, placement.output].flat();
  const ratios = sites.flatMap((site) => (typeof site === 'number' ? [site] : site ? [ratio] : []));
  const different = [...new Set(ratios)].filter((one) => one > 0);
  return different.length === 0 ? 'no dropout' : `drop ${different.join('/')}`;
}

/** One training of a run. */
export interface MemberId {
  /** Unique in its run: `dropout:1`. */
  readonly key: string;
  readonly variant: Variant;
  readonly seed: number;
}

/** All trainings of a run: the pair of the first seed, then those of the next seeds (after 2³² − 1 comes 0). */
export function members({ seed, seeds, baseline }: Experiment): MemberId[] {
  const variants: Variant[] = baseline ? ['dropout', 'baseline'] : ['dropout'];
  return Array.from({ length: seeds }, (_, index) => (seed + index) >>> 0).flatMap((one) =>
    variants.map((variant) => ({ key: `${variant}:${one}`, variant, seed: one })),
  );
}
