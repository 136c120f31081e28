import { scenario } from './scenario';

export const catapult = scenario({
  id: 'catapult',
  title: 'A rate above the limit that does not diverge',
  description:
    'The learning rate begins above 2/λmax. The loss rises within a few steps, the weights are thrown to a flatter place, and there it falls.',
  experiment: {
    data: { source: 'moons', train: 100, noise: 0.15 },
    network: { hidden: [64, 64], activation: 'tanh' },
    dropout: { ratio: 0 },
    training: { optimizer: 'sgd', learningRate: 0.1, batchSize: 100, epochs: 300, loss: 'meanSquaredError' },
  },
});
