import { scenario } from './scenario';

export const overfitting = scenario({
  id: 'overfitting',
  title: 'Overfitting, and dropout against it',
  description:
    'A wide network learns a hundred noisy points by heart: without dropout its training loss falls and its test loss climbs.',
  experiment: {
    data: { source: 'moons', train: 100, test: 500, noise: 0.3 },
    network: { hidden: [128, 128] },
    dropout: { ratio: 0.5 },
    training: { optimizer: 'adam', learningRate: 0.003, batchSize: 100, epochs: 300 },
    seeds: 5,
    baseline: true,
  },
});
