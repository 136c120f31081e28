import { real } from '../params';
import { sampleCounts } from './counts';

export const digits = {
  id: 'digits',
  title: 'Digits',
  description:
    'Drawn 28×28 digits: stroke skeletons under random affine, thickness, elastic and pixel noise.',
  params: {
    ...sampleCounts({ train: 300, test: 1000 }),
    noise: real({
      title: 'Noise',
      description: 'Standard deviation of the noise on each pixel.',
      default: 0.2,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
} as const;
