import * as l10n from '@vscode/l10n';
import type { ComparedTraining, RunState } from '../protocol';
import type { ChartSpec, LineSpec } from './chart-spec';
import { comparedId, STROKES } from './compared';
import { type Curve, decimate } from './decimate';
import { comparedColor } from './line-color';
import type { DrawnLine, Room } from './lines';

/** More steps than this are no epochs that a log calls steps. */
const MOST_EPOCHS = 2_000;

/** Whether a training's steps can stand for epochs: many loops count epochs and call them steps. */
const areEpochs = ({ unit, lines }: ComparedTraining): boolean =>
  unit === 'epoch' || lines.every(({ x }) => x.length > 1 && (x.at(-1) ?? 0) <= MOST_EPOCHS);

/** How a training stands beside a run, in words. */
export function trainingWords(training: ComparedTraining): string {
  const { settings, from } = training;
  const [steps, levels] =
    from === 'log'
      ? [
          l10n.t('Its log counts steps and no epochs: it is drawn over the width of the run.'),
          l10n.t(
            'Its log does not say what loss it is of; of another data set the levels cannot be compared.',
          ),
        ]
      : [
          l10n.t('The script counts steps and no epochs: it is drawn over the width of the run.'),
          l10n.t(
            'The script does not say what loss it is of; of another data set the levels cannot be compared.',
          ),
        ];
  return [settings.join('\n'), areEpochs(training) ? '' : steps, levels].filter(Boolean).join('\n');
}

/**
 * A training that is none of this program's, as a line of a run's chart: its validation curve, else that of its test
 * rows, else of training. Undefined where it has none of the chart's quantity.
 * @param place among all that the run is compared with.
 */
export function drawTraining(
  spec: ChartSpec,
  training: ComparedTraining,
  place: number,
  run: RunState,
  { x, columns }: Room,
): DrawnLine | undefined {
  const found = lineFor(spec, training);
  if (!found) return undefined;
  const { line, like } = found;
  const epochs = areEpochs(training) ? line.x : stretched(line.x, run);
  const whole = { x: epochs, y: line.y, seeds: training.seeds };
  const edge = (sign: number): Curve => ({
    x: epochs,
    y: line.y.map((value, i) => value + (sign * line.deviation![i]!) / Math.sqrt(training.seeds)),
  });
  const drawn = (curve: Curve) => decimate(curve, x.from, x.to, columns);
  return {
    spec: {
      ...like,
      id: comparedId(place, like.column),
      stroke: STROKES[place % STROKES.length]!,
      width: 1.5,
      spread: 'error',
    },
    line: {
      ...whole,
      ...(line.deviation && { deviation: line.deviation.map((one) => one / Math.sqrt(training.seeds)) }),
    },
    points: drawn(whole),
    ...(line.deviation && { band: { lower: drawn(edge(-1)), upper: drawn(edge(1)) } }),
    others: [],
    kind: 'compared',
    color: comparedColor(place),
    owner: training.name,
  };
}

/** The curve that a chart shows of a training, and the chart's own line of the same rows. */
export function lineFor(
  spec: ChartSpec,
  { lines }: ComparedTraining,
): { line: ComparedTraining['lines'][number]; like: LineSpec } | undefined {
  for (const rows of ['validation', 'test', 'train']) {
    const like = spec
      .lines()
      .find(({ column }) => column.startsWith(rows) && /^[a-z]+(?:Loss|Score)$/.test(column));
    const line = lines.find(({ role }) => role === like?.column);
    if (line && like) return { line, like };
  }
  return undefined;
}

/** Steps spread over the epochs of a run. */
function stretched(steps: Float64Array, run: RunState): Float64Array {
  const last = steps.at(-1) ?? 0;
  const { epochs } = run.experiment.training;
  return steps.map((step) => (last > 0 ? (step / last) * epochs : 0));
}
