import type { OptimizerId } from '../optimizers/index';

/** The learning rate above which an optimizer diverges on a parabola, and its formula. */
export interface RateLimit {
  readonly limit: number;
  readonly formula: string;
}

/** The limits of each optimizer; null: another curvature decides. */
const LIMITS: Readonly<Record<OptimizerId, ((beta: number, lambdaMax: number) => RateLimit) | null>> = {
  sgd: (_beta, lambdaMax) => ({ limit: 2 / lambdaMax, formula: '2/λmax' }),
  momentum: (beta, lambdaMax) => ({ limit: (2 * (1 + beta)) / lambdaMax, formula: '2(1 + β)/λmax' }),
  nesterov: (beta, lambdaMax) => ({
    limit: (2 * (1 + beta)) / ((1 + 2 * beta) * lambdaMax),
    formula: '2(1 + β)/((1 + 2β)λmax)',
  }),
  adam: null,
  adamw: null,
  rmsprop: null,
  nadam: null,
  adamax: null,
  adagrad: null,
  lion: null,
};

/**
 * Limits of gradient descent and of its forms with momentum (Cohen et al. 2021, arXiv 2103.00065, appendix B). Undefined
 * for adaptive optimizers: they divide each weight's gradient by its own size, so their limit is one of another
 * curvature, which is not measured here, and a usual rate of theirs may lie far from 2/λmax on either side.
 */
export function rateLimit(
  { optimizer, momentum: beta = 0 }: { readonly optimizer: OptimizerId; readonly momentum?: number },
  lambdaMax: number,
): RateLimit | undefined {
  return LIMITS[optimizer]?.(beta, lambdaMax);
}
