import * as l10n from '@vscode/l10n';
import { type DropoutRuleId, dropoutRules } from '../../src/core/dropout/index';
import type { Placement, Site } from '../../src/core/spec';
import type { NetworkFrame, RunInfo } from '../../src/protocol';
import { formatCount, formatRatio } from '../format';
import { type SiteName, siteRatio, sitesOf, siteValue } from '../placement';
import { IDLE_SHOWN, pictureOf, type SiteShape, spreadIndices } from './network-layout';

/** What the picture of a network is made of. */
export interface NetworkFacts {
  readonly placement: Placement;
  /** The shared drop ratio. */
  readonly ratio: number;
  /** Neurons in each hidden layer. */
  readonly layers: readonly number[];
  /** Null before the data has been read: the widths of input and output are not known then. */
  readonly info: RunInfo | null;
}

/** A place where dropout can stand, and what is set there. */
export interface SiteModel {
  readonly site: SiteName;
  /** `hidden 1`. */
  readonly name: string;
  /** `h1`, for narrow pictures. */
  readonly short: string;
  readonly value: Site;
  /** What `value` comes to; 0: off. */
  readonly ratio: number;
  /** Neurons; null where that is not known yet. */
  readonly width: number | null;
}

export function siteModels({ placement, ratio, layers, info }: NetworkFacts): SiteModel[] {
  return sitesOf(layers.length).map((site) => ({
    site,
    name: siteTitle(site),
    short: siteShort(site),
    value: siteValue(placement, site),
    ratio: siteRatio(placement, site, ratio),
    width: typeof site === 'number' ? layers[site] : edgeWidth(site, info),
  }));
}

function edgeWidth(site: 'input' | 'output', info: RunInfo | null): number | null {
  if (!info) return null;
  return site === 'input' ? info.features : (info.widths.at(-1) ?? info.outputs);
}

export function siteTitle(site: SiteName): string {
  if (site === 'input') return l10n.t('input');
  if (site === 'output') return l10n.t('output');
  return l10n.t('hidden {0}', site + 1);
}

function siteShort(site: SiteName): string {
  if (site === 'input') return l10n.t('in');
  if (site === 'output') return l10n.t('out');
  return l10n.t('h{0}', site + 1);
}

/** `0.50` or `off`. */
export const valueText = (model: SiteModel): string =>
  model.value === false ? l10n.t('off') : formatRatio(model.ratio);

/** The frame if it shows the network that is set up now; null for one of another shape. */
export function frameOf(frame: NetworkFrame | null, models: readonly SiteModel[]): NetworkFrame | null {
  if (!frame || frame.sites.length !== models.length) return null;
  const fits = models.every(({ width }, index) => width === null || width === frame.sites[index].width);
  return fits ? frame : null;
}

/** What a network does with a sample: a step of training, or an evaluation. */
export type Phase = 'training' | 'evaluation';

/** The same sample in evaluation: every neuron takes part. */
export function evaluationOf(frame: NetworkFrame): NetworkFrame {
  const sites = frame.sites.map((site) => ({
    ...site,
    kept: new Uint8Array(site.kept.length).fill(1),
    activations: site.pass?.evaluation ?? new Float32Array(site.kept.length),
  }));
  return { ...frame, sites };
}

/** What every neuron of a site is multiplied by in evaluation, in place of a mask. */
export function evaluationScale(rule: string, ratio: number): number {
  const entry = dropoutRules.find(({ id }) => id === rule);
  return entry && ratio > 0 ? entry.evaluationScale(ratio) : 1;
}

/** `× 0.50`, `× 1`. */
export const scaleText = (scale: number): string => (scale === 1 ? '× 1' : `× ${formatRatio(scale)}`);

const TAKE_PART = () => l10n.t('All neurons take part, × 1: the scale was applied in training.');
const EVALUATION: Readonly<Record<DropoutRuleId, () => string>> = {
  inverted: TAKE_PART,
  gaussian: TAKE_PART,
  alpha: TAKE_PART,
  classic: () => l10n.t('All neurons take part, each times the kept fraction 1 − p (classic).'),
  'as-written': () => l10n.t('All neurons take part, each times the fraction dropped p: the slip.'),
};

/** What a rule does in evaluation, in a sentence. */
export const evaluationWords = (rule: DropoutRuleId): string => EVALUATION[rule]();

/** What is laid out: the frame's neurons, or some of each layer before there is a frame. */
export function siteShapes(models: readonly SiteModel[], frame: NetworkFrame | null): SiteShape[] {
  return models.map((model, index) => {
    const inFrame = frame?.sites[index];
    const total = inFrame?.width ?? model.width;
    const picture = model.site === 'input' && total !== null ? pictureOf(total) : undefined;
    const shown = inFrame?.indices.length ?? Math.min(total ?? UNKNOWN_SHOWN, IDLE_SHOWN);
    const indices = inFrame?.indices ?? (picture ? spreadIndices(total!, IDLE_SHOWN) : []);
    return { shown, total, ...(picture && { image: { ...picture, indices } }) };
  });
}

/** Neurons drawn for a site of unknown width. */
const UNKNOWN_SHOWN = 3;

/** The picture in words: what is drawn, and what this step drops. */
export function describeNetwork(
  models: readonly SiteModel[],
  frame: NetworkFrame | null,
  phase: Phase = 'training',
): string {
  const placed = models.filter(({ ratio }) => ratio > 0);
  const shape = models
    .map(({ name, width }) => (width === null ? name : l10n.t('{0} ({1})', name, formatCount(width))))
    .join(', ');
  const dropout =
    placed.length === 0
      ? l10n.t('No dropout is placed.')
      : l10n.t('Dropout: {0}.', placed.map((model) => `${model.name} ${valueText(model)}`).join(', '));
  const step =
    phase === 'evaluation'
      ? l10n.t('Evaluation: no neuron is dropped.')
      : frame && describeStep(models, frame);
  return [l10n.t('Network: {0}.', shape), dropout, step].filter(Boolean).join(' ');
}

function describeStep(models: readonly SiteModel[], frame: NetworkFrame): string {
  const parts = frame.sites.flatMap(({ kept, indices, width }, index) => {
    const dropped = countDropped(kept);
    if (dropped === 0) return [];
    const { name } = models[index];
    return indices.length === width
      ? [l10n.t('{0} of {1} neurons dropped in {2}', formatCount(dropped), formatCount(width), name)]
      : [l10n.t('{0} of the {1} neurons shown dropped in {2}', dropped, indices.length, name)];
  });
  const what = parts.length > 0 ? parts.join(', ') : l10n.t('no neuron is dropped');
  return l10n.t('Step {0}: {1}.', formatCount(frame.step), what);
}

function countDropped(kept: Uint8Array): number {
  let dropped = 0;
  for (const one of kept) if (one === 0) dropped += 1;
  return dropped;
}

/** What is known of one drawn neuron, for the pointer. */
export function describeNeuron(
  models: readonly SiteModel[],
  frame: NetworkFrame | null,
  site: number,
  neuron: number,
): string {
  const { name } = models[site];
  const shown = frame?.sites[site];
  const index = shown?.indices[neuron];
  if (!shown || index === undefined) return name;
  const title = l10n.t('{0}, neuron {1}', name, index + 1);
  if (shown.kept[neuron] === 0) return l10n.t('{0}: dropped in this step', title);
  const activation = shown.activations[neuron];
  return activation === 0 && shown.pass
    ? l10n.t('{0}: takes part, and puts out 0', title)
    : l10n.t('{0}: activation {1}', title, Number(activation.toPrecision(3)));
}
