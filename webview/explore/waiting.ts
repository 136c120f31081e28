import * as l10n from '@vscode/l10n';
import type { RunState } from '../../src/protocol';
import type { Idea } from './idea';

/** Why an idea has nothing to show yet, and what a person can do about it. */
export function waitingWords(idea: Pick<Idea, 'analyses' | 'sweeps'>, run: RunState | null): string {
  if (!run) return l10n.t('Run an experiment to see it.');
  if (run.status === 'failed' && !idea.sweeps)
    return l10n.t('The run failed: there is no network to look at.');
  if (idea.analyses) return networkWords(run);
  return idea.sweeps
    ? l10n.t('Start the sweep: points appear as trainings end.')
    : l10n.t('Nothing to show yet.');
}

function networkWords({ status, members }: RunState): string {
  const trains = status === 'running' || status === 'paused';
  if (trains || members.some(({ hasNetwork }) => hasNetwork)) return l10n.t('Being computed …');
  return status === 'loading'
    ? l10n.t('Computed as soon as there is a network to look at.')
    : l10n.t('Only the curves of this run were kept, not the network: run it again to see this.');
}
