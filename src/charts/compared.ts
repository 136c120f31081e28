import * as l10n from '@vscode/l10n';
import type { RunState } from '../protocol';
import type { ChartSpec, Stroke } from './chart-spec';
import { comparedColor } from './line-color';
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

/** There are not as many dashes as colours, so that twenty runs come by before two look the same. */
export const STROKES: readonly Stroke[] = ['dashDotted', 'longShort', 'dashDoubleDotted', 'shortDashed'];

/** The variant of a run that it is compared by: with dropout, if it has any. */
export const comparedVariant = ({ members }: RunState): 'dropout' | 'baseline' =>
  members.some(({ variant }) => variant === 'dropout') ? 'dropout' : 'baseline';

/** The compared runs beside the one on the screen, each with its place among all. */
export function others<T extends { readonly run: RunState }>(
  run: RunState,
  compared: readonly T[],
): readonly (T & { readonly place: number })[] {
  return compared.map((one, place) => ({ ...one, place })).filter((one) => one.run.id !== run.id);
}

/** The id of the line of the compared run at a place: the same in every session. */
export const comparedId = (place: number, column: string): string =>
  place === 0 ? `compared.${column}` : `compared${place + 1}.${column}`;

/**
 * The test curve of a compared run: the mean of its seeds as a thin line with a band of one standard error; undefined if
 * there is nothing to draw.
 * @param place among the compared runs, which settles colour and dashes.
 */
export function drawCompared(
  spec: ChartSpec,
  { run, series }: RunCurves,
  place: number,
  room: Room,
  cache: LineCache,
): DrawnLine | undefined {
  const variant = comparedVariant(run);
  const test = spec.lines().find((line) => line.variant === variant && line.stroke === 'solid');
  if (!test) return undefined;
  const stroke = STROKES[place % STROKES.length]!;
  const line = { ...test, id: comparedId(place, test.column), stroke, width: 1.5, spread: 'error' } as const;
  const drawn = drawLine(line, run, series, room, cache);
  return drawn && { ...drawn, kind: 'compared', color: comparedColor(place), owner: run.name };
}

/** What the numbers of a compared run are means of: `(± standard error, n = 5)`; of the run itself the chart's head says it. */
export function errorWords({ kind, line: { seeds } }: DrawnLine): string {
  if (kind !== 'compared') return '';
  return seeds > 1 ? l10n.t('(± standard error, n = {0})', seeds) : l10n.t('(n = 1)');
}
