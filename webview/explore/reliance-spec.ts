import * as l10n from '@vscode/l10n';
import type { PlotSeries, PlotSpec } from '../../src/charts/plot-spec';
import { variantTitle } from '../../src/charts/variant';
import type { RelianceResult } from '../../src/core/analysis/reliance';
import { greatest } from '../../src/core/lists';
import type { Variant } from '../../src/core/trainer-types';

/** Features that are drawn at the most. */
export const SHOWN = 16;
/** Characters of a feature's name below a bar. */
const NAME_LENGTH = 14;

/** A result of each variant that has one, baseline first. */
export type Pair<R> = readonly { readonly variant: Variant; readonly result: R }[];

/** A name for a place below a bar: names of columns differ at their ends as often as at their beginnings. */
export const featureName = (names: readonly string[], index: number): string => {
  const name = names[index] ?? `x${index + 1}`;
  const half = (NAME_LENGTH - 1) / 2;
  return name.length > NAME_LENGTH
    ? `${name.slice(0, Math.floor(half))}…${name.slice(-Math.ceil(half))}`
    : name;
};

/** All of a few features; of many those with the longest weights in either network. Ascending. */
export function shownFeatures(pair: Pair<RelianceResult>, most = SHOWN): number[] {
  const count = pair[0]?.result.weightNorm.length ?? 0;
  const length = (feature: number) => greatest(pair.map(({ result }) => result.weightNorm[feature]));
  const all = Array.from({ length: count }, (_, feature) => feature);
  if (count <= most) return all;
  return all
    .sort((a, b) => length(b) - length(a))
    .slice(0, most)
    .sort((a, b) => a - b);
}

/** What each network leans on: by shuffling, or by the norm of the outgoing weights. Undefined before there is a result. */
export function relianceSpec(
  pair: Pair<RelianceResult>,
  names: readonly string[],
  measure: 'permutation' | 'weightNorm',
): PlotSpec | undefined {
  if (pair.length === 0) return undefined;
  const features = shownFeatures(pair);
  const title =
    measure === 'permutation'
      ? l10n.t('rise of the test loss when shuffled')
      : l10n.t('norm of the outgoing weights');
  return {
    label: l10n.t('Reliance on each feature: {0}', title),
    x: { title: l10n.t('feature'), categories: features.map((feature) => featureName(names, feature)) },
    y: { title },
    series: pair.map(
      ({ variant, result }): PlotSeries => ({
        label: variantTitle(variant),
        color: variant,
        style: 'bars',
        points: features.map((feature, x) => {
          const [y, error] = [result[measure][feature], result.permutationError[feature]];
          return measure === 'permutation' ? { x, y, low: y - error, high: y + error } : { x, y };
        }),
      }),
    ),
  };
}
