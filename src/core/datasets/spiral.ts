import { cosTurn, sinTurn } from '../elementary';
import { real } from '../params';
import { sampleCounts } from './counts';
import { generator } from './generator';
import { classesInPlane } from './plane';

const RADIUS = 1.4;
const WINDINGS = 1.75;

/** Two Archimedean spirals half a turn apart, with as many windings as TensorFlow Playground's. */
export const spiral = generator({
  id: 'spiral',
  title: 'Spiral',
  description: 'Two arms that wind around each other.',
  params: {
    ...sampleCounts({ train: 200, validation: 200, test: 500 }),
    noise: real({
      title: 'Noise',
      description: 'Standard deviation of the noise on each coordinate.',
      default: 0.1,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  generate: (params, stream) =>
    classesInPlane(['first arm', 'second arm'], params, stream, (label) => {
      const along = stream.uniform();
      const turn = WINDINGS * along + label / 2;
      return [RADIUS * along * cosTurn(turn), RADIUS * along * sinTurn(turn)];
    }),
});
