import { decaysApart } from '../optimizers/index';
import type { LayerWeights } from '../trainer-types';
import type { Analysis, AnalysisContext, Slices } from './analysis';
import { type Eigenpair, lanczos, startNear } from './lanczos';
import { flatten, norm, plus, unflatten } from './vectors';

/** How the largest curvature of the training loss moved while the network trained: a value a look, oldest first. */
export interface SharpnessResult {
  /** Steps taken before the look. */
  readonly steps: Float64Array;
  /** Largest eigenvalue of the Hessian, weight decay included, without dropout; batches normalize by running statistics. */
  readonly lambdaMax: Float64Array;
  /** Learning rate in force, after the schedule. */
  readonly learningRates: Float64Array;
  /** Training samples that it was measured on, and how many there are. */
  readonly rows: number;
  readonly of: number;
}

/** More samples than this are represented by as many, evenly spread. */
const MOST_ROWS = 4096;
/** Looks that are kept; of more, every second, fourth … */
const MOST_LOOKS = 200;
/** Weights times samples of one gradient: about a millisecond. */
const SLICE = 1_000_000;
/** Products with the Hessian: at the first look, and at those that go on from the eigenvector before. */
const [FIRST, NEXT] = [20, 4];

/** The largest curvature, look by look: each goes on from the eigenvector of the one before. */
export const sharpness: Analysis<SharpnessResult> = {
  id: 'sharpness',
  run: (context) => track()(context),
  track,
};

function track(): Analysis<SharpnessResult>['run'] {
  const looks: Look[] = [];
  let [count, stride] = [0, 1];
  let direction: Float64Array | undefined;
  return function* run(context: AnalysisContext): Slices<SharpnessResult> {
    const samples = spread(context);
    const found = yield* eigenpair(context, samples, direction);
    if (!found) return;
    direction = found.vector;
    // The last look is always there; it stays if its turn has come.
    if ((count - 1) % stride !== 0) looks.pop();
    if (looks.length === MOST_LOOKS) {
      for (let i = 1; i < looks.length; i++) looks.splice(i, 1);
      stride *= 2;
    }
    looks.push({ step: context.probe.step, value: found.value, learningRate: context.learningRate });
    count++;
    yield {
      steps: Float64Array.from(looks, ({ step }) => step),
      lambdaMax: Float64Array.from(looks, ({ value }) => value),
      learningRates: Float64Array.from(looks, ({ learningRate }) => learningRate),
      rows: samples.count,
      of: context.data.train.count,
    };
  };
}

interface Look {
  readonly step: number;
  readonly value: number;
  readonly learningRate: number;
}

type Samples = AnalysisContext['data']['train'];

/** All training samples, or as many as are measured, evenly spread. */
function spread({ data: { train, features } }: AnalysisContext): Samples {
  if (train.count <= MOST_ROWS) return train;
  const width = train.y.length / train.count;
  const x = new Float32Array(MOST_ROWS * features);
  const y = new Float32Array(MOST_ROWS * width);
  for (let i = 0; i < MOST_ROWS; i++) {
    const row = Math.floor((i * train.count) / MOST_ROWS);
    x.set(train.x.subarray(row * features, (row + 1) * features), i * features);
    y.set(train.y.subarray(row * width, (row + 1) * width), i * width);
  }
  return { count: MOST_ROWS, x, y };
}

/** The largest curvature and its direction, from one nearby or from that of the gradient; undefined where there is none. */
function* eigenpair(
  context: AnalysisContext,
  samples: Samples,
  known: Float64Array | undefined,
): Generator<undefined, Eigenpair | undefined> {
  const like = context.probe.weights();
  const weights = flatten(like);
  const gradientAt = (at: Float64Array) => gradient(context, samples, like, at);
  const near = known ?? (yield* gradientAt(weights));
  const start = startNear(near, context.stream);
  // By central differences, over a distance that is large enough for float32.
  const distance = 1e-3 * (1 + norm(weights));
  const found = yield* lanczos(start, known ? NEXT : FIRST, function* times(unit) {
    const ahead = yield* gradientAt(plus(weights, distance, unit));
    const behind = yield* gradientAt(plus(weights, -distance, unit));
    return ahead.map((part, i) => (part - behind[i]!) / (2 * distance));
  });
  const { optimizer, weightDecay } = context.spec.training;
  const value = (found?.value ?? 0) + (decaysApart(optimizer) ? 0 : weightDecay);
  return found && value > 0 ? { ...found, value } : undefined;
}

/** The gradient of the mean loss over the samples, a slice of them at a time. */
function* gradient(
  { probe, data: { features } }: AnalysisContext,
  { count, x, y }: Samples,
  like: readonly LayerWeights[],
  at: Float64Array,
): Generator<undefined, Float64Array> {
  const rows = Math.max(16, Math.floor(SLICE / probe.parameterCount));
  const width = y.length / count;
  const sum = new Float64Array(at.length);
  probe.setWeights(unflatten(at, like));
  for (let first = 0; first < count; first += rows) {
    const end = Math.min(count, first + rows);
    const some = [
      x.subarray(first * features, end * features),
      y.subarray(first * width, end * width),
    ] as const;
    const part = flatten(probe.gradient(...some, end - first, { kind: 'evaluation' }).layers);
    for (let i = 0; i < sum.length; i++) sum[i]! += (part[i]! * (end - first)) / count;
    yield undefined;
  }
  return sum;
}
