import * as l10n from '@vscode/l10n';
import { optimizers } from '../core/optimizers/index';
import { sourceName } from './label';
import { formatCount } from './number-text';
import type { Experiment } from './schema';

/** What is known of a run's data once it has been read. */
export interface DataSize {
  readonly trainCount: number;
  readonly widths: readonly number[];
}

/** What a run is of, in the person's language: data, layers, optimizer, epochs, and what it was changed to in its course. `withoutRate`: each training has its own. */
export function describeRun(
  experiment: Experiment,
  size?: DataSize,
  { withoutRate = false }: { readonly withoutRate?: boolean } = {},
): string[] {
  const { data, network, training, seeds, changes } = experiment;
  const optimizer = optimizers.find(({ id }) => id === training.optimizer);
  const layers = size?.widths ?? network.hidden;
  return [
    size
      ? l10n.t('{0}, {1} training samples', sourceName(data), formatCount(size.trainCount))
      : sourceName(data),
    ...(layers.length > 0 ? [layers.join('-')] : []),
    [
      l10n.t(optimizer?.title ?? training.optimizer),
      ...(withoutRate ? [] : [`lr ${training.learningRate}`]),
    ].join(', '),
    l10n.t('batches of {0}', training.batchSize),
    training.epochs === 1 ? l10n.t('1 epoch') : l10n.t('{0} epochs', training.epochs),
    ...(seeds > 1 ? [l10n.t('{0} seeds', seeds)] : []),
    ...(changes.length > 0 ? [changeWords(changes.length)] : []),
  ];
}

function changeWords(count: number): string {
  return count === 1 ? l10n.t('changed once in mid-run') : l10n.t('changed {0} times in mid-run', count);
}
