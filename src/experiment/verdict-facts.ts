import { excludesNone, isContradictory } from '../core/analysis/compare-pairs';
import type { Comparison, Verdict } from '../core/analysis/verdict';
import { isSevere } from '../core/cautions';

/** Whether the verdict rests on one pair. */
export const single = (verdict: Verdict) => verdict.evidence.difference?.count === 1;

/** Whether the run has no baseline: what is said of it is not said of dropout. */
export const isAlone = ({ evidence }: Verdict): boolean => !evidence.baselineTest;

/** Whether a likely cause of poor training is named. */
export const hasCause = ({ remarks = [] }: Verdict) => remarks.some(({ kind }) => kind === 'cause');

/** How each side at its best epoch compares. */
export const atBest = ({ comparison }: Verdict) => comparison?.best.outcome ?? 'unknown';

/** Whether the best epochs leave open which side is ahead, or by how much. */
export const isOpenAtBest = (verdict: Verdict) => ['unknown', 'small'].includes(atBest(verdict));

/** The comparison that the verdict is about. */
export const primaryOf = ({ comparison }: Verdict): Comparison | undefined =>
  comparison?.[comparison.primary];

/** Whether a claim holds at the best epochs, and the end says something else. */
export const isOfBest = ({ comparison }: Verdict): boolean =>
  comparison?.primary === 'best' && comparison.last.outcome !== comparison.best.outcome;

/** Whether the ratio and the difference of the mean losses point to different sides, each beyond chance. */
export const isSplit = (comparison: Comparison | undefined): boolean =>
  comparison !== undefined && excludesNone(comparison) && isContradictory(comparison);

/** The severe cautions of a verdict. */
export const severe = ({ remarks = [] }: Verdict) =>
  remarks.flatMap((remark) => (remark.kind === 'caution' && isSevere(remark.caution) ? [remark] : []));

export const isRepeated = (verdict: Verdict): boolean =>
  severe(verdict).some(({ caution }) => caution.kind === 'repeated');

/** In how many of the seeds the worst caution holds; undefined where one holds in all. */
export function unlikeSeeds(verdict: Verdict) {
  const found = severe(verdict).map(({ seeds }) => seeds);
  return found.includes(undefined)
    ? undefined
    : found.reduce((a, b) => (b!.count > a!.count ? b : a), found[0]);
}
