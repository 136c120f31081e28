import { append, greatest, least } from '../../core/lists';
import { edgeOfStability as scenario } from '../scenarios/edge-of-stability';
import type { Figure, FigureLine } from './figure';
import { begin, follow } from './train';

const [SEEDS, LOOKS, STEPS] = [3, 41, 100];

export const edgeOfStability: Figure = {
  id: 'edge-of-stability',
  title: 'The edge of stability',
  claim:
    'Full-batch gradient descent raises the largest curvature λmax until it reaches 2/learning rate, and stays there.',
  source: { name: 'Cohen et al. 2021, arXiv 2103.00065, fig. 1', url: 'https://arxiv.org/abs/2103.00065' },
  x: 'step',
  y: 'learning rate × λmax / 2',
  *reproduce() {
    const { experiment } = scenario;
    const end = (LOOKS - 1) * STEPS;
    const published: FigureLine = {
      label: '1: λmax is 2/learning rate',
      published: true,
      points: [0, end].map((x) => ({ x, y: 1 })),
    };
    const lines = [published];
    const late: number[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const trained = begin(experiment, seed);
      const looks = yield* follow(trained, LOOKS, STEPS);
      trained.run.dispose();
      if (!looks) continue;
      const points = Array.from(looks.lambdaMax, (value, i) => ({
        ...{ x: looks.steps[i]!, y: (value * looks.learningRates[i]!) / 2 },
      }));
      lines.push({ label: 'seed {0}', n: seed, points });
      append(
        late,
        points.filter(({ x }) => x >= (2 / 3) * end).map(({ y }) => y),
      );
      yield { lines: [...lines], checks: [] };
    }
    const checks = [
      { label: 'the least in the last third', value: least(late), low: 0.9, high: 1.15 },
      { label: 'the greatest in the last third', value: greatest(late), low: 0.9, high: 1.15 },
    ];
    yield { lines, checks };
  },
};
