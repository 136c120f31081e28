import { formatScore } from '../charts/format';
import type { Task } from '../core/dataset';
import type { EpochRecord } from '../core/trainer-types';
import { divisionWords } from '../experiment/data-words';
import { describeExperiment, type MemberId } from '../experiment/label';
import { formatCount } from '../experiment/number-text';
import { cautionsBesideNotes } from '../experiment/remark-words';
import type { Experiment } from '../experiment/schema';
import { nothingDrops } from '../experiment/sites';
import { formatNumber, verdictText, verdictWords } from '../experiment/words';
import type { Io } from './io';
import type { Reporter } from './reporter';
import { bestRecord, finalRecord, type MemberResult } from './train';

/** Maximum number of progress lines per member. */
const LINES = 20;

/** Prints progress and results for a terminal. */
export function textReporter(io: Io, experiment: Experiment): Reporter {
  const write = (line: string) => io.stdout.write(`${line}\n`);
  const every = Math.max(1, Math.ceil(experiment.training.epochs / LINES));
  let [task, current, due]: [Task, string, number] = ['classification', '', 0];
  return {
    started(info) {
      task = info.task;
      write(describeExperiment(experiment));
      write(divisionWords(info));
      write(
        `features: ${formatCount(info.features)}, outputs: ${formatCount(info.outputs)}, weights and biases: ${formatCount(info.parameterCount)}`,
      );
      for (const words of cautionsBesideNotes(info)) write(`caution: ${words}`);
      for (const note of info.notes) write(`note: ${note}`);
    },
    epoch(member, record) {
      const name = nameOf(member, experiment);
      if (name !== current) {
        write(`\n${name}\n${header(task)}`);
        [current, due] = [name, 1];
      }
      if (record.epoch < due && record.epoch !== experiment.training.epochs) return;
      write(row(record, task));
      due = record.epoch - (record.epoch % every) + every;
    },
    finished({ results, verdict }) {
      write('');
      for (const result of results) write(summary(result, task, experiment));
      write(`\n${verdictText(verdictWords(verdict))}`);
    },
  };
}

function nameOf(
  { variant, seed }: Pick<MemberId, 'variant' | 'seed'>,
  { baseline, dropout, network }: Experiment,
): string {
  const none = !baseline && nothingDrops(dropout.placement, dropout.ratio, network.hidden.length);
  return `${variant === 'dropout' && !none ? 'with dropout' : 'without dropout'}, seed ${seed}`;
}

const scoreName = (task: Task) => (task === 'classification' ? 'accuracy' : 'R²');

function header(task: Task): string {
  return `${'epoch'.padStart(9)}${'train loss'.padStart(12)}${'test loss'.padStart(12)}${`train ${scoreName(task)}`.padStart(16)}${`test ${scoreName(task)}`.padStart(16)}`;
}

function row(record: EpochRecord, task: Task): string {
  const score = (value: number) => formatScore(value, task);
  return `${formatCount(record.epoch).padStart(9)}${formatNumber(record.trainLoss).padStart(12)}${formatNumber(record.testLoss).padStart(12)}${score(record.trainScore).padStart(16)}${score(record.testScore).padStart(16)}`;
}

/** Notes that the best epoch was chosen by the test loss, which is optimistic. */
const chosenBy = ({ validationLoss }: EpochRecord): string =>
  Number.isFinite(validationLoss) ? '' : ' (chosen by the test loss)';

function summary(result: MemberResult, task: Task, experiment: Experiment): string {
  const { ending } = result;
  const took = ending && ending.seconds > 0 ? ` (${ending.seconds.toFixed(2)} s)` : '';
  return `${nameOf(result, experiment)}: ${[cutShort(result), momentWords(result, task)].filter(Boolean).join('; ')}${took}`;
}

/** Why a training ended early. */
function cutShort({ ending, failure }: MemberResult): string {
  if (failure) return `failed at step ${formatCount(failure.step)}`;
  if (ending?.kind === 'stopped')
    return ending.step === 0 ? 'stopped before it began' : `stopped at epoch ${formatCount(ending.epoch)}`;
  return ending?.kind === 'diverged' ? `diverged at step ${formatCount(ending.step)}` : '';
}

function momentWords(result: MemberResult, task: Task): string {
  const [final, best] = [finalRecord(result), bestRecord(result)];
  if (result.ending?.kind === 'diverged' || !final || !best) return '';
  return `test loss ${formatNumber(final.testLoss)}, ${formatNumber(best.testLoss)} at its best epoch ${formatCount(best.epoch)}${chosenBy(best)}, test ${scoreName(task)} ${formatScore(final.testScore, task)}`;
}
