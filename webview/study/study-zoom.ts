import * as l10n from '@vscode/l10n';
import type { Extent } from '../../src/charts/chart-spec';
import { bounds } from '../../src/charts/study/cells';
import { Trials } from '../../src/charts/study/trials';
import type { StudyState, StudyUi } from '../../src/protocol';

/** What a view of a study is zoomed along; places on a logarithmic axis are powers of ten. */
export interface ZoomAxis {
  readonly title: string;
  readonly logarithmic: boolean;
  readonly whole: Extent;
  /** How little of it is shown at the least. */
  readonly least: number;
}

/** Of a whole axis, so little can be told apart from what is beside it. */
const FINEST = 1 / 500;

/** The trials of the history; the setting across of other views; undefined where a view has no such axis, or a choice. */
export function zoomAxisOf(
  study: StudyState,
  trials: Trials,
  view: NonNullable<StudyUi['view']>,
  x: number,
): ZoomAxis | undefined {
  if (view === 'history') {
    const whole = { from: 0, to: Math.max(1, trials.count - 1) };
    return { title: l10n.t('trial'), logarithmic: false, whole, least: 2 };
  }
  const axis = study.axes[x]!;
  if (view === 'parallel' || view === 'table' || axis.choices) return undefined;
  const { low, high } = bounds(axis, trials.values(x).filter(Number.isFinite).sort());
  const logarithmic = axis.log === true && low > 0;
  const whole = logarithmic ? { from: Math.log10(low), to: Math.log10(high) } : { from: low, to: high };
  const isWhole = axis.kind === 'integer' && !logarithmic;
  return { title: axis.title, logarithmic, whole, least: isWhole ? 1 : FINEST * (whole.to - whole.from) };
}

/** Values at the ends of what is shown of an axis. */
export const valuesOf = ({ logarithmic }: ZoomAxis, { from, to }: Extent): Extent =>
  logarithmic ? { from: 10 ** from, to: 10 ** to } : { from, to };

/** A study as if a setting had no more than a part of its range: its views then divide that part anew. */
export function narrowed(
  study: StudyState,
  axis: number,
  extent: Extent,
): { readonly study: StudyState; readonly trials: Trials } {
  // Rounding leaves no trial out that stands at an end.
  const slack = 1e-9 * (extent.to - extent.from);
  const [from, to] = [extent.from - slack, extent.to + slack];
  const isInteger = study.axes[axis]!.kind === 'integer';
  const ends = isInteger
    ? { low: Math.ceil(from), high: Math.floor(to) }
    : { low: extent.from, high: extent.to };
  const axes = study.axes.map((one, i) => (i === axis ? { ...one, ...ends } : one));
  return { study: { ...study, axes }, trials: new Trials(study, { axis, from, to }) };
}
