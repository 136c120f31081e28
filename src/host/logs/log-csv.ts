import { toCsv } from '../../data/csv-write';
import type { LogRun } from '../../logs';

/** All values of trainings as a table, a row each. What is not finite is an empty cell, as in the table of a run. */
export function logCsv(runs: readonly LogRun[]): string {
  const parts = [toCsv([['training', 'curve', 'role', 'step', 'epoch', 'value']])];
  for (const { id, curves } of runs)
    for (const { name, role, curve } of curves) {
      const { steps, epochs, values, length } = curve;
      const rows = Array.from({ length }, (_, i) => [
        ...[id, name, role],
        ...[steps[i]!, epochs[i]!, values[i]!].map((value) => (Number.isFinite(value) ? value : null)),
      ]);
      if (length > 0) parts.push(toCsv(rows));
    }
  return parts.join('');
}
