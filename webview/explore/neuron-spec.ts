import * as l10n from '@vscode/l10n';
import { formatTick } from '../../src/charts/chart-spec';
import type { PlotSeries, PlotSpec } from '../../src/charts/plot-spec';
import { variantTitle } from '../../src/charts/variant';
import type { HiddenLayer } from '../../src/core/analysis/hidden';
import type { NeuronWeights } from '../../src/core/analysis/neuron-weights';
import { greatest } from '../../src/core/lists';
import { featureName, type Pair, SHOWN } from './reliance-spec';

/** Bars of the histogram. */
const BINS = 15;
/** Neurons whose norms are drawn at the most. */
const DRAWN = 200;

/** Shares of |activation| in bins that both networks have in common. */
export function activationSpec(pair: Pair<HiddenLayer>): PlotSpec {
  const top = greatest(pair.map(({ result }) => nearlyAll(result))) || 1;
  const edge = (bin: number) => formatTick(Number(((top * bin) / BINS).toPrecision(2)));
  return {
    label: l10n.t('Distribution of the activations of a hidden layer on test data'),
    x: {
      title: l10n.t('|activation|'),
      categories: Array.from({ length: BINS }, (_, bin) =>
        bin === BINS - 1 ? `≥ ${edge(bin)}` : `${edge(bin)}–${edge(bin + 1)}`,
      ),
    },
    y: { title: l10n.t('share of the activations'), from: 0 },
    series: pair.map(
      ({ variant, result }): PlotSeries => ({
        label: `${variantTitle(variant)}: ${l10n.t('{0} silent', percent(result.zeroShare))}`,
        color: variant,
        style: 'bars',
        points: [...rebinned(result, top)].map((y, x) => ({ x, y })),
      }),
    ),
  };
}

/** Where 99.5 % of the activations end: a few large ones must not press all others into one bar. */
function nearlyAll({ histogram, histogramMax }: HiddenLayer): number {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  let below = 0;
  const last = histogram.findIndex((count) => {
    below += count;
    return below >= 0.995 * total;
  });
  return (histogramMax * (last + 1)) / histogram.length;
}

/**
 * Shares in {@link BINS} bins from 0 to `top`, what is beyond it in the last; what lies in a bin of the result is spread
 * evenly over it.
 */
export function rebinned({ histogram, histogramMax }: HiddenLayer, top: number): Float64Array {
  const shares = new Float64Array(BINS);
  const total = histogram.reduce((sum, count) => sum + count, 0) || 1;
  const [fine, coarse] = [histogramMax / histogram.length, top / BINS];
  histogram.forEach((count, i) => {
    const [from, to] = [i * fine, (i + 1) * fine];
    // The first bin holds the zeros, which must not be spread.
    if (i === 0 || fine === 0) {
      shares[0] += count / total;
      return;
    }
    for (let bin = Math.floor(from / coarse); bin < BINS && bin * coarse < to; bin++) {
      const overlap = Math.min(to, (bin + 1) * coarse) - Math.max(from, bin * coarse);
      shares[bin] += (Math.max(0, overlap) / fine) * (count / total);
    }
    if (to > top) shares[BINS - 1] += ((to - Math.max(from, top)) / fine) * (count / total);
  });
  return shares;
}

/** The weights that come into one neuron of the first layer, feature by feature. */
export function weightSpec(pair: Pair<NeuronWeights>, names: readonly string[], neuron: number): PlotSpec {
  const weight = ({ features, weights }: NeuronWeights, feature: number) => {
    const at = features.indexOf(feature);
    return at < 0 ? Number.NaN : weights[neuron * features.length + at];
  };
  const size = (feature: number) =>
    greatest(pair.map(({ result }) => Math.abs(weight(result, feature)) || 0));
  const told = [...new Set(pair.flatMap(({ result }) => [...result.features]))];
  const features = told
    .sort((a, b) => size(b) - size(a))
    .slice(0, SHOWN)
    .sort((a, b) => a - b);
  return {
    label: l10n.t('Weights of neuron {0} by feature', neuron + 1),
    x: { title: l10n.t('feature'), categories: features.map((feature) => featureName(names, feature)) },
    y: { title: l10n.t('weight') },
    series: pair.map(
      ({ variant, result }): PlotSeries => ({
        label: variantTitle(variant),
        color: variant,
        style: 'bars',
        points: features.map((feature, x) => ({ x, y: weight(result, feature) })),
      }),
    ),
  };
}

/** The norms of the incoming weights of all neurons of the first layer, longest first. */
export function normSpec(pair: Pair<NeuronWeights>): PlotSpec {
  return {
    label: l10n.t('Norm of the incoming weights of each neuron, longest first'),
    x: { title: l10n.t('neurons, longest first') },
    y: { title: l10n.t('norm of the incoming weights'), from: 0 },
    series: pair.map(({ variant, result }): PlotSeries => {
      const sorted = result.norm.toSorted((a, b) => b - a);
      const step = Math.max(1, Math.ceil(sorted.length / DRAWN));
      return {
        label: variantTitle(variant),
        color: variant,
        style: variant === 'baseline' ? 'dashed' : 'solid',
        points: [...sorted].flatMap((y, i) =>
          i % step === 0 || i === sorted.length - 1 ? [{ x: i + 1, y }] : [],
        ),
      };
    }),
  };
}

/** Mean over the neurons that have weights of the share that the largest has in Σ w². NaN where none has. */
export function meanLargestShare({ largestShare }: NeuronWeights): number {
  const finite = largestShare.filter(Number.isFinite);
  return finite.reduce((sum, share) => sum + share, 0) / finite.length;
}

export const percent = (share: number): string =>
  Number.isFinite(share) ? `${(100 * share).toFixed(0)} %` : '–';
