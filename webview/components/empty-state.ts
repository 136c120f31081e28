import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sourceName } from '../../src/experiment/label';
import type { Experiment } from '../../src/experiment/schema';
import { formatLearningRate, formatRatio } from '../format';
import { icon, iconStyles } from '../icon';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';

/** Before the first run: what will happen, and the button for it. */
@customElement('dp-empty')
export class EmptyState extends ViewElement {
  static override styles = [
    sharedStyles,
    iconStyles,
    css`
      :host {
        display: grid;
        place-content: center;
        justify-items: center;
        padding: 32px 16px;
      }
      .box {
        max-width: 56ch;
        text-align: center;
      }
      h2 {
        margin-bottom: 8px;
        font-size: 1.25em;
      }
      p {
        margin: 0 0 8px;
        color: var(--dp-muted);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        justify-content: center;
        margin-top: 16px;
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;

  constructor() {
    super();
    new StoreController(this, ['experiment', 'connection', 'runs']);
  }

  override render() {
    const { experiment, connection } = this.store;
    if (!experiment) {
      return connection === 'waiting' ? nothing : html`<p>${l10n.t('Waiting for the extension…')}</p>`;
    }
    return html`<div class="box">
      <h2>${l10n.t('See what dropout does')}</h2>
      <p>${whatWillHappen(experiment)}</p>
      <p>
        ${l10n.t('Training and test loss are drawn while it trains. Move the sliders or click a layer at any time: the change takes effect at the next step.')}
      </p>
      ${this.#goesOn()}
      <div class="actions">
        <vscode-button @click=${() => this.store.command('run')}
          >${icon('play', 'content-before')}${l10n.t('Run')}</vscode-button
        >
        <vscode-button secondary @click=${() => this.store.command('openSidebar')}
          >${l10n.t('Change the set-up')}</vscode-button
        >
        <vscode-button secondary @click=${() => this.store.command('openTrainingLog')}
          >${l10n.t('Open Training Log…')}</vscode-button
        >
      </div>
    </div>`;
  }

  /** Another set-up's run, which is not shown under the controls of this one, and not lost either. */
  #goesOn() {
    const run = this.store.runs.find(({ status }) => status === 'running' || status === 'paused');
    if (!run) return nothing;
    return html`<p>
      ${l10n.t('A run of another set-up is in progress: {0}.', run.name)}
      <button type="button" class="why" @click=${() => this.store.selectRun(run.id)}>${l10n.t('Show it')}</button>
    </p>`;
  }
}

function whatWillHappen({ data, network, dropout, training, baseline }: Experiment): string {
  const hidden = network.hidden.length > 0 ? network.hidden.join('-') : l10n.t('no hidden layer');
  const facts = [
    sourceName(data),
    hidden,
    formatRatio(dropout.ratio),
    formatLearningRate(training.learningRate),
    training.epochs,
  ];
  return baseline
    ? l10n.t(
        'A network ({1}) trains on the data “{0}” for {4} epochs with drop ratio {2} and learning rate {3}, and beside it a twin without dropout: same data, same initial weights, same order.',
        ...facts,
      )
    : l10n.t(
        'A network ({1}) trains on the data “{0}” for {4} epochs with drop ratio {2} and learning rate {3}.',
        ...facts,
      );
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-empty': EmptyState;
  }
}
