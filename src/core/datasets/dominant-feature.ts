import { real } from '../params';
import { sampleCounts } from './counts';

export const dominantFeature = {
  id: 'dominant-feature',
  title: 'Dominant feature',
  description: 'One feature almost gives the label away in training, less so in the test set.',
  params: {
    ...sampleCounts({ train: 200, test: 2000 }),
    noise: real({
      title: 'Noise',
      description: 'How often the dominant feature lies in the test set.',
      default: 0.3,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
} as const;
