import { cosTurn, sinTurn } from '../elementary';
import { real } from '../params';
import { sampleCounts } from './counts';
import { generator } from './generator';
import { heightOverPlane, spread } from './plane';

const HALF = 1.5;

/** One period of a sine times one of a cosine: mean 0 and, by the factor 2, variance 1 over the square. */
function height(x1: number, x2: number): number {
  return 2 * sinTurn(x1 / (2 * HALF)) * cosTurn(x2 / (2 * HALF));
}

export const surface = generator({
  id: 'surface',
  title: 'Regression surface',
  description: 'A smooth height over the plane.',
  params: {
    ...sampleCounts({ train: 100, validation: 200, test: 500 }),
    noise: real({
      title: 'Noise',
      description: 'Standard deviation of the noise on the target, which itself has variance 1.',
      default: 0.2,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  generate: (params, stream) =>
    heightOverPlane('height', params, stream, () => [spread(stream, HALF), spread(stream, HALF)], height),
});
