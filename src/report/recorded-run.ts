import { Rows } from '../charts/rows';
import type { RunState, Series } from '../protocol';

/** An exportable run: its state and its curves. */
export interface RecordedRun {
  readonly run: RunState;
  readonly series: readonly Series[];
  /** Version of Dropout Playground. */
  readonly version: string;
}

/** The curves by member key. */
export function rowsOf({ series }: RecordedRun): ReadonlyMap<string, Rows> {
  return new Map(series.map(({ key, rows }) => [key, new Rows(rows)]));
}
