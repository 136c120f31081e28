import { greatest, least } from '../../core/lists';
import { catapult as scenario } from '../scenarios/catapult';
import type { Experiment } from '../schema';
import type { Figure } from './figure';
import { begin, follow } from './train';

/** Learning rates, in 1/λmax of the initial weights. */
const RATES = [0.5, 1, 1.5, 1.8, 2.5, 2.8, 3.2, 3.6];
const STEPS = 300;

export const catapult: Figure = {
  id: 'catapult',
  title: 'The catapult',
  claim:
    'Between 2/λmax and about 4/λmax of the initial weights the loss first grows, until the weights are where the curvature is less; below, it falls from the first step on.',
  source: { name: 'Lewkowycz et al. 2020, arXiv 2003.02218', url: 'https://arxiv.org/abs/2003.02218' },
  x: 'learning rate × λmax of the initial weights',
  y: 'relative to the initial weights',
  logarithmic: { y: true },
  *reproduce() {
    const { experiment } = scenario;
    const first = begin(experiment, experiment.seed);
    const start = (yield* follow(first, 1, 0))!.lambdaMax[0]!;
    first.run.dispose();
    const measured: { x: number; top: number; end: number; curvature: number }[] = [];
    const marks = [2, 4].map((x) => ({ x, label: '{0}/λmax', n: x }));
    const lines = () => [
      { label: 'greatest training loss', points: measured.map(({ x, top }) => ({ x, y: top })) },
      {
        label: 'training loss after {0} steps',
        n: STEPS,
        points: measured.map(({ x, end }) => ({ x, y: end })),
      },
      {
        label: 'λmax after {0} steps',
        n: STEPS,
        points: measured.map(({ x, curvature }) => ({ x, y: curvature })),
      },
    ];
    for (const x of RATES) {
      measured.push({ x, ...(yield* course(experiment, x / start, start)) });
      yield { lines: lines(), checks: [], marks };
    }
    const [below, above] = [measured.filter(({ x }) => x < 2), measured.filter(({ x }) => x > 2)];
    const checks = [
      { label: 'below: the greatest loss', value: greatest(below.map(({ top }) => top)), low: 1, high: 1.02 },
      {
        label: 'above: the least peak of the loss',
        value: least(above.map(({ top }) => top)),
        low: 1.2,
        high: 100,
      },
      {
        label: 'above: the greatest loss at the end',
        value: greatest(above.map(({ end }) => end)),
        low: 0,
        high: 0.2,
      },
      {
        label: 'above: the greatest λmax at the end',
        ...{ value: greatest(above.map(({ curvature }) => curvature)), low: 0, high: 0.9 },
      },
    ];
    yield { lines: lines(), checks, marks };
  },
};

/** Greatest and last loss, and last curvature, in those of the start. */
function* course(
  experiment: Experiment,
  learningRate: number,
  start: number,
): Generator<undefined, { top: number; end: number; curvature: number }> {
  const spec = { ...experiment, training: { ...experiment.training, learningRate } } as Experiment;
  const trained = begin(spec, spec.seed);
  const { run } = trained;
  const losses = [run.evaluate().trainLoss];
  for (let step = 0; step < STEPS - 1 && !run.outcome; step++) {
    run.advance(1);
    losses.push(run.evaluate().trainLoss);
    if (step % 10 === 0) yield;
  }
  const looks = yield* follow(trained, 1, 0);
  run.dispose();
  const of = (loss: number) => (Number.isFinite(loss) ? loss / losses[0]! : Number.POSITIVE_INFINITY);
  return {
    top: greatest(losses.map(of)),
    end: of(losses.at(-1)!),
    curvature: (looks?.lambdaMax[0] ?? Number.POSITIVE_INFINITY) / start,
  };
}
