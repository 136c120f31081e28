import * as l10n from '@vscode/l10n';
import { toExperiment } from '../../code/experiment';
import type { Model, ScanResult } from '../../code/finding';

/** What stands over a model, and what a pointer on it says. */
export interface LensWords {
  readonly title: string;
  readonly tooltip: string;
}

/** Models that the playground can say something about: with dropout, or with a hidden layer. */
export function modelsWithLens({ models }: ScanResult): Model[] {
  const linear = ({ layers }: Model) => layers.filter(({ kind }) => kind === 'linear').length;
  const hasDropout = ({ layers }: Model) => layers.some(({ kind }) => kind === 'dropout');
  return models.filter((model) => hasDropout(model) || linear(model) > 1);
}

/** `Run Dropout Experiment · 3 × drop 0.5 · lr 0.001`; the tooltip lists what cannot be taken over. */
export function lensWords({ findings }: ScanResult, model: Model): LensWords {
  const { experiment, notes } = toExperiment(findings, model);
  const { learningRate } = experiment.training;
  const parts = [
    l10n.t('Run Dropout Experiment'),
    dropoutWords(model),
    ...(learningRate === undefined ? [] : [l10n.t('lr {0}', learningRate)]),
  ];
  const what = l10n.t('Trains {0} in the playground, on the data that is set there.', model.name);
  const left = [...new Set(notes)].map((note) => `• ${note}`);
  const tooltip = left.length === 0 ? what : [what, '', l10n.t('Not as in the code:'), ...left].join('\n');
  return { title: parts.join(' · '), tooltip };
}

/** `drop 0.2, 2 × drop 0.5`, in the order of the layers. */
function dropoutWords({ layers }: Model): string {
  const counts = new Map<string, number>();
  for (const { kind, ratio } of layers) {
    if (kind !== 'dropout') continue;
    const word = l10n.t('drop {0}', ratio ?? '?');
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  if (counts.size === 0) return l10n.t('no dropout');
  return [...counts].map(([word, count]) => (count === 1 ? word : `${count} × ${word}`)).join(', ');
}
