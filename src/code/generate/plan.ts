import * as l10n from '@vscode/l10n';
import { validationCount } from '../../core/datasets/generate';
import { resolvePlacement } from '../../core/placement';
import { describeExperiment } from '../../experiment/label';
import type { Experiment } from '../../experiment/schema';
import { quoted } from './text';

/** What every generator needs to know of an experiment, worked out once. */
export interface Plan {
  readonly experiment: Experiment;
  /** The drop ratio at the input, after each hidden layer, and at the output; 0: no dropout. */
  readonly ratios: readonly number[];
  /** The same, but null where no dropout stands. */
  readonly sites: readonly (number | null)[];
  /** Where a layer of dropout has to stand: at a ratio of 0, only the slip does something, in evaluation. */
  readonly stands: readonly boolean[];
  readonly hasDropout: boolean;
  /** The learning rate is not the same at every step. */
  readonly hasRateSchedule: boolean;
  readonly hasDropoutSchedule: boolean;
  /** Standard deviation of an initial weight, as an expression of `inputs` and `outputs`. */
  readonly variance: string;
  readonly seeds: readonly number[];
  /** Something is chosen in training: when to stop, or which weights to end with. */
  readonly chooses: boolean;
  /** Samples are held back for that; where there are none, it goes by the test samples. */
  readonly validates: boolean;
  readonly notes: string[];
}

const variances: Readonly<Record<Experiment['network']['init'], string>> = {
  he: '2 / inputs',
  xavier: '2 / (inputs + outputs)',
  lecun: '1 / inputs',
};

/** Most seeds there are. */
const SEEDS = 2 ** 32;

/** What a program calls the experiment: its name, or what it trains where nobody has named it. */
export const titleOf = (experiment: Experiment): string =>
  quoted(experiment.name.trim() || describeExperiment(experiment));

/** Whether samples are held back: a small fraction of generated ones may come to none. */
function isHeldBack(data: Experiment['data']): boolean {
  const isFile = data.source === 'csv' || data.source === 'idx' || data.source === 'npy';
  return isFile ? data.validation !== 0 : validationCount(data.validation, data.train) > 0;
}

/** Works an experiment out. */
export function planOf(experiment: Experiment): Plan {
  const { dropout, network, training } = experiment;
  const sites = resolvePlacement(dropout.placement, dropout.ratio, network.hidden.length);
  const ratios = sites.map((ratio) => ratio ?? 0);
  const stands = sites.map((ratio) => ratio !== null && (ratio > 0 || dropout.rule === 'as-written'));
  const notes: string[] = [];
  if (experiment.changes.length > 0) notes.push(l10n.t('Changes in mid-run are left out.'));
  const { earlyStopping, restoreBest } = training;
  const chooses = earlyStopping > 0 || restoreBest;
  if (training.classWeights !== 'none') notes.push(l10n.t('Class weights are left out.'));
  if ('folds' in experiment.data && experiment.data.folds > 0)
    notes.push(l10n.t('Folds are left out: each seed draws its test rows by itself.'));
  return {
    chooses,
    validates: chooses && isHeldBack(experiment.data),
    experiment,
    ratios,
    sites,
    stands,
    hasDropout: stands.some((stands) => stands),
    hasRateSchedule: training.schedule.kind !== 'constant',
    hasDropoutSchedule: dropout.schedule.kind !== 'constant',
    variance: variances[network.init],
    seeds: Array.from({ length: experiment.seeds }, (_, index) => (experiment.seed + index) % SEEDS),
    notes,
  };
}

/** The factor of the learning rate as an expression of `elapsed`, the epochs before the step in fractions, and `EPOCHS`. */
export function rateFactor(schedule: Experiment['training']['schedule'], language: 'python' | 'js'): string {
  const pi = language === 'python' ? 'np.pi' : 'Math.PI';
  const cosine = language === 'python' ? 'np.cos' : 'Math.cos';
  const when = (test: string, yes: string, no: string) =>
    language === 'python' ? `${yes} if ${test} else ${no}` : `${test} ? ${yes} : ${no}`;
  switch (schedule.kind) {
    case 'step':
      return language === 'python'
        ? `${schedule.gamma} ** (elapsed // ${schedule.every})`
        : `${schedule.gamma} ** Math.floor(elapsed / ${schedule.every})`;
    case 'cosine':
      return `${schedule.floor} + (1 - ${schedule.floor}) * (1 + ${cosine}(${pi} * elapsed / EPOCHS)) / 2`;
    case 'warmup':
      return when(
        `elapsed >= ${schedule.epochs}`,
        '1',
        `${schedule.start} + (1 - ${schedule.start}) * elapsed / ${schedule.epochs}`,
      );
    default:
      return '1';
  }
}

/** The factor of the drop ratios as an expression of `step`, those done, and `steps`, all of them. */
export function dropoutFactor(
  schedule: Experiment['dropout']['schedule'],
  language: 'python' | 'js',
): string {
  const when = (test: string) => (language === 'python' ? `float(${test})` : `Number(${test})`);
  const most = language === 'python' ? 'max' : 'Math.max';
  switch (schedule.kind) {
    case 'early':
      return when(`step < ${schedule.until} * steps`);
    case 'late':
      return when(`step >= ${schedule.from} * steps`);
    case 'linear':
      return `${schedule.start} + (${schedule.end} - ${schedule.start}) * step / ${most}(1, steps - 1)`;
    default:
      return '1';
  }
}
