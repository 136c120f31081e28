import { real } from '../params';
import { sampleCounts } from './counts';

export const gaussians = {
  id: 'gaussians',
  title: 'Gaussians',
  description: 'Two round clouds.',
  params: {
    ...sampleCounts({ train: 100, test: 1000 }),
    noise: real({
      title: 'Noise',
      description: 'Standard deviation of a cloud, beside a unit distance from the middle.',
      default: 0.5,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
} as const;
