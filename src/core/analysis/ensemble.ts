import type { Analysis, AnalysisContext, Slices } from './analysis';
import { head } from './analysis';
import { enumerateThinnedNets } from './enumeration';
import { predictionOf, type Score, score } from './scores';
import { SingleGatherer, type SingleSamples } from './single-samples';

/** The average of k thinned networks, over several repetitions. */
export interface EnsemblePoint {
  readonly k: number;
  readonly loss: number;
  readonly error: number;
  /** Standard errors of loss and error rate over the repetitions. */
  readonly lossStandardError: number;
  readonly errorStandardError: number;
}

/**
 * Monte-Carlo average of thinned nets, compared with one pass with weight scaling (Srivastava et al. 2014, fig. 11).
 */
export interface EnsembleResult {
  /** Number of test samples measured. */
  readonly samples: number;
  readonly repetitions: number;
  readonly points: readonly EnsemblePoint[];
  /** One forward pass with all neurons, scaled by the dropout rule. */
  readonly weightScaling: Score;
  /** All 2ⁿ thinned nets, weighted by probability; only for small n. */
  readonly exact?: { readonly units: number; readonly arithmetic: Score; readonly geometric: Score };
  /** The same for single test samples. */
  readonly single: SingleSamples;
}

const SAMPLES = 500;
const REPETITIONS = 5;
const KS = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100];
const EXACT_UNITS = 12;

/** Compares the average over k masks, weight scaling, and exact enumeration. */
export const ensemble: Analysis<EnsembleResult> = { id: 'ensemble', run };

function* run(context: AnalysisContext): Slices<EnsembleResult> {
  const { data, probe } = context;
  const samples = head(data.test, data.features, data.outputs, SAMPLES);
  const scoreOf = (prediction: ArrayLike<number>) => score(data.task, prediction, samples.y, data.outputs);
  const scaled = probe.predict(samples.x, samples.count);
  const base = { samples: samples.count, weightScaling: scoreOf(scaled) };
  const scores = KS.map((): Score[] => []);
  const gathered = new SingleGatherer(data, KS, samples.count, scaled);
  yield { ...base, repetitions: 0, points: [], single: gathered.result() };
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const take = (index: number, mean: Float64Array) => {
      scores[index]!.push(scoreOf(mean));
      if (repetition === 0) gathered.mean(index, mean);
    };
    yield* averages(context, samples, repetition, take, (one) => gathered.add(one));
    yield { ...base, repetitions: repetition + 1, points: summarize(scores), single: gathered.result() };
  }
  const exact = yield* enumerateThinnedNets(context, EXACT_UNITS, SAMPLES);
  if (!exact) return;
  const { units, arithmetic, geometric, each } = exact;
  const single = { ...gathered.result(), exact: gathered.picked(each) };
  yield {
    ...base,
    repetitions: REPETITIONS,
    points: summarize(scores),
    exact: { units, arithmetic, geometric },
    single,
  };
}

/** Averages thinned nets one by one; yields the running mean at each k, and each single prediction. */
function* averages(
  { data, probe }: AnalysisContext,
  samples: { x: Float32Array; count: number },
  repetition: number,
  report: (index: number, mean: Float64Array) => void,
  each: (prediction: Float64Array) => void,
): Slices<never> {
  const most = KS[KS.length - 1];
  const sum = new Float64Array(samples.count * data.outputs);
  for (let k = 1; k <= most!; k++) {
    const pass = probe.forward(samples.x, samples.count, { kind: 'draw', draw: repetition * most! + k });
    const prediction = predictionOf(data.task, pass.sites[pass.sites.length - 1]!, data.outputs);
    for (let i = 0; i < sum.length; i++) sum[i]! += prediction[i]!;
    each(prediction);
    const index = KS.indexOf(k);
    if (index >= 0)
      report(
        index,
        sum.map((value) => value / k),
      );
    yield;
  }
}

function summarize(scores: readonly Score[][]): EnsemblePoint[] {
  return scores.flatMap((list, index) => {
    if (list.length === 0) return [];
    const loss = meanAndError(list.map((entry) => entry.loss));
    const error = meanAndError(list.map((entry) => entry.error));
    return [
      {
        k: KS[index]!,
        loss: loss.mean,
        error: error.mean,
        lossStandardError: loss.error,
        errorStandardError: error.error,
      },
    ];
  });
}

function meanAndError(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}
