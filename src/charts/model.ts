import * as l10n from '@vscode/l10n';
import type { Task } from '../core/dataset';
import { greatest } from '../core/lists';
import type { Variant } from '../core/trainer-types';
import type { ComparedTraining, MemberState, RunState } from '../protocol';
import { type Axis, lastEpochShown, linearAxis, logarithmicAxis } from './axis';
import type { ChartSpec, Extent } from './chart-spec';
import { drawCompared, incomparable, others, type RunCurves } from './compared';
import type { Point } from './decimate';
import { formatCount } from './format';
import { type DrawnLine, drawLine, type LineCache } from './lines';
import { changeMarks, type Mark } from './marks';
import { isOver } from './over';
import { COLUMN, type Rows } from './rows';
import { drawTraining } from './training';

/** Where a curve ended because its run diverged. */
export interface BrokenEnd extends Mark {
  readonly variant: Variant;
  /** The last finite value. */
  readonly y: number;
}

/** Everything a chart displays. */
export interface ChartModel {
  readonly task: Task;
  readonly lines: readonly DrawnLine[];
  readonly x: Extent;
  readonly y: Axis;
  readonly logarithmic: boolean;
  readonly marks: readonly Mark[];
  readonly ends: readonly BrokenEnd[];
  /** What `x` counts; left out: epochs. */
  readonly unit?: 'epoch' | 'step';
}

/** The user's choices, and the size of the plot. */
export interface ChartView {
  readonly logarithmic: boolean;
  /** Ids of hidden lines. */
  readonly hidden: ReadonlySet<string>;
  /** Of the plot in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** The cache of this chart. */
  readonly cache: LineCache;
  /** The epochs to show; left out or null: all. */
  readonly zoom?: Extent | null;
}

/** Changes closer than this many pixels are merged into one mark. */
const MARK_DISTANCE = 64;
/** Minimum distance between ticks of the value axis, in pixels. */
const TICK_DISTANCE = 32;

export const taskOf = (run: RunState): Task => run.info?.task ?? 'classification';

/** Computes what a chart displays of a run, of the runs it is compared with, and of other trainings beside it. */
export function chartModel(
  spec: ChartSpec,
  run: RunState,
  series: ReadonlyMap<string, Rows>,
  view: ChartView,
  compared: readonly RunCurves[] = [],
  trainings: readonly ComparedTraining[] = [],
): ChartModel {
  const x = view.zoom ?? wholeAxis(run, series);
  const room = { x, columns: Math.max(1, Math.round(view.width)) };
  const own = spec.lines().flatMap((line) => drawLine(line, run, series, room, view.cache) ?? []);
  const beside = others(run, compared)
    .filter((other) => !incomparable(run, other.run))
    .flatMap((other) => drawCompared(spec, other, other.place, room, view.cache) ?? []);
  const outside = trainings.flatMap(
    (one, i) => drawTraining(spec, one, compared.length + i, run, room) ?? [],
  );
  const lines = [...own, ...beside, ...outside];
  const isShown = ({ epoch }: Mark) => epoch >= x.from && epoch <= x.to;
  const ends = run.members.flatMap((member) => brokenEnd(member, spec, series, run)).filter(isShown);
  const shown = lines.filter((line) => !view.hidden.has(line.spec.id));
  const task = taskOf(run);
  return {
    task,
    lines,
    x,
    y: axisOf(
      spec,
      (shown.length > 0 ? shown : lines).map((line) => inside(line, x)),
      ends,
      view,
      task,
    ),
    logarithmic: isLogarithmic(spec, view),
    marks: marksOf(run, (x.to - x.from) / Math.max(1, view.width)).filter(isShown),
    ends,
  };
}

/** The axis of epochs without zoom. */
export function wholeAxis(run: RunState, series: ReadonlyMap<string, Rows>): Extent {
  const reached = run.members.map(({ key }) => {
    const rows = series.get(key);
    return rows && rows.count > 0 ? rows.at(rows.count - 1, COLUMN.epoch) : 0;
  });
  const over = run.members.every(isOver);
  return { from: 0, to: lastEpochShown(run.experiment.training.epochs, greatest([0, ...reached]), over) };
}

