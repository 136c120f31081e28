import { scenario } from './scenario';

export const edgeOfStability = scenario({
  id: 'edge-of-stability',
  title: 'Gradient descent at the edge of stability',
  description:
    'Plain gradient descent on all samples at once: the largest curvature of the loss grows until 2/λmax has come down to the learning rate, and stays there.',
  experiment: {
    data: { source: 'surface' },
    network: { hidden: [64, 64], activation: 'tanh', init: 'xavier' },
    dropout: { ratio: 0 },
    training: { optimizer: 'sgd', learningRate: 0.05, batchSize: 100, epochs: 6000, evaluateEvery: 10 },
  },
});
