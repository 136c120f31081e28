import { type Analysis, type AnalysisContext, head, type Slices } from './analysis';

/** Statistics of one hidden layer on test data, without dropout. */
export interface HiddenLayer {
  readonly width: number;
  /** Mean absolute activation over samples and neurons. */
  readonly meanActivation: number;
  /** Share of zero activations (|a| < 10⁻⁶): sparsity, as in Srivastava et al. 2014, fig. 8. */
  readonly zeroShare: number;
  /** Counts of |activation| in {@link HISTOGRAM_BINS} equal bins from 0 to `histogramMax`. */
  readonly histogram: Uint32Array;
  readonly histogramMax: number;
  /** Mean |correlation| over all pairs of non-constant neurons: co-adaptation. NaN with fewer than two. */
  readonly meanCorrelation: number;
  /** Correlations of the first non-constant neurons: shown × shown, row-major. */
  readonly correlations: Float32Array;
  readonly shown: number;
}

export interface HiddenResult {
  readonly samples: number;
  readonly layers: readonly HiddenLayer[];
}

export const HISTOGRAM_BINS = 30;
const SAMPLES = 500;
const SHOWN = 32;
/** Neurons processed per slice; each is correlated with all before it. */
const SLICE = 16;

type Correlation = Pick<HiddenLayer, 'meanCorrelation' | 'correlations' | 'shown'>;

/** Sparsity of activations and co-adaptation of hidden neurons. */
export const hidden: Analysis<HiddenResult> = { id: 'hidden', run };

function* run({ data, probe }: AnalysisContext): Slices<HiddenResult> {
  const samples = head(data.test, data.features, data.outputs, SAMPLES);
  const { sites } = probe.forward(samples.x, samples.count, { kind: 'evaluation' });
  const layers: HiddenLayer[] = [];
  for (let site = 1; site < sites.length - 1; site++) {
    yield;
    const correlated = yield* correlation(sites[site]!, probe.widths[site]!);
    layers.push({ ...activity(sites[site]!, probe.widths[site]!), ...correlated });
  }
  yield { samples: samples.count, layers };
}

function activity(values: Float32Array, width: number) {
  let sum = 0;
  let zeros = 0;
  let top = 0;
  for (const value of values) {
    const size = Math.abs(value);
    sum += size;
    if (size < 1e-6) zeros++;
    top = Math.max(top, size);
  }
  const histogram = new Uint32Array(HISTOGRAM_BINS);
  const scale = top > 0 ? HISTOGRAM_BINS / top : 0;
  for (const value of values) histogram[Math.min(HISTOGRAM_BINS - 1, Math.floor(Math.abs(value) * scale))]!++;
  return {
    width,
    meanActivation: sum / values.length,
    zeroShare: zeros / values.length,
    histogram,
    histogramMax: top,
  };
}

/** Pearson correlations between the non-constant columns of `values` (samples × width). */
function* correlation(values: Float32Array, width: number): Generator<undefined, Correlation> {
  const columns = standardizedColumns(values, width);
  const shown = Math.min(SHOWN, columns.length);
  const correlations = new Float32Array(shown * shown);
  let sum = 0;
  for (let i = 0; i < columns.length; i++) {
    for (let j = 0; j <= i; j++) {
      const r = dot(columns[i]!, columns[j]!);
      if (i < shown) correlations[i * shown + j] = correlations[j * shown + i] = r;
      if (j < i) sum += Math.abs(r);
    }
    if (i % SLICE === SLICE - 1) yield;
  }
  const pairs = (columns.length * (columns.length - 1)) / 2;
  return { meanCorrelation: sum / pairs, correlations, shown };
}

/** At most 256 non-constant columns, each with mean 0 and norm 1. */
function standardizedColumns(values: Float32Array, width: number): Float64Array[] {
  const rows = values.length / width;
  const columns: Float64Array[] = [];
  for (let j = 0; j < Math.min(width, 256); j++) {
    const column = Float64Array.from({ length: rows }, (_, i) => values[i * width + j]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / rows;
    for (let i = 0; i < rows; i++) column[i]! -= mean;
    const norm = Math.sqrt(dot(column, column));
    if (norm > 1e-6) columns.push(column.map((value) => value / norm));
  }
  return columns;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
