import { scenario } from './scenario';

export const dominantFeature = scenario({
  id: 'dominant-feature',
  title: 'One feature gives it away',
  description:
    'One feature almost tells the label in training, less so in the test set. Dropout at the input hides it every other time, so that the network has to learn from the others too.',
  // Enough samples and few enough epochs that neither network learns noise by heart: that would hide what each leans on.
  experiment: {
    data: { source: 'dominant-feature', train: 1000, trainCorrelation: 0.98 },
    network: { hidden: [64] },
    dropout: { ratio: 0.5, placement: { input: true, hidden: false } },
    training: { optimizer: 'adam', learningRate: 0.002, epochs: 20 },
    seeds: 3,
    baseline: true,
  },
});
