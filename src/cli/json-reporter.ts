import type { Task } from '../core/dataset';
import type { EpochRecord } from '../core/trainer-types';
import type { MemberId } from '../experiment/label';
import type { Experiment } from '../experiment/schema';
import { verdictText, verdictWords } from '../experiment/words';
import type { Io } from './io';
import type { Reporter } from './reporter';
import { bestRecord, finalRecord, type MemberResult } from './train';

/** Prints one JSON object per line: `epoch` for every evaluated epoch, `result` for every member. */
export function jsonReporter(io: Io, experiment: Experiment): Reporter {
  const write = (line: object) => io.stdout.write(`${JSON.stringify(line)}\n`);
  let task: Task = 'classification';
  const which = ({ variant, seed }: MemberId) => ({
    ...(experiment.baseline && { run: variant }),
    ...(experiment.seeds > 1 && { seed }),
  });
  return {
    started(info) {
      task = info.task;
      for (const note of info.notes) io.stderr.write(`note: ${note}\n`);
    },
    epoch: (member, record) => write({ type: 'epoch', ...which(member), ...numbers(record, task) }),
    finished({ results, verdict }) {
      const text = verdictText(verdictWords(verdict));
      const { kind, evidence, comparison, remarks } = verdict;
      for (const result of results) {
        write({
          type: 'result',
          ...which(result),
          ...momentsOf(result, task),
          ...endingOf(result),
          verdict: { kind, text, evidence, comparison, remarks },
          seed: result.seed,
          seconds: result.ending?.seconds ?? null,
        });
      }
    },
  };
}

/** The final and best epochs; empty if the training was stopped before its first evaluation. */
function momentsOf(result: MemberResult, task: Task): object {
  const [final, best] = [finalRecord(result), bestRecord(result)];
  if (!final || !best) return {};
  return {
    ...numbers(final, task),
    bestEpoch: best.epoch,
    chosenBy: validates(best) ? 'validation' : 'test',
    best: numbers(best, task),
  };
}

/** Marks an incomplete training: `stopped` at an epoch, or `failed` at a step. */
function endingOf({ ending, failure }: MemberResult): object {
  if (!ending) return { failed: failure?.step, reason: failure?.reason };
  if (ending.kind === 'stopped') return { stopped: ending.epoch };
  if (ending.kind === 'diverged') return { diverged: ending.step };
  return {
    ...(ending.kind === 'stoppedEarly' && { stoppedEarly: ending.epoch }),
    ...(ending.restored !== undefined && { restored: ending.restored }),
  };
}

const validates = ({ validationLoss }: EpochRecord): boolean => Number.isFinite(validationLoss);

/** Losses and scores, the latter named by the task: accuracy or R². Non-finite numbers are null. */
function numbers(record: EpochRecord, task: Task): object {
  const { epoch, step, trainLoss, testLoss, trainLossWithDropout, trainScore, testScore } = record;
  const { validationLoss, validationScore } = record;
  const scores =
    task === 'classification'
      ? {
          trainAccuracy: trainScore,
          ...(validates(record) && { validationAccuracy: validationScore }),
          testAccuracy: testScore,
        }
      : {
          trainR2: trainScore,
          ...(validates(record) && { validationR2: validationScore }),
          testR2: testScore,
        };
  return {
    epoch,
    step,
    trainLoss,
    ...(validates(record) && { validationLoss }),
    testLoss,
    ...scores,
    trainLossWithDropout,
  };
}
