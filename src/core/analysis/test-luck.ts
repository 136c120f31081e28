import type { Task } from '../dataset';
import type { VerdictMember } from './comparable';
import { rowError } from './compare/row-luck';
import type { TestLuck } from './compare-pairs';
import { type DataFacts, sharesTestRows } from './data-facts';
import type { MemberSummary } from './member-summary';

/** Floor for losses in ratios, which are undefined at 0. */
const TINY = 1e-12;

type Pair = readonly [dropout: MemberSummary, baseline: MemberSummary];

/**
 * Uncertainty that the choice of test rows adds to a mean difference over seeds.
 *
 * - Seeds that draw new samples: nothing, their spread holds it.
 * - Seeds that divide the rows of one file anew share most of their rows: the standard error grows by √(1 + J·n₂/n₁)
 * with J seeds, n₁ training and n₂ test rows (Nadeau and Bengio 2003, "Inference for the generalization error").
 * - Seeds that share one test set: the standard error of the mean over its rows stands beside that over the seeds.
 */
export function testLuck(
  { data, task }: { readonly data?: DataFacts | undefined; readonly task: Task },
  members: readonly VerdictMember[],
  pairs: readonly Pair[],
): TestLuck {
  const rows = rowErrors(task, members, pairs);
  const one = { onePair: rows.loss };
  if (!data?.split) return { loss: {}, score: {}, ...one };
  if (sharesTestRows(data))
    return {
      loss: { shared: rows.loss },
      score: { shared: rows.score },
      ...one,
      // Running trainings have no per-row losses yet.
      ...(rows.loss > 0 && { widened: 'sameRows' }),
    };
  const inflation = Math.sqrt(1 + (pairs.length * data.testCount) / Math.max(1, data.trainCount));
  return { loss: { inflation }, score: { inflation }, ...one, widened: 'sharedRows' };
}

/**
 * Standard errors over the test rows: of the loss difference, relative to the larger loss, and of the score difference.
 */
function rowErrors(task: Task, members: readonly VerdictMember[], pairs: readonly Pair[]) {
  const lossesOf = (variant: VerdictMember['variant'], seed: number) =>
    members.find((member) => member.variant === variant && member.seed === seed)?.test?.losses;
  const known = pairs.flatMap(([one, twin]) => {
    const [a, b] = [lossesOf('dropout', one.seed), lossesOf('baseline', twin.seed)];
    return a && b && a.length === b.length ? [{ a, b }] : [];
  });
  const error = rowError(known.map(({ a, b }) => [a, b]));
  if (error === undefined) return { loss: 0, score: 0 };
  if (error === Number.POSITIVE_INFINITY) return { loss: error, score: error };
  const lossOf = (side: 'a' | 'b') => known.reduce((sum, pair) => sum + mean(pair[side]), 0) / known.length;
  return {
    loss: error / Math.max(lossOf('a'), lossOf('b'), TINY),
    score:
      task === 'classification' ? accuracyError(pairs, known[0]!.a.length) : error * perVariance(pairs[0]!),
  };
}

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Decrease of R² per unit of loss: 1 / variance of the test rows. */
const perVariance = ([, { last }]: Pair) => (1 - last.score) / Math.max(last.test, TINY);

/**
 * Standard error of a difference of accuracies on the same rows, assuming about half of the errors occur on one side
 * only.
 */
function accuracyError(pairs: readonly Pair[], rows: number): number {
  const wrong = pairs.reduce((sum, [one, twin]) => sum + (2 - one.last.score - twin.last.score), 0);
  return Math.sqrt(Math.max(0, wrong / pairs.length / 2) / rows);
}
