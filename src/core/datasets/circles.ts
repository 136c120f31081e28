import { real } from '../params';
import { sampleCounts } from './counts';

export const circles = {
  id: 'circles',
  title: 'Circles',
  description: 'A disc inside a ring.',
  params: {
    ...sampleCounts({ train: 100, test: 1000 }),
    noise: real({
      title: 'Noise',
      description: 'Standard deviation of the noise on each coordinate.',
      default: 0.25,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
} as const;
