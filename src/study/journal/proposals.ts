import { setTimeout } from 'node:timers/promises';
import type { Complete } from './enqueued';
import { LeaseKeeper } from './lease-keeper';
import type { ClaimedTrial, Outcome, StudyJournal } from './study-journal';
import type { SeedResult } from './study-trial';

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
  /** How often the journal is looked at. */
  readonly everyMilliseconds?: number;
}

/**
 * Evaluates the trials that a person's own Optuna proposes, until it is told to stop.
 * @param evaluate rejects where it was stopped; what went wrong with a trial is an outcome
 * @throws JournalError
 */
export async function evaluateProposals(
  study: StudyJournal,
  evaluate: (trial: ClaimedTrial, signal: AbortSignal) => Promise<Evaluation>,
  { atOnce, signal, complete, everyMilliseconds = 250 }: ProposalOptions,
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
      await study.refresh();
      for (const trial of await study.claim(atOnce - running.size, complete)) {
        const evaluation = end(trial).catch((error: unknown) => stop.abort(error));
        running.add(evaluation);
        void evaluation.then(() => running.delete(evaluation));
      }
      await Promise.race([setTimeout(everyMilliseconds, undefined, { signal: either }), ...running]).catch(
        () => {},
      );
    }
    if (!signal.aborted) throw stop.signal.reason;
  } finally {
    stop.abort();
    await Promise.all(running);
    const open = keeper.numbers;
    for (const number of open) keeper.delete(number);
    if (open.length > 0) await study.release(open);
  }
}
