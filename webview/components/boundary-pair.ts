import * as l10n from '@vscode/l10n';
import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { taskOf } from '../../src/charts/model';
import type { Variant } from '../../src/core/trainer-types';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { setUiState, uiState } from '../ui-state';
import { ViewElement } from '../view-element';
import './boundary-legend';
import './boundary-view';
import { variantTitle } from '../../src/charts/variant';

/** What the networks say over the plane of two features: the baseline and the one with dropout side by side. */
@customElement('dp-boundary-pair')
export class BoundaryPair extends ViewElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 12px;
        min-height: 24px;
      }
      .pair {
        display: flex;
        gap: 12px;
        margin-top: 4px;
      }
      dp-boundary {
        flex: 1 1 0;
        max-width: 38vh;
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;
  @state() private showTest = uiState().testPoints;

  constructor() {
    super();
    new StoreController(this, ['boundary', 'run']);
  }

  override render() {
    const { run } = this.store;
    const variants = (['baseline', 'dropout'] as const).filter((variant) => this.store.leader(variant));
    const regression = run !== null && taskOf(run) === 'regression';
    return html`
      <div class="head">
        <h2>${regression ? l10n.t('Prediction') : l10n.t('Decision boundary')}</h2>
        <dp-boundary-legend
          .info=${run?.info ?? null}
          .showTest=${this.showTest}
          @dp-show-test=${({ detail }: CustomEvent<boolean>) => this.#show(detail)}
        ></dp-boundary-legend>
      </div>
      <div class="pair">${variants.map((variant) => this.#picture(variant))}</div>
    `;
  }

  #picture(variant: Variant) {
    const member = this.store.leader(variant)!;
    return html`<dp-boundary
      .boundary=${this.store.boundaries.get(member.key) ?? null}
      .info=${this.store.run?.info ?? null}
      .variant=${variant}
      .label=${variantTitle(variant)}
      .showTest=${this.showTest}
    ></dp-boundary>`;
  }

  #show(testPoints: boolean): void {
    this.showTest = testPoints;
    setUiState({ testPoints });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-boundary-pair': BoundaryPair;
  }
}
