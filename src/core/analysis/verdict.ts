import type { Task } from '../dataset';
import type { Advice } from './advice';
import type { Comparison } from './compare-pairs';
import { find, type VerdictInput } from './findings';
import { make } from './make-verdict';
import type { Remark } from './remarks';
import type { Spread } from './spread';
import type { VerdictKind } from './verdict-kind';
import { rules } from './verdict-rules';

export type { Advice, AdviceKind } from './advice';
export type { Cause } from './causes';
export type { VerdictMember } from './comparable';
export type { Comparison } from './compare-pairs';
export type { RowFacts } from './data-facts';
export type { VerdictInput } from './findings';
export type { Remark } from './remarks';
export type { Spread } from './spread';
export type { VerdictKind } from './verdict-kind';

/** Why nothing was dropped: no site has dropout, all ratios are 0, the schedule keeps them at 0, or they are that low. */
export type NoDropCause = 'placement' | 'ratio' | 'schedule' | 'chance';

/** What the runs carry, with the numbers that it rests on. */
export interface Verdict {
  readonly kind: VerdictKind;
  /**
   * At the end: `dropoutTest`, `dropoutTrain`, `baselineTest`, `baselineTrain`, and their scores `dropoutScore`,
   * `baselineScore`. At the best epoch: `dropoutBest`, `baselineBest`, `dropoutBestScore`, `baselineBestScore` (test
   * loss and score). `difference`: dropout − baseline test loss, by seed, at the moment that is compared; `lowestTest`:
   * the test loss at the best epoch of the curves that dropout is held against; `dropoutBestEpoch`, `baselineBestEpoch`:
   * these epochs; `blownUp`: the losses that are far above their start; `chance`, `testChance`: the loss of a guess, on the
   * training and the test set.
   */
  readonly evidence: Readonly<Record<string, Spread>>;
  /**
   * `missed`: 1 where some epoch was clearly better than a guess, but not the one that was chosen; `began`: the epoch in
   * which dropout first acted;
   * `testRows`: where they are too few; `divergedAt` (a step), `risingSince` and `bestEpoch` (epochs) of the curves that
   * dropout is held against, `dropoutRisingSince` of dropout's own; how many trainings diverged: `dropoutDiverged` of
   * `dropoutCount`, `baselineDiverged` of `baselineCount`.
   */
  readonly at: Readonly<Record<string, number>>;
  readonly advice: readonly Advice[];
  /** Dropout against the baseline; `primary` is the moment that the verdict is about. Runs of older versions have none. */
  readonly comparison?: {
    readonly primary: 'last' | 'best';
    readonly last: Comparison;
    readonly best: Comparison;
  };
  /** What has to be known beside it. */
  readonly remarks?: readonly Remark[];
  /** Runs of older versions do not say it. */
  readonly task?: Task;
  /** At which settings it was found. */
  readonly setting?: {
    readonly learningRate: number;
    readonly optimizer?: string;
    /** Its mean over the steps, where it was not the same at all of them. */
    readonly meanRate?: number;
  };
  /** Why a comparison is no more than what these trainings came to; of other kinds, that more training may tell. */
  readonly doubt?: 'rateTooHigh' | 'littleLearned' | 'worseThanGuess' | 'soFar';
  /** Trainings ended with the weights of their best epoch: the end is that epoch. */
  readonly restored?: boolean;
  /** `nothingDropped`: why; runs of older versions do not say it. */
  readonly cause?: NoDropCause;
  /** There is no dropout in this run, which has no baseline either. */
  readonly without?: boolean;
  /** Some training has not come to its end: all this may change. */
  readonly open?: boolean;
  /** The curves that dropout is held against (its own, without a baseline) have a wide gap. */
  readonly overfits?: boolean;
}

/** Says what the runs show, and no more: a comparison needs a spread over seeds that carries it. */
export function judge(input: VerdictInput): Verdict {
  const findings = find(input);
  for (const rule of rules) {
    const verdict = rule(findings);
    if (verdict) return verdict;
  }
  return make(findings, 'fine', []);
}
