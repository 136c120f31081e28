import * as v from 'valibot';
import type { AnalysisId, AnalysisResults } from '../core/analysis/ids';
import type { Caution } from '../core/cautions';
import type { ColumnFacts } from '../core/column-facts';
import type { DataChoice, SplitFacts, Task } from '../core/dataset';
import type { Outcome } from '../core/trainer-types';

/** What a view on the screen needs beyond the curves. What nobody looks at is not computed. */
export const observationSchema = v.strictObject({
  /** The decision boundary (two features only). */
  boundary: v.boolean(),
  /** The thinned net of the current step. */
  network: v.boolean(),
});
export type Observation = v.InferOutput<typeof observationSchema>;

/** What an analysis says, so far. */
export type AnalysisOutput = {
  [I in AnalysisId]: { readonly id: I; readonly result: AnalysisResults[I] };
}[AnalysisId];

/** The output alone, without where it came from. */
export function analysisOutput({ id, result }: AnalysisOutput): AnalysisOutput {
  return { id, result } as AnalysisOutput;
}

/** How a member ended: the trainer's outcome, or stopped by a person. */
export interface Ending {
  readonly kind: Outcome['kind'] | 'stopped';
  readonly step: number;
  readonly epoch: number;
  /** The epoch whose weights were put back at the end. */
  readonly restored?: number;
  /** Seconds of training, pauses left out. */
  readonly seconds: number;
}

/** What a member's worker has to say 10–20 times a second. */
export interface Frame {
  /** Whole records of the epochs since the last frame: rows × EPOCH_COLUMNS, row-major. */
  readonly rows: Float64Array;
  readonly progress: Progress;
  readonly boundary?: Boundary;
  readonly network?: NetworkFrame;
}

export interface Progress {
  readonly step: number;
  /** In fractions: 12.5 is the middle of the 13th epoch. */
  readonly epoch: number;
  readonly totalSteps: number;
  readonly totalEpochs: number;
  readonly samplesPerSecond: number;
  readonly secondsLeft: number;
}

/** Facts about a member that do not change while it trains. */
export interface RunInfo {
  readonly task: Task;
  readonly features: number;
  readonly outputs: number;
  readonly trainCount: number;
  /** Runs of an older version have none. */
  readonly validationCount?: number;
  readonly testCount: number;
  /** How the rows of a file were divided. */
  readonly split?: SplitFacts;
  /** How the columns of a person's file were read, the target first. */
  readonly columns?: readonly ColumnFacts[];
  /** Columns beyond those; left out: none. */
  readonly moreColumns?: number;
  /** Ways in which the test rows are not like the training rows. */
  readonly cautions?: readonly Caution[];
  /** Classification: the class that most test rows have, and their share. */
  readonly majority?: { readonly name: string; readonly share: number };
  /** Classification: how many training and test rows each class has. */
  readonly classCounts?: { readonly train: readonly number[]; readonly test: readonly number[] };
  /** Of all sites: features, hidden layers, outputs. */
  readonly widths: readonly number[];
  readonly parameterCount: number;
  readonly stepsPerEpoch: number;
  readonly featureNames: readonly string[];
  readonly outputNames: readonly string[];
  /** What was guessed or changed while the data was read. */
  readonly notes: readonly string[];
  /** Which of the notes a person can act on by an edit. */
  readonly choices?: readonly DataChoice[];
  /** The training loss of always saying the same; runs of an older version do not have it. */
  readonly guessLoss?: number;
  /** The test loss of always saying what the training samples have on average. */
  readonly guessTestLoss?: number;
  /** Present with two features: samples to draw, at most 1,000 of each, as x, y, target triples. */
  readonly points?: { readonly train: Float32Array; readonly test: Float32Array; readonly bounds: Bounds };
}

/** x from, x to, y from, y to. */
export type Bounds = readonly [number, number, number, number];

/** What the network says over the plane: columns × rows cells, row-major, the first row at the top (largest y). */
export interface Boundary {
  readonly columns: number;
  readonly rows: number;
  readonly bounds: Bounds;
  /** Classification: the most probable class of each cell. */
  readonly winner?: Uint8Array;
  /** Classification: its probability, 0..255. */
  readonly strength?: Uint8Array;
  /** Regression: the first output. */
  readonly values?: Float32Array;
}

/** The thinned net of one step, cut down to the neurons that are drawn. */
export interface NetworkFrame {
  readonly step: number;
  /** In that step's batch; what is shown is the first of them. Runs of an older version do not have it. */
  readonly samples?: number;
  /** One a site: input, hidden layers, output. */
  readonly sites: readonly NetworkSite[];
  /** One between neighbouring sites: shown inputs × shown outputs, row-major. */
  readonly weights: readonly Float32Array[];
}

export interface NetworkSite {
  readonly width: number;
  /** Which neurons are shown. */
  readonly indices: Uint32Array;
  /** One a shown neuron: 1 kept, 0 dropped in this step. */
  readonly kept: Uint8Array;
  readonly activations: Float32Array;
  /** The drop ratio of that step at this site. */
  readonly ratio: number;
  /** What else the step did with the shown neurons; runs of an older version do not have it. */
  readonly pass?: NetworkPass;
}

/** One number a shown neuron. */
export interface NetworkPass {
  /** The random number that is compared with the ratio, 0 ≤ u < 1; absent where nobody is dropped. */
  readonly draws?: Float64Array;
  /** What came to the mask. */
  readonly before: Float32Array;
  /** Gradient of the sample's loss by the neuron's sum; absent for the input. */
  readonly gradients?: Float32Array;
  /** What the neurons put out in evaluation, with the weights after the step: all of them, scaled as the rule says. */
  readonly evaluation: Float32Array;
}
