import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { VerdictKind } from '../../src/core/analysis/verdict';

/** The idea of the lesson that explains each verdict. */
export const ideaOfVerdict: Readonly<Record<VerdictKind, string>> = {
  tooEarly: 'overfitting',
  diverged: 'learning-rate',
  unstable: 'learning-rate',
  tooSlow: 'learning-rate',
  stillImproving: 'learning-rate',
  pastBest: 'overfitting',
  unlikeTraining: 'overfitting',
  leaked: 'overfitting',
  tooFewTestRows: 'not-needed',
  nothingLearned: 'overfitting',
  heldOff: 'overfitting',
  stopEarly: 'overfitting',
  mixed: 'not-needed',
  endsWorse: 'overfitting',
  tooSmall: 'not-needed',
  small: 'not-needed',
  overfitting: 'overfitting',
  underfitting: 'ratio',
  dropoutHelps: 'overfitting',
  dropoutHurts: 'not-needed',
  noDifference: 'not-needed',
  notNeeded: 'not-needed',
  nothingDropped: 'placement',
  fine: 'overfitting',
};

/** Opens an idea of the lesson: `dp-why`, with its id as detail, bubbles up to the panel. */
export function askWhy(element: HTMLElement, idea: string): void {
  element.dispatchEvent(new CustomEvent<string>('dp-why', { detail: idea, bubbles: true, composed: true }));
}

/** A link that asks why. @param about what it is about, for those who hear the link alone. */
export function whyLink(element: HTMLElement, idea: string, about: string): TemplateResult {
  return html`<button class="why" aria-label=${l10n.t('Why? {0}', about)} @click=${() => askWhy(element, idea)}>
    ${l10n.t('Why?')}
  </button>`;
}
