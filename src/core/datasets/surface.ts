import { real } from '../params';
import { sampleCounts } from './counts';

export const surface = {
  id: 'surface',
  title: 'Regression surface',
  description: 'A smooth height over the plane.',
  params: {
    ...sampleCounts({ train: 100, test: 1000 }),
    noise: real({
      title: 'Noise',
      description: 'Standard deviation of the noise on the target, which itself has variance 1.',
      default: 0.2,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
} as const;
