import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sameValue } from '../edits';
import { formatCount } from '../format';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { ViewElement } from '../view-element';
import { evaluationWords, type Phase } from './network-model';
import './network-view';

/** The thinned net of the current step, where a click places dropout. */
@customElement('dp-network-section')
export class NetworkSection extends ViewElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 12px;
        min-height: 24px;
      }
      .hint {
        font-size: 12px;
      }
      .switch {
        display: flex;
      }
      .switch button {
        padding: 0 8px;
        border: 1px solid var(--dp-border);
        background: none;
        color: var(--vscode-foreground);
        font: inherit;
        font-size: 12px;
        line-height: 18px;
        cursor: pointer;
      }
      .switch button + button {
        border-left: 0;
      }
      .switch button:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      .switch [aria-pressed='true'] {
        background: var(--vscode-inputOption-activeBackground);
        color: var(--vscode-inputOption-activeForeground);
        box-shadow: inset 0 0 0 1px
          var(--vscode-contrastActiveBorder, var(--vscode-inputOption-activeBorder, transparent));
      }
      dp-network {
        flex: 1;
        min-height: 0;
        margin-top: 4px;
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;
  @state() private phase: Phase = 'training';

  constructor() {
    super();
    new StoreController(this, ['network', 'experiment', 'run', 'gap']);
  }

  override render() {
    const { experiment, network, run } = this.store;
    if (!experiment) return nothing;
    const { dropout } = experiment;
    const rule = run?.experiment.dropout.rule ?? dropout.rule;
    const evaluates = this.phase === 'evaluation';
    return html`
      <div class="head">
        <h2>${headingOf(this.store)}</h2>
        <div class="switch" role="group" aria-label=${l10n.t('Training or evaluation')}>
          ${this.#phaseButton('training', l10n.t('In training'))} ${this.#phaseButton('evaluation', l10n.t('In evaluation'))}
        </div>
        <span class="hint muted">${evaluates ? evaluationWords(rule) : l10n.t('Click a layer to place dropout')}</span>
      </div>
      <dp-network
        .frame=${network}
        .phase=${this.phase}
        .rule=${rule}
        .placement=${dropout.placement}
        .ratio=${dropout.ratio}
        .layers=${experiment.network.hidden}
        .info=${run?.info ?? null}
      ></dp-network>
    `;
  }

  #phaseButton(phase: Phase, title: string) {
    return html`<button
      type="button"
      aria-pressed=${this.phase === phase ? 'true' : 'false'}
      @click=${() => (this.phase = phase)}
    >
      ${title}
    </button>`;
  }
}

/** What is drawn: the run's network, or that of a set-up which the run is not of. */
function headingOf({ network, experiment, gap, run }: ViewStore): string {
  if (!network) return l10n.t('Network');
  const hidden = network.sites.slice(1, -1).map(({ width }) => width);
  const isOther = gap !== null && run !== null && !sameValue(hidden, experiment?.network.hidden);
  return isOther
    ? l10n.t('Network of the current set-up')
    : l10n.t('Network at step {0}', formatCount(network.step));
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-network-section': NetworkSection;
  }
}
