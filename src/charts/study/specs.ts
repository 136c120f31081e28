import * as l10n from '@vscode/l10n';
import { greatest, least } from '../../core/lists';
import type { StudyAxis, StudyState } from '../../protocol';
import type { Extent } from '../chart-spec';
import {
  type PlotAxis,
  type PlotMark,
  type PlotPoint,
  type PlotSeries,
  type PlotSpec,
  robustAxis,
} from '../plot-spec';
import { placeOn } from '../robust-range';
import { thinnedDots } from './dots';
import { type CurvePoint, curveOf } from './summaries';
import { DEVIATION, goodEnd, type Quantity, type Trials } from './trials';
import { quantityTitle } from './words';

/** A plot, and what has to be said about it. */
export interface StudyPlot {
  readonly spec: PlotSpec;
  readonly note?: string;
}

type Study = Pick<StudyState, 'axes' | 'task' | 'seeds' | 'count'>;

/** Where what has no finite value stands: at the bad end. */
const badEnd = (quantity: Quantity): number =>
  goodEnd(quantity) === 'low' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;

/** The axis of a setting, over its whole range. */
function settingAxis({ title, choices, low, high, log = false }: StudyAxis): PlotAxis {
  if (choices) return { title, categories: choices };
  return { title, logarithmic: log, ...(low !== undefined && high! > low && { from: low, to: high! }) };
}

/** The set-up's own value on the axis. */
const setupMark = ({ current }: StudyAxis): PlotMark[] =>
  current === undefined ? [] : [{ x: current, label: l10n.t('set-up'), color: 'foreground' }];

function plotOf(
  study: Study,
  x: PlotAxis,
  quantity: Quantity,
  series: readonly PlotSeries[],
  marks: readonly PlotMark[],
): PlotSpec {
  const title = quantityTitle(quantity, study.task);
  // The ends of an area are no better than a point that is far off.
  const values: number[] = [];
  for (const { points } of series)
    for (const { y, low, high } of points) {
      values.push(y);
      if (low !== undefined && high !== undefined) values.push(low, high);
    }
  const y = robustAxis(title, values, goodEnd(quantity));
  const [placeX, placeY] = [placing(x, () => [0, study.count]), placing(y, () => endsOf(values))];
  return {
    ...{ label: l10n.t('{0} against {1}', title, x.title), x, y, marks },
    series: series
      .filter(({ points }) => points.length > 0)
      .map((one) =>
        DOTS.has(one.style) ? { ...one, points: thinnedDots(one.points, placeX, placeY) } : one,
      ),
  };
}

const DOTS: ReadonlySet<PlotSeries['style']> = new Set(['points', 'crosses']);

/** Where a value stands on an axis, 0..1. */
function placing(
  { from, to, logarithmic }: PlotAxis,
  ends: () => [number, number],
): (value: number) => number {
  const [low, high] = from !== undefined && to !== undefined ? [from, to] : ends();
  return (value) => placeOn({ from: low, to: high, logarithmic: logarithmic === true }, value);
}

function endsOf(values: readonly number[]): [number, number] {
  const finite = values.filter(Number.isFinite);
  return [least(finite), greatest(finite)];
}

/** A quantity against one setting: over seeds where nothing else varies, else the best and the mean over what does. */
export function curvePlot(study: Study, trials: Trials, at: number, quantity: Quantity): StudyPlot {
  const axis = study.axes[at]!;
  const points = curveOf(trials, study.axes, at, quantity);
  const known = points.filter((point) => point.trials.length > 0);
  const only = study.axes.length === 1;
  const best: PlotSeries = {
    label: only ? seedsLabel(study, quantity) : l10n.t('best trial'),
    color: 'dropout',
    style: axis.choices ? 'points' : 'solid',
    points: known.map(only ? singlePoint(trials, quantity) : bestPoint(trials, quantity)),
    area: only && !axis.choices,
  };
  const median: PlotSeries = {
    label: l10n.t('median of trials, and the middle half'),
    color: 'baseline',
    style: axis.choices ? 'rings' : 'dashed',
    points: only ? [] : known.map(medianPoint),
    area: !axis.choices,
  };
  const series = [median, best, lost(points, quantity)];
  const note = curveNote(points, only);
  return {
    spec: plotOf(study, settingAxis(axis), quantity, series, setupMark(axis)),
    ...(note && { note }),
  };
}

const seedsLabel = ({ seeds, task }: Study, quantity: Quantity): string =>
  seeds > 1 ? l10n.t('mean of {0} seeds ± 1 sd', seeds) : quantityTitle(quantity, task);

