import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatLearningRate } from '../format';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { isAbove, limitHelp, limitText, rateLimitOf, trainingOf } from './rate-limit';
import { askWhy } from './why';

/** Beside the loss: the learning rate and the limit of plain gradient descent, once it has been measured. */
@customElement('dp-rate-chip')
export class RateChip extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      /* Half a number is none: where the whole does not fit it goes to a second line, which is not seen. */
      :host {
        display: flex;
        flex: 0 1000 auto;
        flex-wrap: wrap;
        min-width: 0;
        height: 18px;
        margin-left: -8px;
        overflow: hidden;
      }
      :host::before {
        content: '\\200b';
      }
      button {
        margin-left: 8px;
        padding: 0 6px;
        border: 1px solid var(--dp-border);
        border-radius: 9px;
        background: none;
        color: var(--vscode-foreground);
        font: inherit;
        font-size: 12px;
        line-height: 16px;
        font-variant-numeric: tabular-nums;
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
    const limit = rateLimitOf(this.store);
    const training = trainingOf(this.store);
    if (!limit || !training) return nothing;
    const rate = training.learningRate;
    const above = isAbove(limit, training);
    return html`<button
      type="button"
      class=${above ? 'above' : ''}
      title=${limitHelp(limit, training.optimizer)}
      @click=${() => askWhy(this, 'learning-rate')}
    >
      ${
        above
          ? l10n.t('lr {0} above {1}', formatLearningRate(rate), limitText(limit))
          : l10n.t('lr {0} · {1}', formatLearningRate(rate), limitText(limit))
      }
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-rate-chip': RateChip;
  }
}
