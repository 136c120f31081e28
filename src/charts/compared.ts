import * as l10n from '@vscode/l10n';
import type { RunState } from '../protocol';
import type { ChartSpec } from './chart-spec';
import { type DrawnLine, drawLine, type LineCache, type Room } from './lines';
import type { Rows } from './rows';

/** A run with its curves, by member key. */
export interface RunCurves {
  readonly run: RunState;
  readonly series: ReadonlyMap<string, Rows>;
}

/** Why the losses of two runs are not comparable; undefined if they are. */
export function incomparable(one: RunState, other: RunState): string | undefined {
  if (one.experiment.data.source !== other.experiment.data.source)
    return l10n.t('other data: its losses cannot be compared');
  if (one.experiment.training.loss !== other.experiment.training.loss)
    return l10n.t('another loss: its losses cannot be compared');
  return undefined;
}

/**
 * The test curve of the compared run, with dropout if it has any, as a single thin line; undefined if there is nothing
 * to draw.
 */
export function drawCompared(
  spec: ChartSpec,
  { run, series }: RunCurves,
  room: Room,
  cache: LineCache,
): DrawnLine | undefined {
  const variant = run.members.some((member) => member.variant === 'dropout') ? 'dropout' : 'baseline';
  const test = spec.lines().find((line) => line.variant === variant && line.stroke === 'solid');
  if (!test) return undefined;
  const line = { ...test, id: `compared.${test.column}`, stroke: 'dashDotted', width: 1.5 } as const;
  const drawn = drawLine(line, run, series, room, cache);
  if (!drawn) return undefined;
  const points = drawn.points.filter(({ x }) => x <= room.x.to);
  return { ...drawn, points, kind: 'compared', owner: run.name };
}
