import * as l10n from '@vscode/l10n';
import type { StudyAxis, StudyState } from '../../protocol/search-state';
import { type PlotPoint, type PlotSeries, type PlotSpec, robustAxis } from '../plot-spec';
import { variantTitle } from '../variant';
import { goodEnd, type Quantity, type Trials } from './trials';

/** How an idea shows its sweep. */
export interface SweepOptions {
  /** The training loss is drawn beside the test loss. */
  readonly withTraining?: boolean;
  /** The values of a choice in the person's language. */
  category?(value: string): string;
}

const DEVIATION = {
  validationLoss: 'validationDeviation',
  testLoss: 'testDeviation',
  trainLoss: 'trainDeviation',
  testScore: 'scoreDeviation',
} as const;

/** What is varied along the axis, and what makes a line of its own: dropout or none. */
function rolesOf(axes: readonly StudyAxis[]): { readonly along: number[]; readonly variant: number } {
  const variant = axes.findIndex(({ name, kind }) => name === 'dropout.ratio' && kind === 'choice');
  return { along: axes.map((_, i) => i).filter((i) => i !== variant), variant };
}

/** The plot of a sweep, and nothing that needs a page. */
export function sweepSpec(
  study: StudyState,
  trials: Trials,
  quantity: Quantity,
  { withTraining = false, category }: SweepOptions = {},
): PlotSpec {
  const { along, variant } = rolesOf(study.axes);
  const x = horizontal(study.axes, along, trials, category);
  const isOrdered = !x.categories || study.axes[along[0]!]!.name === 'network.hidden';
  const withBoth = withTraining && quantity === 'testLoss';
  const title = withBoth ? l10n.t('loss') : quantityTitle(quantity, study);
  const variants = variant < 0 ? [undefined] : study.axes[variant]!.choices!.map((_, i) => i);
  const quantities: Quantity[] = withBoth ? [quantity, 'trainLoss'] : [quantity];
  const series = variants.flatMap((choice) => {
    const own = lineOf(study, variant, choice);
    const isShown = (trial: number) => choice === undefined || trials.value(trial, variant) === choice;
    return quantities.map((of): PlotSeries => {
      const dashed = of !== quantity;
      return {
        label: withBoth ? `${quantityTitle(of, study)}, ${own.label}` : own.label,
        color: own.color,
        style: !isOrdered ? 'bars' : dashed ? 'dashed' : 'solid',
        points: pointsOf(trials, of, x.place, isShown),
      };
    });
  });
  // A round trains all its values seed by seed: what there is so far is shown as such.
  const soFar = isOrdered ? pointsOf(trials, quantity, x.place, () => true, true) : [];
  if (soFar.length > 0)
    series.push({ label: l10n.t('so far, on fewer seeds'), color: 'muted', style: 'rings', points: soFar });
  const values = series.flatMap(({ points }) => points.map(({ y }) => y));
  return {
    label: l10n.t('{0} against {1}', title, x.title),
    x: {
      ...{ title: x.title, logarithmic: x.logarithmic },
      ...(x.categories && { categories: x.categories }),
      ...(x.low !== undefined && x.high !== undefined && { from: x.low, to: x.high }),
    },
    // Bars begin at 0.
    y: isOrdered ? robustAxis(title, values, goodEnd(quantity)) : { title },
    series: series.map((one) =>
      isOrdered ? one : { ...one, points: one.points.filter(({ y }) => Number.isFinite(y)) },
    ),
    marks: x.current === undefined ? [] : [{ x: x.current, label: l10n.t('set-up'), color: 'foreground' }],
  };
}

/** Dropout or none, where both are there. */
function lineOf(
  study: StudyState,
  variant: number,
  choice: number | undefined,
): Pick<PlotSeries, 'label' | 'color'> {
  if (choice === undefined) return { label: seedsWords(study), color: 'dropout' };
  const name = Number(study.axes[variant]!.choices![choice]) === 0 ? 'baseline' : 'dropout';
  return { label: variantTitle(name), color: name };
}

interface Horizontal {
  readonly title: string;
  readonly logarithmic: boolean;
  readonly categories?: readonly string[];
  readonly current?: number | undefined;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  /** Where a trial stands. */
  place(trial: number): number;
}

function horizontal(
  axes: readonly StudyAxis[],
  along: readonly number[],
  trials: Trials,
  category: (value: string) => string = (value) => value,
): Horizontal {
  const [first] = along;
  const axis = axes[first!]!;
  if (along.length > 1) return combinations(axes, along, trials);
  const place = (trial: number) => trials.value(trial, first!);
  const { title, log = false, choices, current, low, high } = axis;
  return {
    title,
    logarithmic: log,
    place,
    current,
    low,
    high,
    ...(choices && { categories: choices.map(category) }),
  };
}

/** Of a place: the first choice is on. */
const ON = 0;

/** On or off at several places: `input + hidden`. */
function combinations(axes: readonly StudyAxis[], along: readonly number[], trials: Trials): Horizontal {
  const nameOf = (isOn: (axis: number) => boolean) => {
    const on = along.filter(isOn).map((axis) => placeTitle(axes[axis]!.name));
    return on.length === 0 ? l10n.t('none') : on.join(' + ');
  };
  const names = Array.from({ length: trials.count }, (_, trial) =>
    nameOf((axis) => trials.value(trial, axis) === ON),
  );
  const isKnown = along.every((axis) => axes[axis]!.current !== undefined);
  const own = isKnown ? names.indexOf(nameOf((axis) => axes[axis]!.current === ON)) : -1;
  return {
    title: l10n.t('placement'),
    logarithmic: false,
    categories: names,
    ...(own >= 0 && { current: own }),
    place: (trial) => trial,
  };
}

function placeTitle(path: string): string {
  if (path.endsWith('.input')) return l10n.t('input');
  return path.endsWith('.output') ? l10n.t('output') : l10n.t('hidden');
}

/** Of trials that have ended, or that still run, by their place: means over seeds, with one standard deviation. */
function pointsOf(
  trials: Trials,
  quantity: Quantity,
  place: (trial: number) => number,
  isShown: (trial: number) => boolean,
  isRunning = false,
): PlotPoint[] {
  const points: PlotPoint[] = [];
  for (let trial = 0; trial < trials.count; trial++) {
    if ((trials.state(trial) === 'running') !== isRunning || !isShown(trial)) continue;
    if (isRunning && !Number.isFinite(trials.get(trial, quantity))) continue;
    const [y, deviation] = [trials.get(trial, quantity), trials.get(trial, DEVIATION[quantity])];
    const ends =
      Number.isFinite(deviation) && Number.isFinite(y) ? { low: y - deviation, high: y + deviation } : {};
    const lost = goodEnd(quantity) === 'low' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    points.push({ x: place(trial), y: Number.isFinite(y) ? y : lost, id: trial, ...ends });
  }
  return points.sort((a, b) => a.x - b.x);
}

const seedsWords = ({ seeds }: StudyState): string => l10n.t('mean of {0} seeds ± 1 sd', seeds);

export function quantityTitle(quantity: Quantity, { task }: Pick<StudyState, 'task'>): string {
  const titles: Readonly<Record<Quantity, string>> = {
    validationLoss: l10n.t('validation loss'),
    testLoss: l10n.t('test loss'),
    trainLoss: l10n.t('training loss'),
    testScore: task === 'regression' ? l10n.t('test R²') : l10n.t('test accuracy'),
  };
  return titles[quantity];
}
