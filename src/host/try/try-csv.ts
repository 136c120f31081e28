import { toCsv } from '../../data/csv-write';
import type { TrialResult } from '../../try/answer';
import type { Plan } from '../../try/plan';

/** All values of trials that have ended as a table, a row each. What is not finite is an empty cell, as in the table of a run. */
export function tryCsv({ targets, sides }: Plan, results: readonly TrialResult[]): string {
  const names = targets.map(({ name }) => name);
  const parts = [toCsv([[...names, 'seed', 'state', 'curve', 'role', 'step', 'value']])];
  for (const { trial, state, curves } of results)
    for (const { name, role, steps, values } of curves) {
      const own = [
        ...names.map((one) => sides[trial.side]!.values[one] ?? null),
        trial.seed,
        state,
        name,
        role,
      ];
      const rows = steps.map((step, i) => [...own, step, Number.isFinite(values[i]) ? values[i]! : null]);
      if (rows.length > 0) parts.push(toCsv(rows));
    }
  return parts.join('');
}
