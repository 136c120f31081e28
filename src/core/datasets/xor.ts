import { real } from '../params';
import { sampleCounts } from './counts';

export const xor = {
  id: 'xor',
  title: 'XOR',
  description: 'Opposite quadrants share a class.',
  params: {
    ...sampleCounts({ train: 100, test: 1000 }),
    noise: real({
      title: 'Noise',
      description: 'Standard deviation of the noise on each coordinate.',
      default: 0.2,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
} as const;
