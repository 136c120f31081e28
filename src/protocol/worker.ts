import type { FinalTest } from '../core/analysis/final-test';
import type { AnalysisId } from '../core/analysis/ids';
import type { RangeStart, RatePlan } from '../core/analysis/range-test';
import type { Change, RecordedChange } from '../core/spec';
import type { Sparing } from '../core/trainer-options';
import type { Variant } from '../core/trainer-types';
import type { FigureResult } from '../experiment/figures/figure';
import type { Experiment } from '../experiment/schema';
import type { AnalysisOutput, Ending, Frame, Observation, RunInfo } from './frame';

/** From the host to a worker thread. */
export type ToWorker =
  | {
      readonly type: 'start';
      readonly job: number;
      readonly experiment: Experiment;
      readonly variant: Variant;
      readonly seed: number;
      /** The folder that the experiment's paths are relative to. */
      readonly folder: string | null;
      readonly observe: Observation;
      readonly paused: boolean;
      /** Epochs are evaluated as a search needs it: its records are all that is asked for. */
      readonly sparing?: Sparing;
      /** What to compute from the network while it trains. */
      readonly analyses?: readonly AnalysisId[];
      /**
       * Nothing is trained: the network gets these weights (layer by layer, as `flatten` of core puts them), the analyses are computed, and
       * the job ends.
       */
      readonly inspect?: { readonly weights: Float32Array; readonly step: number };
      /** A learning-rate range test in place of the training; of an experiment made by `rangeSpec`. */
      readonly range?: RatePlan;
      /** A published figure is reproduced in place of the training, whatever the experiment. */
      readonly figure?: string;
    }
  | { readonly type: 'pause' | 'resume' | 'stop'; readonly job: number }
  /** Takes this many steps and stays paused. */
  | { readonly type: 'step'; readonly job: number; readonly steps: number }
  | { readonly type: 'change'; readonly job: number; readonly change: Change }
  | { readonly type: 'observe'; readonly job: number; readonly observe: Observation }
  | { readonly type: 'analyse'; readonly job: number; readonly analyses: readonly AnalysisId[] }
  | { readonly type: 'ack'; readonly job: number; readonly seq: number }
  /** How many threads may work on the thread's job: changes as other jobs come and go. */
  | { readonly type: 'threads'; readonly threads: number };

/** From a worker thread to the host. */
export type FromWorker =
  | { readonly type: 'loading'; readonly job: number; readonly fraction: number }
  | { readonly type: 'started'; readonly job: number; readonly info: RunInfo }
  | ({ readonly type: 'frame'; readonly job: number; readonly seq: number } & Frame)
  | { readonly type: 'changed'; readonly job: number; readonly change: RecordedChange }
  | ({ readonly type: 'analysis'; readonly job: number } & AnalysisOutput)
  /** A range test: what is known at its start, or the rate and loss of further steps, in turn. */
  | { readonly type: 'rangeStart'; readonly job: number; readonly start: RangeStart }
  | { readonly type: 'rangeSteps'; readonly job: number; readonly steps: Float64Array }
  /** A published figure: what has been measured so far. */
  | { readonly type: 'figure'; readonly job: number; readonly result: FigureResult }
  /** The last message of a job that came to an end; every frame has been sent before it. */
  | {
      readonly type: 'ended';
      readonly job: number;
      readonly ending: Ending;
      /** The final weights (layer by layer, as `flatten` of core puts them), unless there are too many of them to keep. */
      readonly weights?: Float32Array;
      readonly test?: FinalTest;
    }
  | { readonly type: 'failed'; readonly job: number; readonly step: number; readonly reason: string };
