import type { Dataset } from '../core/dataset';
import type { EpochRecord, Variant } from '../core/trainer-types';
import { members } from '../experiment/label';
import type { Experiment } from '../experiment/schema';
import { verdictWords } from '../experiment/words';
import type { Io } from './io';
import type { MemberResult, Reporter } from './run';

/** One JSON object a line: `epoch` for every evaluated epoch, `result` for every member. */
export function jsonReporter(io: Io, experiment: Experiment): Reporter {
  const write = (line: object) => io.stdout.write(`${JSON.stringify(line)}\n`);
  let data: Dataset;
  const several = members(experiment).length > 1;
  const which = ({ variant, seed }: { variant: Variant; seed: number }) => ({
    ...(several && experiment.baseline && { run: variant }),
    ...(experiment.seeds > 1 && { seed }),
  });
  return {
    started: (_experiment, loaded) => {
      data = loaded;
      for (const note of loaded.notes) write({ type: 'note', text: note });
    },
    epoch: (member, record) => write({ type: 'epoch', ...which(member), ...numbers(record, data.task) }),
    finished(results, verdict) {
      const words = verdictWords(verdict);
      for (const result of results)
        write({
          type: 'result',
          ...which(result),
          ...numbers(result.records.at(-1)!, data.task),
          ...ending(result),
          bestEpoch: result.best.epoch,
          best: numbers(result.best, data.task),
          verdict: { kind: verdict.kind, text: `${words.title} ${words.text}`, evidence: verdict.evidence },
          seed: result.seed,
          seconds: result.seconds,
        });
    },
  };
}

function ending({ outcome }: MemberResult): object {
  if (outcome.kind === 'diverged') return { diverged: outcome.step };
  return outcome.kind === 'stoppedEarly' ? { stoppedEarly: outcome.epoch } : {};
}

/** JSON has no NaN: what is not finite is null. */
function numbers(record: EpochRecord, task: Dataset['task']): object {
  const { epoch, step, trainLoss, testLoss, trainLossWithDropout, trainScore, testScore } = record;
  const scores =
    task === 'classification'
      ? { trainAccuracy: trainScore, testAccuracy: testScore }
      : { trainR2: trainScore, testR2: testScore };
  const all: Record<string, number> = { epoch, step, trainLoss, testLoss, trainLossWithDropout, ...scores };
  return Object.fromEntries(
    Object.entries(all).map(([key, value]) => [key, Number.isFinite(value) ? value : null]),
  );
}
