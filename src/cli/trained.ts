import type { Verdict } from '../core/analysis/verdict';
import type { RunInfo } from '../protocol';
import type { Located } from './read-experiment';
import type { MemberResult } from './train';

/** A finished run. */
export interface Trained {
  readonly located: Located;
  readonly info: RunInfo;
  readonly results: readonly MemberResult[];
  readonly verdict: Verdict;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}
