import { real } from '../params';
import { sampleCounts } from './counts';
import { generator } from './generator';
import { classesInPlane } from './plane';

export const gaussians = generator({
  id: 'gaussians',
  title: 'Gaussians',
  description: 'Two round clouds.',
  params: {
    ...sampleCounts({ train: 100, validation: 200, test: 500 }),
    noise: real({
      title: 'Noise',
      description: 'Standard deviation of a cloud, beside a unit distance from the middle.',
      default: 0.5,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  generate: (params, stream) =>
    classesInPlane(['lower cloud', 'upper cloud'], params, stream, (label) => {
      const middle = label === 0 ? -Math.SQRT1_2 : Math.SQRT1_2;
      return [middle, middle];
    }),
});
