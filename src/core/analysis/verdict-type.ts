import type { Task } from '../dataset';
import type { Advice } from './advice';
import type { Comparison } from './compare-pairs';
import type { Remark } from './remarks';
import type { Spread } from './spread';
import type { VerdictKind } from './verdict-kind';

/**
 * Why nothing was dropped: no site has dropout, all ratios are 0, the schedule keeps them at 0, or they are so low that
 * it was chance.
 */
export type NoDropCause = 'placement' | 'ratio' | 'schedule' | 'chance';

/** The verdict on a run, with the numbers it rests on. */
export interface Verdict {
  readonly kind: VerdictKind;
  /**
   * Means over seeds, with their spread.
   *
   * - End: `dropoutTest`, `dropoutTrain`, `baselineTest`, `baselineTrain` (losses), `dropoutScore`, `baselineScore`.
   * - Best epoch: `dropoutBest`, `baselineBest` (test losses), `dropoutBestScore`, `baselineBestScore`,
   *   `dropoutBestEpoch`, `baselineBestEpoch`.
   * - `difference`: dropout − baseline test loss at the moment compared. `lowestTest`: test loss of the reference
   *   curves at their best epoch. `blownUp`: losses far above their start.
   * - `chance`, `testChance`: loss of a guess on the training and the test set.
   */
  readonly evidence: Readonly<Record<string, Spread>>;
  /**
   * Single numbers: `missed`: 1 if some epoch other than the one chosen was clearly better than a guess. `began`: the
   * epoch in which dropout first acted. `testRows`: their number, if too few. `divergedAt` (a step), `bestEpoch` and
   * `risingSince` (epochs) of the reference curves; `dropoutRisingSince` of dropout's own. Numbers of diverged
   * trainings: `dropoutDiverged` of `dropoutCount`, `baselineDiverged` of `baselineCount`.
   */
  readonly at: Readonly<Record<string, number>>;
  readonly advice: readonly Advice[];
  /**
   * Dropout compared with the baseline; `primary` is the moment that the verdict is about. Missing in runs saved by
   * older versions.
   */
  readonly comparison?: {
    readonly primary: 'last' | 'best';
    readonly last: Comparison;
    readonly best: Comparison;
  };
  /** Remarks that qualify the verdict. */
  readonly remarks?: readonly Remark[];
  /** Missing in runs saved by older versions. */
  readonly task?: Task;
  /** The settings it was found with. */
  readonly setting?: {
    readonly learningRate: number;
    readonly optimizer?: string;
    /** Mean learning rate over the steps, if it varied. */
    readonly meanRate?: number;
  };
  /** Why the verdict is in doubt: faults of these trainings, or that more training may change it. */
  readonly doubt?: 'rateTooHigh' | 'littleLearned' | 'worseThanGuess' | 'soFar';
  /** Trainings restored the weights of their best epoch, so the end is that epoch. */
  readonly restored?: boolean;
  /** Why nothing was dropped, for `nothingDropped`; missing in runs saved by older versions. */
  readonly cause?: NoDropCause;
  /** The run has neither dropout nor a baseline. */
  readonly without?: boolean;
  /** Some training is unfinished, so the verdict may change. */
  readonly open?: boolean;
  /** The reference curves (its own, without a baseline) overfit. */
  readonly overfits?: boolean;
}
