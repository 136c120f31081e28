import { scenario } from './scenario';

export const ratioTooHigh = scenario({
  id: 'ratio-too-high',
  title: 'A drop ratio that is too high',
  description: 'With 95 % of a small network dropped in every step, even the training loss stays high.',
  experiment: {
    data: { source: 'moons', train: 100, test: 1000, noise: 0.3 },
    network: { hidden: [32, 32] },
    dropout: { ratio: 0.95 },
    training: { optimizer: 'adam', learningRate: 0.003, epochs: 300 },
    seeds: 3,
    baseline: true,
  },
});
