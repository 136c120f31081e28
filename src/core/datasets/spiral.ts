import { real } from '../params';
import { sampleCounts } from './counts';

export const spiral = {
  id: 'spiral',
  title: 'Spiral',
  description: 'Two arms that wind around each other.',
  params: {
    ...sampleCounts({ train: 200, test: 1000 }),
    noise: real({
      title: 'Noise',
      description: 'Standard deviation of the noise on each coordinate.',
      default: 0.1,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
} as const;
