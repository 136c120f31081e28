import * as l10n from '@vscode/l10n';
import { groupSeeds, lineOf, type Seed } from '../../src/charts/aggregate';
import type { PlotPoint, PlotSeries, PlotSpec } from '../../src/charts/plot-spec';
import { COLUMN, type Rows } from '../../src/charts/rows';
import { variantTitle } from '../../src/charts/variant';
import { type Spread, spreadOf } from '../../src/core/analysis/spread';
import type { Variant } from '../../src/core/trainer-types';
import type { MemberState } from '../../src/protocol';

/** Points of a curve that are drawn at the most. */
const DRAWN = 200;

/** Losses of one variant, mean over its seeds, and the gap between them. */
export interface Gap {
  readonly variant: Variant;
  readonly epochs: Float64Array;
  readonly train: Float64Array;
  readonly test: Float64Array;
  /** Test loss minus training loss at the last epoch, over seeds. */
  readonly last: Spread;
  /** Accuracy, or R², at the last epoch, over seeds. */
  readonly scores: { readonly train: Spread; readonly test: Spread };
  /** Where the mean test loss was lowest. */
  readonly best: { readonly epoch: number; readonly test: number };
}

/** The gaps of a run's variants, baseline first; without those that have no values yet. */
export function gapsOf(members: readonly MemberState[], series: ReadonlyMap<string, Rows>): Gap[] {
  return (['baseline', 'dropout'] as const).flatMap((variant) => {
    const seeds = groupSeeds(members, series, variant)?.together;
    return seeds ? [gapOf(variant, seeds)] : [];
  });
}

function gapOf(variant: Variant, seeds: readonly Seed[]): Gap {
  const [train, test] = [lineOf(seeds, 'trainLoss'), lineOf(seeds, 'testLoss')];
  const last = (column: 'testLoss' | 'trainLoss' | 'testScore' | 'trainScore') =>
    seeds.map(({ rows }) => rows.at(rows.count - 1, COLUMN[column]));
  const trainLosses = last('trainLoss');
  const low = test.y.reduce((best, y, i) => (y < test.y[best] ? i : best), 0);
  return {
    variant,
    epochs: Float64Array.from(test.x),
    train: Float64Array.from(train.y),
    test: Float64Array.from(test.y),
    last: spreadOf(last('testLoss').map((loss, i) => loss - trainLosses[i])),
    scores: { train: spreadOf(last('trainScore')), test: spreadOf(last('testScore')) },
    best: { epoch: test.x[low], test: test.y[low] },
  };
}

/** The share of misclassified points, `11.2 % ± 0.8`. */
export function wrong({ mean, deviation, count }: Spread): string {
  const share = `${(100 * (1 - mean)).toFixed(1)} %`;
  return count > 1 ? `${share} ± ${(100 * deviation).toFixed(1)}` : share;
}

/** Both losses of both variants; the band between them is the gap. */
export function gapSpec(gaps: readonly Gap[]): PlotSpec {
  return {
    label: l10n.t('Generalization gap by epoch'),
    x: { title: l10n.t('epoch') },
    y: { title: l10n.t('loss'), from: 0 },
    series: gaps.flatMap(({ variant, epochs, train, test }): PlotSeries[] => [
      {
        label: `${variantTitle(variant)} ${l10n.t('test')}`,
        color: variant,
        style: 'solid',
        points: drawn(epochs, test),
      },
      {
        label: `${variantTitle(variant)} ${l10n.t('train')}`,
        color: variant,
        style: 'dashed',
        points: drawn(epochs, train),
      },
    ]),
    bands: gaps.map(({ variant }, i) => ({
      between: [2 * i, 2 * i + 1],
      label: l10n.t('gap, {0}', variantTitle(variant)),
      color: variant,
    })),
  };
}

/** Every so many points, and the last one always. */
function drawn(x: Float64Array, y: Float64Array): PlotPoint[] {
  const step = Math.max(1, Math.ceil(x.length / DRAWN));
  const points: PlotPoint[] = [];
  for (let i = 0; i < x.length; i++)
    if (i % step === 0 || i === x.length - 1) points.push({ x: x[i], y: y[i] });
  return points;
}
