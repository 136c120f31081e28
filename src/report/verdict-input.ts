import type { RowFacts, VerdictInput, VerdictMember } from '../core/analysis/verdict';
import type { Experiment } from '../experiment/schema';
import { nothingDrops, sitesOf, siteValue } from '../experiment/sites';
import type { RunInfo } from '../protocol';

/** Row facts that a member reports at its start. */
export const rowFacts = ({ cautions = [], guessTestLoss, classCounts }: RunInfo): RowFacts => ({
  cautions,
  guessTestLoss,
  classCounts,
});

/** The verdict input of a run. Includes changes during the run: advice starts from the latest settings. */
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
  // If some site has a higher ratio of its own, the shared one is not decisive.
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
