import { judge, type Verdict } from '../../core/analysis/verdict';
import type { Run } from './run';

/** Records that a verdict looks at in all: more cost time on the host's thread and tell nothing more. */
const MOST_RECORDS = 20_000;
const MOST_RECORDS_PER_MEMBER = 2_000;

/** What a run shows so far; undefined before its data is known. */
export function judgeRun(run: Run): Verdict | undefined {
  const { info, experiment, members } = run;
  if (info === undefined) return undefined;
  const most = Math.min(MOST_RECORDS_PER_MEMBER, Math.floor(MOST_RECORDS / members.length));
  return judge({
    task: info.task,
    outputs: info.outputs,
    guessLoss: info.guessLoss,
    members: members.map(({ variant, seed, curve, ending }) => ({
      variant,
      seed,
      records: curve.records(most),
      ...(ending && { ending }),
    })),
    settings: {
      // What was set last is what advice starts from.
      learningRate: lastChange(run, 'learningRate') ?? (experiment.training.learningRate as number),
      ratio: lastChange(run, 'ratio') ?? (experiment.dropout.ratio as number),
      epochs: experiment.training.epochs as number,
      seeds: experiment.seeds,
      loss: experiment.training.loss,
    },
  });
}

function lastChange({ experiment }: Run, key: 'learningRate' | 'ratio'): number | undefined {
  return experiment.changes.findLast((change) => change[key] !== undefined)?.[key];
}
