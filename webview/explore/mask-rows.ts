import * as l10n from '@vscode/l10n';
import type { NetworkPass, NetworkSite } from '../../src/protocol';
import { formatRatio } from '../format';

/** What became of a neuron in a step. `silent`: kept, and its activation is 0. */
export type Fate = 'kept' | 'silent' | 'dropped';

/** One cell: what stands in it, and which of the fates colours it. */
export interface Cell {
  readonly text: string;
  readonly fate?: Fate;
}

/** One line of the table: one cell a shown neuron. */
export interface MaskRow {
  readonly title: string;
  readonly help: string;
  readonly cells: readonly Cell[];
}

/** What became of each shown neuron. */
export function fatesOf({ kept, activations, pass }: NetworkSite): Fate[] {
  return Array.from(kept, (bit, i) => {
    if (bit === 0) return 'dropped';
    return (pass?.before ?? activations)[i] === 0 ? 'silent' : 'kept';
  });
}

/**
 * The mask of a site as a program would print it, line by line: neurons by their numbers in the layer, the random
 * numbers, the mask, the values before and after, the gradients.
 * @param scale what the rule multiplies kept neurons by in training.
 */
export function maskRows(site: NetworkSite, scale: number): MaskRow[] {
  const fates = fatesOf(site);
  const { indices, pass } = site;
  return [
    {
      title: l10n.t('neuron'),
      help: l10n.t('Its number in the layer.'),
      cells: Array.from(indices, (index) => ({ text: String(index + 1) })),
    },
    ...(pass?.draws ? [drawRow(pass.draws)] : []),
    ...(pass && !pass.draws ? [factorRow(site, pass)] : [maskRow(site, fates)]),
    ...(pass ? [beforeRow(pass, fates)] : []),
    afterRow(site, fates, scale),
    ...(pass?.gradients ? [gradientRow(pass.gradients, fates)] : []),
  ];
}

function drawRow(draws: Float64Array): MaskRow {
  return {
    title: l10n.t('random number'),
    help: l10n.t('Drawn anew in every step for every sample and neuron: an array of the shape of x.'),
    cells: Array.from(draws, (draw) => ({ text: belowOne(draw) })),
  };
}

/** Three digits, cut rather than rounded: 0.4996 must not look like 0.500, which is kept. */
const belowOne = (draw: number): string => (Math.floor(draw * 1000) / 1000).toFixed(3);

/** A ratio of a schedule has more digits than one that a person sets: as many as the numbers that are held against it. */
const threshold = (ratio: number): string =>
  Number.isInteger(Math.round(ratio * 1e6) / 1e4) ? formatRatio(ratio) : ratio.toFixed(3);

function maskRow({ kept, ratio }: NetworkSite, fates: readonly Fate[]): MaskRow {
  return {
    title: l10n.t('mask: > {0}', threshold(ratio)),
    help: l10n.t('True where the random number is above the drop ratio.'),
    cells: fates.map((fate, i) => ({ text: kept[i] ? 'True' : 'False', fate })),
  };
}

/** Gaussian noise drops nobody. */
function factorRow({ activations }: NetworkSite, { before }: NetworkPass): MaskRow {
  return {
    title: l10n.t('noise: ×'),
    help: l10n.t('Gaussian dropout multiplies by noise of mean 1 and drops no neuron.'),
    cells: Array.from(before, (value, i) => ({ text: value === 0 ? '–' : number(activations[i] / value) })),
  };
}

function beforeRow({ before }: NetworkPass, fates: readonly Fate[]): MaskRow {
  return {
    title: l10n.t('value before'),
    help: l10n.t('What the neuron puts out before the mask.'),
    cells: Array.from(before, (value, i) => ({
      text: number(value),
      ...(fates[i] === 'silent' && { fate: 'silent' as const }),
    })),
  };
}

function afterRow({ activations }: NetworkSite, fates: readonly Fate[], scale: number): MaskRow {
  return {
    title: scale === 1 ? l10n.t('value after') : l10n.t('value after: × {0}', number(scale)),
    help: l10n.t('What goes on to the next layer: the value before, times the mask and the scale.'),
    cells: Array.from(activations, (value, i) => ({ text: number(value), fate: fates[i] })),
  };
}

function gradientRow(gradients: Float32Array, fates: readonly Fate[]): MaskRow {
  return {
    title: l10n.t('gradient'),
    help: l10n.t(
      'What comes back in the backward pass: the gradient of this sample’s loss by the neuron’s sum. The same neurons pass as in the forward pass.',
    ),
    cells: Array.from(gradients, (value, i) => ({
      text: fates[i] === 'dropped' ? l10n.t('blocked') : number(value),
      fate: fates[i],
    })),
  };
}

/** Three digits, so that a value and twice the value look like it. */
const number = (value: number): string => String(Number(value.toPrecision(3)));
