import { judge, type Verdict } from '../../core/analysis/verdict';
import { verdictInput } from '../../report/verdict-input';
import type { Run } from './run';

/** Records that a verdict looks at in all: more cost time on the host's thread and tell nothing more. */
const MOST_RECORDS = 20_000;
const MOST_RECORDS_PER_MEMBER = 2_000;

/** What a run shows so far; undefined before its data is known. */
export function judgeRun(run: Run): Verdict | undefined {
  const { info, experiment, members } = run;
  if (info === undefined) return undefined;
  const most = Math.min(MOST_RECORDS_PER_MEMBER, Math.floor(MOST_RECORDS / members.length));
  return judge(
    verdictInput(
      experiment,
      info,
      members.map(({ variant, seed, curve, ending, test, rows }) => ({
        variant,
        seed,
        records: curve.records(most),
        ...(ending && { ending }),
        test,
        rows,
      })),
    ),
  );
}
