import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { rateLimit } from '../../src/core/analysis/rate-limit';
import { formatNumber } from '../../src/experiment/words';
import { formatLearningRate } from '../format';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { ViewElement } from '../view-element';
import { isAbove, limitHelp, limitText, sharpnessOf, trainingOf } from './rate-limit';
import { askWhy } from './why';

/**
 * Beside the loss, once the curvature has been measured: the learning rate and the optimizer's limit; of an adaptive
 * optimizer the curvature alone, as there is nothing to compare.
 */
@customElement('dp-rate-chip')
export class RateChip extends ViewElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        overflow: hidden;
        min-width: 0;
        flex: 0 1 auto;
      }
      button {
        max-width: 100%;
        padding: 0 6px;
        border: 1px solid var(--dp-border);
        border-radius: 9px;
        overflow: hidden;
        background: none;
        color: var(--vscode-foreground);
        font: inherit;
        font-size: 12px;
        line-height: 16px;
        font-variant-numeric: tabular-nums;
        text-overflow: ellipsis;
        white-space: nowrap;
        cursor: pointer;
      }
      button:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      button:focus-visible {
        outline-offset: -1px;
      }
      .above {
        border-color: var(--vscode-errorForeground);
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;

  constructor() {
    super();
    new StoreController(this, ['analyses', 'run', 'experiment', 'gap']);
  }

  override render() {
    const sharpness = sharpnessOf(this.store);
    const training = trainingOf(this.store);
    if (!sharpness || !training) return nothing;
    const limit = rateLimit(training, sharpness.lambdaMax);
    const rate = training.learningRate;
    const above = isAbove(sharpness, training);
    return html`<button
      type="button"
      class=${above ? 'above' : ''}
      title=${limitHelp(sharpness, training)}
      @click=${() => askWhy(this, 'learning-rate')}
    >
      ${
        limit && above
          ? l10n.t('lr {0} above {1}', formatLearningRate(rate), limitText(limit))
          : l10n.t(
              'lr {0} · {1}',
              formatLearningRate(rate),
              limit ? limitText(limit) : `λmax ≈ ${formatNumber(sharpness.lambdaMax)}`,
            )
      }
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-rate-chip': RateChip;
  }
}