/** The part of a line that is seen; all of it where no point is. */
function inside(line: DrawnLine, { from, to }: Extent): DrawnLine {
  const seen = (points: readonly Point[]) => points.filter(({ x }) => x >= from && x <= to);
  const points = seen(line.points);
  if (points.length === 0) return line;
  const { band } = line;
  return {
    ...line,
    points,
    others: line.others.map(seen),
    ...(band && { band: { lower: seen(band.lower), upper: seen(band.upper) } }),
  };
}

/** The axis of values for some lines. */
export function axisOf(
  spec: ChartSpec,
  lines: readonly DrawnLine[],
  ends: readonly BrokenEnd[],
  view: Pick<ChartView, 'logarithmic' | 'zoom' | 'height'>,
  task: Task,
): Axis {
  const extent = extentOf(lines);
  if (isLogarithmic(spec, view))
    return { ...logarithmicAxis({ from: lowestPositive(lines), to: extent.to }), step: 0 };
  const ceiling = ceilingOf(lines, ends);
  // Looked at closely, a curve has the height to itself.
  const wanted = view.zoom
    ? { from: extent.from, to: Math.min(extent.to, Math.max(ceiling, extent.from)) }
    : spec.axis(extent, task, ceiling);
  return linearAxis(wanted, Math.max(3, Math.floor(view.height / TICK_DISTANCE)));
}

const isLogarithmic = (spec: ChartSpec, view: Pick<ChartView, 'logarithmic'>): boolean =>
  view.logarithmic && spec.logarithmic;

const curvesOf = ({ points, others, band }: DrawnLine): readonly (readonly Point[])[] =>
  band ? [points, ...others, band.lower, band.upper] : [points, ...others];

function extentOf(lines: readonly DrawnLine[]): Extent {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { y } of lines.flatMap(curvesOf).flat()) {
    if (y < from) from = y;
    if (y > to) to = y;
  }
  return to >= from ? { from, to } : { from: 0, to: 1 };
}

function lowestPositive(lines: readonly DrawnLine[]): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (const { points } of lines) for (const { y } of points) if (y > 0 && y < lowest) lowest = y;
  return Number.isFinite(lowest) ? lowest : 0;
}

/**
 * The ceiling for outliers: the maximum over lines of twice the initial value and 1.5 times the 90th percentile. For a
 * line that diverged only the start counts, since it may have grown for most of its length.
 */
function ceilingOf(lines: readonly DrawnLine[], ends: readonly BrokenEnd[]): number {
  const ceilings = lines.map(({ kind, line, points }) => {
    const values = points.map(({ y }) => y).filter(Number.isFinite);
    const broken = line.seeds === 1 && ends.some(({ variant }) => variant === kind);
    const most = Float64Array.from(values).sort()[Math.floor(0.9 * values.length)] ?? 0;
    return Math.max(2 * (values[0] ?? 0), broken ? 0 : 1.5 * most);
  });
  return greatest([0, ...ceilings]);
}

function brokenEnd(
  member: MemberState,
  spec: ChartSpec,
  series: ReadonlyMap<string, Rows>,
  run: RunState,
): BrokenEnd[] {
  const rows = series.get(member.key);
  if (member.ending?.kind !== 'diverged' || !rows) return [];
  const lineSpec = spec.lines().find(({ variant }) => variant === member.variant);
  let y = Number.NaN;
  for (let index = rows.count - 1; index >= 0 && lineSpec && !Number.isFinite(y); index -= 1) {
    y = rows.at(index, COLUMN[lineSpec.column]);
  }
  const { step } = member.ending;
  return [
    {
      variant: member.variant,
      epoch: epochOf(step, run),
      y,
      text: l10n.t('diverged at step {0}', formatCount(step)),
    },
  ];
}

const epochOf = (step: number, run: RunState): number => step / (run.info?.stepsPerEpoch ?? 1);

function marksOf(run: RunState, epochsPerPixel: number): readonly Mark[] {
  const member = run.members.find(({ variant }) => variant === 'dropout') ?? run.members[0];
  const stepsPerEpoch = run.info?.stepsPerEpoch;
  if (!member || !stepsPerEpoch) return [];
  const { dropout, training, network } = run.experiment;
  return changeMarks(
    member.changes,
    { ratio: dropout.ratio, placement: dropout.placement, learningRate: training.learningRate },
    network.hidden.length,
    stepsPerEpoch,
    MARK_DISTANCE * epochsPerPixel * stepsPerEpoch,
  );
}
