import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { variantTitle } from '../../src/charts/variant';
import { spreadOf } from '../../src/core/analysis/spread';
import type { SweepState } from '../../src/protocol';
import type { ViewStore } from '../store';
import { type PlotPoint, type PlotSeries, type PlotSpec, robustAxis } from './plot-spec';
import './plot-view';

type Quantity = 'testLoss' | 'trainLoss' | 'testScore';

interface Options {
  readonly x: string;
  readonly axis: 'linear' | 'logarithmic' | 'categories';
  readonly y?: Quantity;
  /** The training loss is drawn beside the test loss. */
  readonly withTraining?: boolean;
  /** Names of categories in the person's language. */
  category?(label: string): string;
}

/** Points of a sweep as they arrive: means over seeds, with one standard deviation. */
export function sweepPlot(store: ViewStore, id: string, options: Options): TemplateResult | undefined {
  const { sweep } = store;
  if (sweep?.id !== id || sweep.results.length === 0) return undefined;
  return html`<dp-plot .spec=${sweepSpec(sweep, options)}></dp-plot>${ofNote(sweep)}${divergedNote(sweep)}${bestNote(sweep)}`;
}

/** The plot of a sweep, and nothing that needs a page. */
export function sweepSpec(sweep: SweepState, options: Options): PlotSpec {
  const { x, axis, y = 'testLoss', withTraining = false, category } = options;
  const names = [...new Set(sweep.points.map(({ series }) => series))];
  const categories =
    axis === 'categories' ? sweep.points.map(({ label }) => category?.(label) ?? label) : undefined;
  const test = y === 'testLoss' ? l10n.t('test loss') : l10n.t('test accuracy');
  const title = withTraining ? l10n.t('loss') : test;
  const line = (name: string, quantity: Quantity, label: string): PlotSeries => ({
    label,
    color: name === 'baseline' ? 'baseline' : 'dropout',
    style: categories ? 'bars' : quantity === 'trainLoss' ? 'dashed' : 'solid',
    points: pointsOf(sweep, name, quantity, categories !== undefined),
  });
  const labelOf = (name: string) =>
    names.length > 1
      ? variantTitle(name === 'baseline' ? 'baseline' : 'dropout')
      : l10n.t('mean of {0} seeds ± 1 sd', sweep.seeds);
  const series = names.flatMap((name) =>
    withTraining
      ? [
          line(name, y, `${test}, ${labelOf(name)}`),
          line(name, 'trainLoss', `${l10n.t('training loss')}, ${labelOf(name)}`),
        ]
      : [line(name, y, labelOf(name))],
  );
  const values = series.flatMap(({ points }) => points.map((point) => point.y));
  return {
    label: l10n.t('{0} against {1}', title, x),
    x: { title: x, logarithmic: axis === 'logarithmic', ...(categories && { categories }) },
    // Bars begin at 0.
    y: categories ? { title } : robustAxis(title, values, y === 'testScore' ? 'high' : 'low'),
    series,
  };
}

function pointsOf(sweep: SweepState, series: string, y: Quantity, indexed: boolean): PlotPoint[] {
  return sweep.points.flatMap((point, index): PlotPoint[] => {
    if (point.series !== series) return [];
    const values = sweep.results
      .filter((result) => result.point === index && !result.diverged)
      .map((result) => result[y]);
    // Bars have no place for what diverged.
    const diverged = sweep.results.some((result) => result.point === index);
    if (values.length === 0)
      return diverged && !indexed ? [{ x: point.x ?? index, y: Number.POSITIVE_INFINITY }] : [];
    const { mean, deviation } = spreadOf(values);
    const bar = values.length > 1 ? { low: mean - deviation, high: mean + deviation } : {};
    return [{ x: indexed ? index : (point.x ?? index), y: mean, ...bar }];
  });
}

/** The lowest of many means is low by luck too. */
function bestNote({ status, points }: SweepState): TemplateResult | undefined {
  if (status !== 'completed' || points.length < 3) return undefined;
  return html`<p class="muted">
    ${l10n.t('The best of several points looks better than it is: run it again with another seed before you trust it.')}
  </p>`;
}

/** A sweep stays on the screen when set-up and run are others by now. */
function ofNote({ of }: SweepState): TemplateResult | undefined {
  return of ? html`<p class="muted">${l10n.t('Trained with: {0}', of)}</p>` : undefined;
}

/** What a curve leaves out has to be said. */
function divergedNote(sweep: SweepState): TemplateResult | undefined {
  const points = new Set(
    sweep.results.filter(({ diverged }) => diverged).map(({ point }) => sweep.points[point]),
  );
  if (points.size === 0) return undefined;
  const names = [...points].map(
    ({ label, series }) => `${label} (${variantTitle(series === 'baseline' ? 'baseline' : 'dropout')})`,
  );
  return html`<p class="muted">${l10n.t('Diverged: {0}', names.join(', '))}</p>`;
}
