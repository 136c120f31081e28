import * as l10n from '@vscode/l10n';
import { errorOf, type Loss, losses } from '../core/losses';
import { batchNear, leavesSingle, normalizesBatches } from '../core/normalizations/batches';
import type { Placement } from '../core/spec';
import { pathWords } from './allowed';
import type { Problem } from './problem';
import type { Experiment } from './schema';
import type { Path } from './schema-node';
import { fileSources } from './sources';

/** What is wrong between values that are each allowed. */
export function contradictions(experiment: Experiment): Problem[] {
  const layers = experiment.network.hidden.length;
  return [
    ...placementLength(experiment.dropout.placement, ['dropout', 'placement', 'hidden'], layers),
    ...experiment.changes.flatMap(({ placement }, index) =>
      placement ? placementLength(placement, ['changes', index, 'placement', 'hidden'], layers) : [],
    ),
    ...changeOrder(experiment),
    ...lossOfTask(experiment),
    ...countOrFraction(experiment),
    ...weightsOfClasses(experiment),
    ...smoothingOfClasses(experiment),
    ...batchOfOne(experiment),
  ];
}

function placementLength({ hidden }: Placement, path: Path, layers: number): Problem[] {
  if (!Array.isArray(hidden) || hidden.length === layers) return [];
  const message = l10n.t(
    '{0}: the length of the list is {1}; it must have one entry for each hidden layer of network.hidden, {2}',
    pathWords(path),
    hidden.length,
    layers,
  );
  return [{ path, message }];
}

function changeOrder({ changes }: Experiment): Problem[] {
  const index = changes.findIndex((change, i) => i > 0 && change.step < changes[i - 1]!.step);
  if (index < 0) return [];
  const path = ['changes', index, 'step'];
  const message = l10n.t(
    '{0}: {1} is not allowed after step {2}; changes stand in the order of their steps',
    pathWords(path),
    changes[index]!.step,
    changes[index - 1]!.step,
  );
  return [{ path, message }];
}

const isRegression = ({ data }: Experiment): boolean =>
  data.source === 'surface' || ('task' in data && data.task === 'regression');

/** The losses of classes with a distribution over them, and what goes with them alone. */
const isOfNumbers = (experiment: Experiment): boolean =>
  isRegression(experiment) || errorOf(experiment.training, 'classification') !== undefined;

/** Which of the losses a task takes is known where the data's own settings say the task. */
function lossOfTask(experiment: Experiment): Problem[] {
  const { loss } = experiment.training;
  const path = ['training', 'loss'];
  const { code } = losses.find(({ id }) => id === loss)! as Loss;
  if (isRegression(experiment) && code.regression === undefined) {
    const message = l10n.t(
      'training.loss: "{0}" is for classes, and this data set has numbers to predict; use "meanSquaredError" or "auto"',
      loss,
    );
    return [{ path, message }];
  }
  if (code.classification !== undefined || !hasClasses(experiment)) return [];
  const message = l10n.t(
    'training.loss: "{0}" is for numbers, and this data set has classes; use "crossEntropy" or "auto"',
    loss,
  );
  return [{ path, message }];
}

/** Whether it is known before data is read that it has classes. */
const hasClasses = ({ data }: Experiment): boolean =>
  data.source === 'csv' || data.source === 'npy' ? data.task === 'classification' : data.source !== 'surface';

function weightsOfClasses(experiment: Experiment): Problem[] {
  const { training } = experiment;
  if (training.classWeights === 'none') return [];
  if (!isOfNumbers(experiment)) return [];
  const message = l10n.t(
    'training.classWeights: "balanced" goes with classes and cross-entropy; use "none", or the loss "auto" on data with classes',
  );
  return [{ path: ['training', 'classWeights'], message }];
}

/** The variance of a batch of one is 0. The rows of a file are counted when they are read. */
function batchOfOne({ data, network, training }: Experiment): Problem[] {
  if (!normalizesBatches(network)) return [];
  const path = ['training', 'batchSize'];
  const { batchSize } = training;
  if (batchSize === 1) {
    const message = l10n.t(
      'training.batchSize: 1 is not allowed with batch normalization, which needs at least 2 samples in every batch; use a larger batch, or "layer" for network.normalization.kind',
    );
    return [{ path, message }];
  }
  const ofFile = fileSources.some(({ id }) => id === data.source);
  if (ofFile || data.train === undefined || !leavesSingle(data.train, batchSize)) return [];
  const message = l10n.t(
    'training.batchSize: {0} leaves a last batch of 1 of the {1} training samples, and batch normalization needs at least 2; use {2}, or "layer" for network.normalization.kind',
    batchSize,
    data.train,
    batchNear(data.train, batchSize),
  );
  return [{ path, message }];
}

function smoothingOfClasses(experiment: Experiment): Problem[] {
  const { training } = experiment;
  if (training.labelSmoothing === 0) return [];
  if (!isOfNumbers(experiment)) return [];
  const message = l10n.t(
    'training.labelSmoothing: {0} goes with classes and cross-entropy; use 0, or the loss "auto" on data with classes',
    training.labelSmoothing,
  );
  return [{ path: ['training', 'labelSmoothing'], message }];
}

/** A number of samples is whole; only below 1 it is a fraction. */
function countOrFraction({ data: { validation } }: Experiment): Problem[] {
  if (validation === undefined || validation < 1 || Number.isInteger(validation)) return [];
  const message = l10n.t(
    'data.validation: {0} is not allowed; it must be a whole number of samples, or a fraction below 1',
    validation,
  );
  return [{ path: ['data', 'validation'], message }];
}

/** What is allowed and rarely wanted. */
export function warningsOf({ data, dropout, network, training }: Experiment): string[] {
  const warnings: string[] = [];
  if (data.train !== undefined && training.batchSize > data.train)
    warnings.push(
      l10n.t(
        'training.batchSize: {0} is more than the {1} training samples: every batch is all of them.',
        training.batchSize,
        data.train,
      ),
    );
  const { output } = dropout.placement;
  if ((output === true && dropout.ratio > 0) || (typeof output === 'number' && output > 0))
    warnings.push(
      l10n.t(
        'dropout.placement.output: dropout on the logits zeroes the scores of classes at random; it is rarely wanted.',
      ),
    );
  if (dropout.rule === 'alpha' && network.activation !== 'selu')
    warnings.push(
      l10n.t(
        'dropout.rule: "alpha" keeps mean and variance only with network.activation "selu"; here it is "{0}".',
        network.activation,
      ),
    );
  if (dropout.rule === 'as-written')
    warnings.push(
      l10n.t(
        'dropout.rule: "as-written" is a demonstration of a slip: evaluation multiplies by the fraction dropped where the fraction kept belongs.',
      ),
    );
  const layers = network.hidden.length + 1;
  for (const layer of training.dropConnectLayers.filter((one) => one > layers))
    warnings.push(
      l10n.t(
        'training.dropConnectLayers: there is no layer {0}; the network has {1}, the output layer included.',
        layer,
        layers,
      ),
    );
  return warnings;
}
