import { scenario } from './scenario';

export const dominantFeature = scenario({
  id: 'dominant-feature',
  title: 'One feature gives it away',
  description:
    'One feature almost tells the label in training, less so in the test set. Dropout at the input makes the network look at the others too.',
  experiment: {
    data: { source: 'dominant-feature' },
    network: { hidden: [64] },
    dropout: { ratio: 0.5, placement: { input: true, hidden: false } },
    training: { optimizer: 'adam', learningRate: 0.003, epochs: 200 },
    seeds: 3,
    baseline: true,
  },
});