/** Of one trial, with the spread over its seeds; of several with the same value, the middle half of them. */
const singlePoint =
  (trials: Trials, quantity: Quantity) =>
  ({ x, median, low, high, trials: [first, ...others] }: CurvePoint): PlotPoint => {
    const deviation = trials.get(first!, DEVIATION[quantity]);
    const ends = others.length > 0 ? { low, high } : { low: median - deviation, high: median + deviation };
    return { x, y: median, id: first!, ...(Number.isFinite(ends.low) && ends) };
  };

const bestPoint =
  (trials: Trials, quantity: Quantity) =>
  ({ x, trials: [first] }: CurvePoint): PlotPoint => ({ x, y: trials.get(first!, quantity), id: first! });

const medianPoint = ({ x, median: y, low, high, trials: [first] }: CurvePoint): PlotPoint => ({
  ...{ x, y, low, high, id: first! },
});

/** Places where no trial came to its end. */
function lost(points: readonly CurvePoint[], quantity: Quantity): PlotSeries {
  const empty = points.filter(({ trials }) => trials.length === 0);
  const y = badEnd(quantity);
  return {
    label: l10n.t('pruned, failed or diverged'),
    color: 'error',
    style: 'crosses',
    points: empty.map(({ x, others: [first] }) => ({ x, y, id: first! })),
  };
}

function curveNote(points: readonly CurvePoint[], only: boolean): string {
  const others = points.reduce((sum, point) => sum + point.others.length, 0);
  const words = [
    !only && l10n.t('Other settings vary too: each point stands for all trials in a part of the range.'),
    others > 0 && l10n.t('Pruned, failed and diverged trials are left out of it: {0}.', others),
  ];
  return words.filter(Boolean).join(' ');
}

/** How the trials of a plot are drawn, by how they ended; `place` says where one stands, NaN: nowhere. */
function byFate(trials: Trials, quantity: Quantity, place: (trial: number) => number): PlotSeries[] {
  const lists: Record<ReturnType<Trials['state']>, PlotPoint[]> = {
    complete: [],
    pruned: [],
    failed: [],
    running: [],
  };
  const values = trials.column(quantity);
  for (let trial = 0; trial < trials.count; trial++) {
    const [state, value, x] = [trials.state(trial), values[trial]!, place(trial)];
    if (Number.isNaN(x) || (state === 'running' && !Number.isFinite(value))) continue;
    if (Number.isFinite(value)) lists[state].push({ x, y: value, id: trial });
    else lists.failed.push({ x, y: badEnd(quantity), id: trial });
  }
  return [
    { label: l10n.t('pruned'), color: 'muted', style: 'crosses', points: lists.pruned },
    { label: l10n.t('complete'), color: 'dropout', style: 'points', points: lists.complete },
    { label: l10n.t('failed or diverged'), color: 'error', style: 'crosses', points: lists.failed },
    { label: l10n.t('running'), color: 'dropout', style: 'rings', points: lists.running },
  ];
}

/** Golden ratio: trials with the same choice are spread beside each other, the same way each time. */
const beside = (trial: number) => (((trial + 1) * 0.618034) % 1) * 0.6 - 0.3;

/** Every trial against one setting. */
export function slicePlot(study: Study, trials: Trials, at: number, quantity: Quantity): StudyPlot {
  const axis = study.axes[at]!;
  const place = (trial: number) => trials.value(trial, at) + (axis.choices ? beside(trial) : 0);
  const series = byFate(trials, quantity, place);
  let without = 0;
  for (let trial = 0; trial < trials.count; trial++) if (trials.lacks(trial, at)) without++;
  return {
    spec: plotOf(study, settingAxis(axis), quantity, series, setupMark(axis)),
    ...(without > 0 && { note: l10n.t('Trials that do not have this setting: {0}.', without) }),
  };
}

/** Trial by trial, or those between two, with the best so far. */
export function historyPlot(
  study: Study,
  trials: Trials,
  quantity: Quantity,
  { from, to }: Extent = { from: 0, to: Math.max(1, trials.count - 1) },
): StudyPlot {
  const soFar = trials.bestSoFar();
  const [first, last] = [Math.ceil(from), Math.min(trials.count - 1, Math.floor(to))];
  const best: PlotPoint[] = [];
  for (let x = first; x <= last; x++) {
    const id = soFar[x]!;
    if (id >= 0 && (id === x || x === first || x === last)) best.push({ x, y: trials.get(id, quantity), id });
  }
  const line: PlotSeries = {
    label: l10n.t('best so far, by validation loss'),
    color: 'foreground',
    style: 'steps',
    points: best,
  };
  const x = { title: l10n.t('trial'), from, to };
  const place = (trial: number) => (trial >= from && trial <= to ? trial : Number.NaN);
  const series = [...byFate(trials, quantity, place), line];
  return { spec: plotOf(study, x, quantity, series, []) };
}
