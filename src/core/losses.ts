import type { Task } from './dataset';

/** What training makes small. */
export interface Loss {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

export const losses = [
  {
    id: 'auto',
    title: 'Automatic',
    description: 'Cross-entropy for classes, mean squared error for numbers.',
  },
  {
    id: 'crossEntropy',
    title: 'Softmax cross-entropy',
    description: 'Mean negative log probability of the right class, in nats.',
  },
  {
    id: 'meanSquaredError',
    title: 'Mean squared error',
    description: 'Mean over samples and outputs of the squared difference; classes become one-hot targets.',
  },
] as const satisfies readonly Loss[];

/**
 * The kernels' number of a loss: 0 softmax cross-entropy, 1 mean squared error of numbers, 2 of one-hot classes.
 * @throws RangeError when cross-entropy is asked for where there are no classes.
 */
export function lossOf(id: (typeof losses)[number]['id'], task: Task): 0 | 1 | 2 {
  if (id === 'crossEntropy' && task === 'regression') {
    throw new RangeError(
      'training.loss is crossEntropy, which needs classes; this data has numbers to predict: use meanSquaredError or auto.',
    );
  }
  if (task === 'regression') return 1;
  return id === 'meanSquaredError' ? 2 : 0;
}
