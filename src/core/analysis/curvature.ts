import { createStream } from '../random';
import type { LayerWeights } from '../trainer-types';
import { type Analysis, type AnalysisContext, head, type Slices } from './analysis';
import { lanczos, startNear } from './lanczos';
import { dot, flatten, norm, plus, unflatten } from './vectors';

/** The loss around the weights: its profile along the gradient, and its largest curvature. */
export interface CurvatureResult {
  /** Which weights were analysed: the current ones, or the initial ones of a run that diverged. */
  readonly at: 'now' | 'start';
  /** Training loss on the measured samples, without dropout. */
  readonly loss: number;
  readonly gradientNorm: number;
  /** Step sizes along −gradient and the loss at each; not finite on overflow. */
  readonly steps: Float64Array;
  readonly losses: Float64Array;
  /** The current learning rate. */
  readonly learningRate: number;
  /** Loss after one plain gradient step with that learning rate. */
  readonly lossAfterStep: number;
  /** Second derivative of the loss along the unit gradient. */
  readonly curvatureAlongGradient: number;
  /** Largest eigenvalue of the Hessian; refined with each yield. */
  readonly lambdaMax?: number;
  /** 2 / λmax: plain gradient descent on the local quadratic diverges above this learning rate. */
  readonly limit?: number;
}

const SAMPLES = 300;
const POINTS = 41;
/** Products with the Hessian at the most. */
const PRODUCTS = 20;

/** Effect of a single update, and its stability limit. */
export const curvature: Analysis<CurvatureResult> = { id: 'curvature', run };

function* run(context: AnalysisContext): Slices<CurvatureResult> {
  const { learningRate } = context;
  const now = placeOf(context, context.probe.weights(), 'now');
  const place = Number.isFinite(now.gradientNorm) ? now : startOf(context);
  if (!place || !(place.gradientNorm > 0)) return;
  const { at, weights, here, gradientNorm, lookAt } = place;
  const hessianTimes = hessianProduct(weights, (vector) => lookAt(vector).gradient);
  const direction = here.gradient.map((value) => value / gradientNorm);
  const along = dot(direction, hessianTimes(direction));
  yield;
  const steps = stepSizes(learningRate, along);
  const losses = new Float64Array(POINTS);
  for (let i = 0; i < POINTS; i++) {
    losses[i] = lookAt(plus(weights, -steps[i]!, here.gradient)).loss;
    yield;
  }
  const base = {
    at,
    loss: here.loss,
    gradientNorm,
    steps,
    losses,
    learningRate,
    lossAfterStep: lookAt(plus(weights, -learningRate, here.gradient)).loss,
    curvatureAlongGradient: along,
  };
  yield base;
  for (const estimate of estimates(hessianTimes, direction)) yield estimate && { ...base, ...estimate };
}

/** The largest curvature of the loss at some weights. */
export interface CurvatureEstimate {
  readonly lambdaMax: number;
  /** 2 / λmax. */
  readonly limit: number;
}

/**
 * The largest curvature of the training loss at a network's weights, which are others afterwards; undefined where there
 * is none. Yields between slices of work.
 */
export function* largestCurvature(
  probe: AnalysisContext['probe'],
  data: AnalysisContext['data'],
): Generator<undefined, CurvatureEstimate | undefined> {
  const { weights, here, gradientNorm, lookAt } = placeOf({ data, probe }, probe.weights(), 'now');
  if (!(gradientNorm > 0 && Number.isFinite(gradientNorm))) return undefined;
  const hessianTimes = hessianProduct(weights, (vector) => lookAt(vector).gradient);
  const direction = here.gradient.map((value) => value / gradientNorm);
  let found: CurvatureEstimate | undefined;
  for (const estimate of estimates(hessianTimes, direction)) {
    found = estimate ?? found;
    yield undefined;
  }
  return found;
}

/** Weights with their loss and gradient: the centre of the analysis. */
function placeOf(
  { data, probe }: Pick<AnalysisContext, 'data' | 'probe'>,
  like: readonly LayerWeights[],
  at: 'now' | 'start',
) {
  const samples = head(data.train, data.features, data.outputs, SAMPLES);
  const weights = flatten(like);
  const lookAt = (vector: Float64Array) => {
    probe.setWeights(unflatten(vector, like));
    const { loss, layers } = probe.gradient(samples.x, samples.y, samples.count, { kind: 'evaluation' });
    return { loss, gradient: flatten(layers) };
  };
  const here = lookAt(weights);
  const gradientNorm = norm(here.gradient);
  return { at, weights, here, gradientNorm, lookAt };
}

/** A diverged network has no curvature, but its initial weights do, and they show why it diverged. */
const startOf = (context: AnalysisContext) =>
  context.initialWeights && placeOf(context, context.initialWeights(), 'start');

/** Step sizes that cover both the current step and the minimum of the local parabola. */
function stepSizes(learningRate: number, curvatureAlong: number): Float64Array {
  const bottom = curvatureAlong > 0 ? 1 / curvatureAlong : learningRate;
  const reach = 1.25 * Math.min(Math.max(learningRate, 2 * bottom), 20 * Math.max(bottom, 1e-12));
  return Float64Array.from({ length: POINTS }, (_, i) => (reach * i) / (POINTS - 1));
}

/** H·v by central differences of the gradient, with a distance large enough for float32. */
export function hessianProduct(weights: Float64Array, gradientAt: (weights: Float64Array) => Float64Array) {
  return (v: Float64Array): Float64Array => {
    const size = norm(v);
    if (size === 0) return v.slice();
    const h = (1e-3 * (1 + norm(weights))) / size;
    const ahead = gradientAt(plus(weights, h, v));
    const behind = gradientAt(plus(weights, -h, v));
    return ahead.map((value, i) => (value - behind[i]!) / (2 * h));
  };
}

/** The largest eigenvalue so far, after each product; undefined while it is not positive. */
function* estimates(
  times: (v: Float64Array) => Float64Array,
  direction: Float64Array,
): Generator<CurvatureEstimate | undefined> {
  let lambdaMax = 0;
  const latest = () => (lambdaMax > 0 ? { lambdaMax, limit: 2 / lambdaMax } : undefined);
  const product = function* (unit: Float64Array): Generator<undefined, Float64Array> {
    yield undefined;
    return times(unit);
  };
  const start = startNear(direction, createStream(0, 'analysis'));
  const walk = lanczos(start, PRODUCTS, product, (value) => {
    lambdaMax = value;
  });
  while (!walk.next().done) yield latest();
  yield latest();
}
