import { real } from '../params';
import { sampleCounts } from './counts';

export const moons = {
  id: 'moons',
  title: 'Two moons',
  description: 'Two half circles that reach into each other.',
  params: {
    ...sampleCounts({ train: 100, test: 1000 }),
    noise: real({
      title: 'Noise',
      description: 'Standard deviation of the noise on each coordinate.',
      default: 0.3,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
} as const;
