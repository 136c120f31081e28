import type { RowFacts, VerdictInput, VerdictMember } from '../core/analysis/verdict';
import type { Experiment } from '../experiment/schema';
import { nothingDrops, sitesOf, siteValue } from '../experiment/sites';
import type { RunInfo } from '../protocol';

/** What a member says of its own rows when it starts. */
export const rowFacts = ({ cautions = [], guessTestLoss, classCounts }: RunInfo): RowFacts => ({
  cautions,
  guessTestLoss,
  classCounts,
});

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
  const shared = last('ratio') ?? dropout.ratio;
  const sites = sitesOf(network.hidden.length).map((site) => siteValue(placement, site));
  const own = sites.filter((site) => typeof site === 'number');
  // Where a site's own ratio is higher, the shared one is not what dropout stands or falls with.
  const leads = sites.includes(true) && own.every((ratio) => ratio <= shared);
  return {
    task: info.task,
    outputs: info.outputs,
    guessLoss: info.guessLoss,
    data: {
      trainCount: info.trainCount,
      validationCount: info.validationCount ?? 0,
      testCount: info.testCount,
      split: info.split,
      ...rowFacts(info),
      majority: info.majority,
      outputNames: info.outputNames,
      parameterCount: info.parameterCount,
    },
    members,
    settings: {
      learningRate: last('learningRate') ?? training.learningRate,
      ratio: leads ? shared : undefined,
      ownRatios: own.some((ratio) => ratio > 0),
      nothingDrops: nothingDrops(placement, shared, network.hidden.length),
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
      activation: network.activation,
      weightDecay: training.weightDecay,
      l1: training.l1,
      maxNorm: training.maxNorm,
    },
  };
}
