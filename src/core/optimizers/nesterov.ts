import type { Entry } from '../params';
import { momentumParams, momentumUpdate } from './shared-params';

export const nesterov = {
  id: 'nesterov',
  title: 'Nesterov',
  description: 'Momentum that looks ahead before it measures the gradient (Sutskever et al. 2013).',
  params: momentumParams,
  update: momentumUpdate(2),
} as const satisfies Entry & { update: unknown };
