import { Trials } from '../../charts/study/trials';
import { toCsv } from '../../data/csv-write';
import { type StudyState, TRIAL_COLUMNS } from '../../protocol';

/** The trials of a study as a table, a row each. Settings have the names of their paths; what is not finite is empty. */
export function studyCsv(study: StudyState): string {
  const { axes } = study;
  const trials = new Trials(study);
  const results = TRIAL_COLUMNS.filter((name) => name !== 'state' && name !== 'why');
  const head = ['trial', 'state', 'why', ...axes.map(({ name }) => name), ...results];
  const rows = Array.from({ length: trials.count }, (_, trial) => [
    trial,
    trials.state(trial),
    trials.why(trial),
    ...axes.map(({ choices }, i) => {
      const value = trials.value(trial, i);
      return choices ? (choices[value] ?? null) : orNull(value);
    }),
    ...results.map((name) => orNull(trials.get(trial, name))),
  ]);
  return toCsv([head, ...rows]);
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
