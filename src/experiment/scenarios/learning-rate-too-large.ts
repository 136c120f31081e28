import { scenario } from './scenario';

export const learningRateTooLarge = scenario({
  id: 'learning-rate-too-large',
  title: 'A learning rate that is too large',
  description:
    'Each update overshoots by more than the last one, until the loss is no longer a finite number.',
  experiment: {
    data: { source: 'surface' },
    network: { hidden: [64, 64] },
    dropout: { ratio: 0.2 },
    training: { optimizer: 'sgd', learningRate: 3, epochs: 100 },
    baseline: true,
  },
});
