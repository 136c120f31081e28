import { scenario } from './scenario';

export const book = scenario({
  id: 'book',
  title: "The book's experiment, on drawn digits",
  description:
    'Six hidden layers of 100, 300 images of digits, plain SGD: the experiment of Deep Learning from Scratch, chapter 6, with drawn digits in place of MNIST. Dropout narrows the gap between training and test; whether it lowers the test loss is another question.',
  experiment: {
    data: { source: 'digits', train: 300 },
    network: { hidden: [100, 100, 100, 100, 100, 100], activation: 'relu', init: 'he' },
    dropout: { ratio: 0.2 },
    training: { optimizer: 'sgd', learningRate: 0.01, batchSize: 100, epochs: 301 },
    baseline: true,
  },
});
