import * as l10n from '@vscode/l10n';
import { type Takeover, toExperiment } from '../../code/experiment';
import type { Model, ScanResult } from '../../code/finding';
import { trainedModels } from '../../code/runnable';
import { defaultExperiment } from '../../experiment/defaults';
import type { Experiment } from '../../experiment/schema';
import { dataTitle, type StandIn } from './stand-in';
import { takenSentence } from './taken-words';
import { type CompleteTakeover, completeTakeover } from './takeover';

/** What stands over a model, and what a pointer on it says. */
export interface LensWords {
  readonly title: string;
  readonly tooltip: string;
  /** What stands in for the code's data; `null`: nothing does. */
  readonly standIn: StandIn | null;
}

/** Models that a lens stands over: what the file trains and the playground can. */
export const modelsWithLens = (result: ScanResult): Model[] => trainedModels(result);

/**
 * `Run Dropout Experiment · 3 × drop 0.5 · lr 0.001`; the tooltip says on which data it would run and what stands in
 * for the code's, what is taken over, what is the playground's own, and what cannot be taken over.
 *
 * @param current the set-up, whose data a run has where none of the code's kind are nearer
 */
export function lensWords(
  { findings, data }: ScanResult,
  model: Model,
  current: Experiment = defaultExperiment(),
): LensWords {
  const takeover = toExperiment(findings, model, data);
  const { learningRate } = takeover.experiment.training;
  const parts = [
    l10n.t('Run Dropout Experiment'),
    dropoutWords(model),
    ...(learningRate === undefined ? [] : [l10n.t('lr {0}', learningRate)]),
  ];
  return { title: parts.join(' · '), ...runWords(model.name, takeover, current) };
}

function runWords(name: string, takeover: Takeover, current: Experiment): Omit<LensWords, 'title'> {
  const complete = completed(takeover, current);
  const { standIn, notes } = complete ?? { standIn: null, notes: takeover.notes };
  const sentence = complete && takenSentence(complete);
  const set = dataTitle(complete?.experiment.data ?? current.data);
  const lines = [
    standIn === null
      ? l10n.t('Trains {0} in the playground, on “{1}”.', name, set)
      : l10n.t('Trains {0} in the playground.', name),
    ...(standIn === null ? [] : ['', standIn.words]),
    ...(sentence === undefined ? [] : ['', capitalized(sentence)]),
    ...(notes.length === 0
      ? []
      : ['', l10n.t('Differs from the code:'), ...notes.map((note) => `• ${note}`)]),
  ];
  return { tooltip: lines.join('\n'), standIn };
}

/** `undefined`: these layers make no network. */
function completed(takeover: Takeover, current: Experiment): CompleteTakeover | undefined {
  try {
    return completeTakeover(takeover, current);
  } catch {
    return undefined;
  }
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What stands beside the lens of a model that would run on other data than its own. */
export function standInTitle({ kind, title }: StandIn): string {
  return kind === 'other' ? l10n.t('on “{0}”, not on your data', title) : l10n.t('on “{0}”', title);
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
