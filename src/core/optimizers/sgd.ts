import type { Entry } from '../params';

export const sgd = {
  id: 'sgd',
  title: 'SGD',
  description: 'The plain update: weights minus learning rate times gradient.',
  params: {},
} as const satisfies Entry;
