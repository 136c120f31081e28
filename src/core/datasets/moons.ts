import { cosTurn, sinTurn } from '../elementary';
import { real } from '../params';
import { sampleCounts } from './counts';
import { generator } from './generator';
import { classesInPlane } from './plane';

/** Half circles of radius 1, as in scikit-learn's `make_moons`, centred on the origin. */
export const moons = generator({
  id: 'moons',
  title: 'Two moons',
  description: 'Two half circles that reach into each other.',
  params: {
    ...sampleCounts({ train: 100, validation: 200, test: 500 }),
    noise: real({
      title: 'Noise',
      description: 'Standard deviation of the noise on each coordinate.',
      default: 0.3,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  generate: (params, stream) =>
    classesInPlane(['upper moon', 'lower moon'], params, stream, (label) => {
      const half = stream.uniform() / 2;
      const [cosine, sine] = [cosTurn(half), sinTurn(half)];
      return label === 0 ? [cosine - 0.5, sine - 0.25] : [0.5 - cosine, 0.25 - sine];
    }),
});
