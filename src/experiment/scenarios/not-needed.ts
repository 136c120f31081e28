import { scenario } from './scenario';

export const notNeeded = scenario({
  id: 'not-needed',
  title: 'Enough data: dropout is not needed',
  description: 'Five thousand samples and a small network: there is nothing to learn by heart.',
  experiment: {
    data: { source: 'moons', train: 5000, test: 5000, noise: 0.3 },
    network: { hidden: [32, 32] },
    dropout: { ratio: 0.2 },
    training: { optimizer: 'adam', learningRate: 0.003, batchSize: 64, epochs: 40 },
    seeds: 3,
    baseline: true,
  },
});
