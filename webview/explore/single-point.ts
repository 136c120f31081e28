import * as l10n from '@vscode/l10n';
import { finiteMarks, type PlotMark, type PlotSpec } from '../../src/charts/plot-spec';
import type { EnsembleResult } from '../../src/core/analysis/ensemble';
import type { RunInfo } from '../../src/protocol';

/** What all ways to ask say of one test sample. */
export interface PointSummary {
  /** After the most masks. */
  readonly average: number;
  readonly standardError: number;
  readonly masks: number;
  readonly scaled: number;
  readonly arithmetic?: number;
  readonly geometric?: number;
}

/** Undefined before anything has been averaged. */
export function pointSummary({ single }: EnsembleResult, index: number): PointSummary | undefined {
  const masks = single.ks[single.ks.length - 1];
  const average = single.means[(index + 1) * single.ks.length - 1];
  if (!Number.isFinite(average)) return undefined;
  return {
    average,
    standardError: single.deviation[index] / Math.sqrt(masks),
    masks,
    scaled: single.weightScaling[index],
    ...(single.exact &&
      index < single.exact.arithmetic.length && {
        arithmetic: single.exact.arithmetic[index],
        geometric: single.exact.geometric[index],
      }),
  };
}

/** Prediction for one test sample against the number of masks averaged, ± one standard error. */
export function pointSpec(result: EnsembleResult, index: number, info: RunInfo | undefined): PlotSpec {
  const { ks, means, deviation } = result.single;
  const summary = pointSummary(result, index);
  const classes = info?.task !== 'regression';
  const marks: PlotMark[] = [];
  if (summary) marks.push({ y: summary.scaled, label: l10n.t('all neurons, scaled'), color: 'good' });
  if (summary?.arithmetic !== undefined)
    marks.push({
      y: summary.arithmetic,
      label: l10n.t('all thinned nets'),
      color: 'foreground',
      side: 'left',
    });
  return {
    label: l10n.t('Prediction for test point {0} against the number of masks averaged', index + 1),
    x: { title: l10n.t('thinned nets averaged, k'), logarithmic: true },
    y: classes ? { title: l10n.t('probability of the true class') } : { title: l10n.t('predicted value') },
    series: [
      {
        label: l10n.t('average of k masks, ± one standard error'),
        color: 'dropout',
        style: 'solid',
        points: [...ks].flatMap((k, i) => {
          const y = means[index * ks.length + i];
          const error = deviation[index] / Math.sqrt(k);
          return Number.isFinite(y) ? [{ x: k, y, low: y - error, high: y + error }] : [];
        }),
      },
    ],
    marks: finiteMarks(marks),
  };
}

/** The nearest of the first `count` points (x, y, target triples) to a place; −1 without points. */
export function nearestPoint(points: Float32Array, count: number, x: number, y: number): number {
  let [best, least] = [-1, Number.POSITIVE_INFINITY];
  for (let i = 0; i < Math.min(count, points.length / 3); i++) {
    const distance = (points[3 * i] - x) ** 2 + (points[3 * i + 1] - y) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}
