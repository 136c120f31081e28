import * as l10n from '@vscode/l10n';
import type { DropoutRuleId } from '../../../src/core/dropout/index';
import type { Idea } from '../idea';
import { SRIVASTAVA, section } from '../sources';

const NAMES: Readonly<Record<DropoutRuleId, () => string>> = {
  inverted: () => l10n.t('inverted'),
  classic: () => l10n.t('classic'),
  gaussian: () => l10n.t('Gaussian'),
  alpha: () => l10n.t('alpha'),
  'as-written': () => l10n.t('as written'),
};

/** Training against evaluation: what each rule does with the scale. */
export const rules: Idea = {
  id: 'rules',
  title: () => l10n.t('Training and evaluation'),
  claims: () => [
    {
      text: l10n.t(
        'In evaluation all neurons take part, so without a correction a layer puts out more than it did in training, on average 1 / (1 − p) times as much.',
      ),
      source: section(SRIVASTAVA, '4'),
    },
    {
      text: l10n.t(
        'Inverted dropout divides by the kept fraction while it trains; classic dropout multiplies by the kept fraction when it evaluates: the same model but for a scale.',
      ),
      source: section(SRIVASTAVA, '10'),
    },
    {
      text: l10n.t(
        'The rule “as written” multiplies by the fraction dropped, a slip; at 0.5 the two agree, so 0.5 hides it. Elsewhere the loss shows it while the accuracy of a ReLU net without biases hides it: a scale does not change which output is the largest. The nets here have biases, so accuracy falls too.',
      ),
    },
    {
      text: l10n.t(
        'The sweep trains your set-up with each rule at a drop ratio of 0.2, where the slip shows.',
      ),
    },
  ],
  sweeps: ['rule'],
  scenario: 'as-written',
  sweepOptions: { category: (value) => NAMES[value as DropoutRuleId]?.() ?? value },
};
