import type { VerdictInput, VerdictMember } from '../core/analysis/verdict';
import type { Experiment } from '../experiment/schema';
import { siteRatio, sitesOf, siteValue } from '../experiment/sites';
import type { RunInfo } from '../protocol';

/** What the verdict on a run is made from, whoever ran it. Changes in mid-run count: advice starts from what was set last. */
export function verdictInput(
  experiment: Experiment,
  info: RunInfo,
  members: readonly VerdictMember[],
): VerdictInput {
  const { training, dropout, network, changes, seeds } = experiment;
  const last = <K extends 'learningRate' | 'ratio' | 'placement'>(key: K) =>
    changes.findLast((change) => change[key] !== undefined)?.[key];
  const placement = last('placement') ?? dropout.placement;
  const ratio = last('ratio') ?? dropout.ratio;
  const sites = sitesOf(network.hidden.length);
  const isShared = sites.some((site) => siteValue(placement, site) === true);
  return {
    task: info.task,
    outputs: info.outputs,
    guessLoss: info.guessLoss,
    data: {
      trainCount: info.trainCount,
      validationCount: info.validationCount ?? 0,
      testCount: info.testCount,
      split: info.split,
      cautions: info.cautions ?? [],
      majority: info.majority,
      outputNames: info.outputNames,
      guessTestLoss: info.guessTestLoss,
      parameterCount: info.parameterCount,
    },
    members,
    settings: {
      learningRate: last('learningRate') ?? training.learningRate,
      ratio: isShared ? ratio : undefined,
      epochs: training.epochs,
      seeds,
      loss: training.loss,
      classWeights: training.classWeights,
      optimizer: training.optimizer,
      rule: dropout.rule,
      hiddenLayers: network.hidden.length,
      patience: training.earlyStopping,
      restoreBest: training.restoreBest,
      schedule: training.schedule.kind,
      dropoutSchedule: dropout.schedule.kind,
      drops: sites.some((site) => siteRatio(placement, site, ratio) > 0),
      activation: network.activation,
      weightDecay: training.weightDecay,
      l1: training.l1,
      maxNorm: training.maxNorm,
    },
  };
}
