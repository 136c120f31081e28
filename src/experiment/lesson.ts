import * as l10n from '@vscode/l10n';
import type { SweepId } from './sweeps';

/** An idea of the lesson as it is asked for from outside of the panel. */
export interface LessonEntry {
  /** As the panel knows it; never renamed. */
  readonly id: string;
  title(): string;
  /** The sweeps that show it. */
  readonly sweeps?: readonly SweepId[];
}

/** Every idea of the lesson, in the order in which it is told: the panel has their words and pictures. */
export const lesson: readonly LessonEntry[] = [
  { id: 'overfitting', title: () => l10n.t('Overfitting') },
  { id: 'masks', title: () => l10n.t('One realization') },
  { id: 'rules', title: () => l10n.t('Training and evaluation'), sweeps: ['rule'] },
  { id: 'ensemble', title: () => l10n.t('An ensemble') },
  { id: 'reliance', title: () => l10n.t('No leaning on one feature') },
  { id: 'noise', title: () => l10n.t('Noise') },
  { id: 'ratio', title: () => l10n.t('How much to drop'), sweeps: ['ratio'] },
  { id: 'placement', title: () => l10n.t('Where to drop'), sweeps: ['placement', 'normalizationPlace'] },
  {
    id: 'not-needed',
    title: () => l10n.t('When it is not needed'),
    sweeps: ['trainingSamples', 'width', 'depth'],
  },
  { id: 'learning-rate', title: () => l10n.t('Learning rate'), sweeps: ['learningRate'] },
  { id: 'stability', title: () => l10n.t('Edge of stability') },
];
