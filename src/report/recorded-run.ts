import type { RunCurves } from '../charts/compared';
import { Rows } from '../charts/rows';
import type { ComparedTraining, RunState, Series } from '../protocol';

/** An exportable run: its state and its curves. */
export interface RecordedRun {
  readonly run: RunState;
  readonly series: readonly Series[];
  /** The runs that it is compared with; left out: none. */
  readonly compared?: readonly RunCurves[];
  /** Other trainings beside it; left out: none. */
  readonly trainings?: readonly ComparedTraining[];
  /** Version of Dropout Playground. */
  readonly version: string;
}

/** The curves by member key. */
export function rowsOf({ series }: RecordedRun): ReadonlyMap<string, Rows> {
  return new Map(series.map(({ key, rows }) => [key, new Rows(rows)]));
}
