import { Rows } from '../charts/rows';
import type { RunState, Series } from '../protocol';

/** A run as it can be taken away: what is known about it, and its curves. */
export interface RecordedRun {
  readonly run: RunState;
  readonly series: readonly Series[];
  /** Of Dropout Playground. */
  readonly version: string;
}

/** The curves by member key. */
export function rowsOf({ series }: RecordedRun): ReadonlyMap<string, Rows> {
  return new Map(series.map(({ key, rows }) => [key, new Rows(rows)]));
}
