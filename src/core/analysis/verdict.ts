import { find, type VerdictInput } from './findings';
import { make } from './make-verdict';
import { rules } from './verdict-rules';
import type { Verdict } from './verdict-type';

export type { Advice, AdviceKind } from './advice';
export type { Cause } from './causes';
export type { VerdictMember } from './comparable';
export type { Comparison } from './compare-pairs';
export type { RowFacts } from './data-facts';
export type { VerdictInput } from './findings';
export type { Remark } from './remarks';
export type { Spread } from './spread';
export type { VerdictKind } from './verdict-kind';
export type { NoDropCause, Verdict } from './verdict-type';

/** Judges the runs. Claims nothing that the spread over seeds does not support. */
export function judge(input: VerdictInput): Verdict {
  const findings = find(input);
  for (const rule of rules) {
    const verdict = rule(findings);
    if (verdict) return verdict;
  }
  return make(findings, 'fine', []);
}
