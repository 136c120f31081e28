import { setTimeout } from 'node:timers/promises';
import type { Complete } from './enqueued';
import { LeaseKeeper } from './lease-keeper';
import type { ClaimedTrial, Outcome, StudyJournal } from './study-journal';
import type { SeedResult, StudyTrial } from './study-trial';

/** What the evaluation of a trial came to. */
export interface Evaluation {
  readonly outcome: Outcome;
  /** By seed. */
  readonly results: ReadonlyMap<number, SeedResult>;
}

export interface ProposalOptions {
  /** How many are evaluated at the same time. */
  readonly atOnce: number;
  /** Ends it; what is evaluated then waits for whoever claims it next. */
  readonly signal: AbortSignal;
  readonly complete?: Complete;
  /** How many more may begin; ends where there are none and none is evaluated. Left out: no end. */
  readonly left?: () => number;
  /** What others have written by now is known. */
  readonly onRefreshed?: () => void;
  /** Trials could not be evaluated, and were told so. */
  readonly onFailed?: (trials: readonly StudyTrial[]) => void;
  /** How often the journal is looked at. */
  readonly everyMilliseconds?: number;
}

/** So long may a program take between two parameters of a trial: a person may type them. */
const PATIENCE_MILLISECONDS = 120_000;

/**
 * Evaluates the trials that a person's own Optuna proposes, until there are enough or it is told to stop.
 * @param evaluate rejects where it was stopped; what went wrong with a trial is an outcome
 * @throws JournalError
 */
export async function evaluateProposals(
  study: StudyJournal,
  evaluate: (trial: ClaimedTrial, signal: AbortSignal) => Promise<Evaluation>,
  { atOnce, signal, complete, left, onRefreshed, onFailed, everyMilliseconds = 250 }: ProposalOptions,
): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const running = new Set<Promise<void>>();
  // What could not be renewed may be evaluated twice, and comes to the same.
  const keeper = new LeaseKeeper(study, () => {});
  const end = async (trial: ClaimedTrial) => {
    keeper.add(trial.number);
    const { outcome, results } = await evaluate(trial, either);
    for (const [seed, result] of results) void study.setSeed(trial.number, seed, result).catch(() => {});
    await study.tell(trial.number, outcome);
    keeper.delete(trial.number);
  };
  try {
    while (!either.aborted) {
      const most = left?.() ?? Number.POSITIVE_INFINITY;
      if (most <= 0 && running.size === 0) break;
      await study.refresh();
      onRefreshed?.();
      const failed = await study.failUnusable(PATIENCE_MILLISECONDS);
      if (failed.length > 0) onFailed?.(failed);
      for (const trial of await study.claim(Math.min(atOnce, most) - running.size, complete)) {
        const evaluation = end(trial).catch((error: unknown) => stop.abort(error));
        running.add(evaluation);
        void evaluation.then(() => running.delete(evaluation));
      }
      await Promise.race([setTimeout(everyMilliseconds, undefined, { signal: either }), ...running]).catch(
        () => {},
      );
    }
    if (stop.signal.aborted && !signal.aborted) throw stop.signal.reason;
  } finally {
    stop.abort();
    await Promise.all(running);
    const open = keeper.numbers;
    for (const number of open) keeper.delete(number);
    if (open.length > 0) await study.release(open);
  }
}
