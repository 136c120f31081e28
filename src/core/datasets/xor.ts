import { real } from '../params';
import { sampleCounts } from './counts';
import { generator } from './generator';
import { classesInPlane, spread } from './plane';

export const xor = generator({
  id: 'xor',
  title: 'XOR',
  description: 'Opposite quadrants share a class.',
  params: {
    ...sampleCounts({ train: 100, validation: 200, test: 500 }),
    noise: real({
      title: 'Noise',
      description: 'Standard deviation of the noise on each coordinate.',
      default: 0.2,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  generate: (params, stream) =>
    classesInPlane(['same sign', 'opposite signs'], params, stream, (label) => {
      const x1 = spread(stream, 1.2);
      const size = 1.2 * stream.uniform();
      return [x1, x1 < 0 === (label === 0) ? -size : size];
    }),
});
