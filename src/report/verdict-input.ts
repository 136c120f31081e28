import type { RowFacts, VerdictInput, VerdictMember } from '../core/analysis/verdict';
import type { Experiment } from '../experiment/schema';
import { sitesOf, siteValue } from '../experiment/sites';
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
  const isShared = sitesOf(network.hidden.length).some((site) => siteValue(placement, site) === true);
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
      ratio: isShared ? (last('ratio') ?? dropout.ratio) : undefined,
      epochs: training.epochs,
      seeds,
      loss: training.loss,
      classWeights: training.classWeights,
      optimizer: training.optimizer,
      rule: dropout.rule,
      hiddenLayers: network.hidden.length,
      patience: training.earlyStopping,
      restoreBest: training.restoreBest,
    },
  };
}
