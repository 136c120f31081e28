import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { dataPaths } from '../../src/experiment/data-paths';
import { listed } from '../../src/experiment/listed';
import { aloneWords } from '../alone-words';
import { icon, iconStyles } from '../icon';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { ownsRefusal } from './hyperparameters';

/** What stands in the way, above everything else, and what to do about it. */
@customElement('dp-banners')
export class Banners extends ViewElement {
  static override styles = [
    sharedStyles,
    iconStyles,
    css`
      :host {
        display: block;
      }
      div {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 6px 16px;
        border-bottom: 1px solid var(--border);
        background: var(--background);
      }
      .info {
        --border: var(--vscode-inputValidation-infoBorder, var(--vscode-charts-blue));
        --background: var(--vscode-inputValidation-infoBackground);
      }
      .warning {
        --border: var(--vscode-inputValidation-warningBorder, var(--vscode-charts-yellow));
        --background: var(--vscode-inputValidation-warningBackground);
      }
      .error {
        --border: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
        --background: var(--vscode-inputValidation-errorBackground);
      }
      .text {
        flex: 1;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;

  constructor() {
    super();
    new StoreController(this, ['connection', 'refused', 'document', 'run', 'preferences', 'experiment']);
  }

  override render() {
    return [this.#connection(), this.#untrusted(), this.#beside(), this.#damage(), this.#refusal()];
  }

  #connection() {
    if (this.store.connection !== 'lost') return nothing;
    return this.#banner('warning', aloneWords());
  }

  /** What would have run by itself, were the workspace trusted, says why it has not. */
  #untrusted() {
    const { preferences, run, experiment } = this.store;
    if (preferences.trusted !== false || run || !experiment) return nothing;
    const files = dataPaths(experiment.data);
    const text =
      files.length > 0
        ? l10n.t(
            'Not run: this workspace is not trusted. Run asks you before it reads {0}.',
            listed(files, 3),
          )
        : l10n.t(
            'Not run: this workspace is not trusted. Nothing starts automatically here; choose Run to start it.',
          );
    return this.#banner('info', text, l10n.t('Manage Workspace Trust'), () =>
      this.store.command('manageTrust'),
    );
  }

  /** A file beside the one that the set-up belongs to shows its own run, and says so. */
  #beside() {
    const { document, run } = this.store;
    if (!document?.own || document.state !== 'elsewhere' || !run) return nothing;
    const text = l10n.t(
      'The set-up is another experiment’s now; this is the last run of {0}.',
      document.name,
    );
    return this.#banner('info', text, l10n.t('Show {0}', document.name), () =>
      this.store.actOnDocument('show'),
    );
  }

  /** What is shown of a run is not all that there was. */
  #damage() {
    const { damage } = this.store.run ?? {};
    if (!damage) return nothing;
    const text = [l10n.t('The file of this run is damaged.'), ...damage].join(' ');
    return this.#banner('warning', text);
  }

  #refusal() {
    const { refusal } = this.store;
    // The control that it is about shows it beside itself.
    if (!refusal || ownsRefusal(refusal)) return nothing;
    return this.#banner('error', refusal.message, l10n.t('Dismiss'), () => this.store.dismissRefusal());
  }

  #banner(kind: 'info' | 'warning' | 'error', text: string, label?: string, act?: () => void) {
    return html`<div class=${kind} role=${kind === 'info' ? 'status' : 'alert'}>
      ${icon(kind)}
      <span class="text">${text}</span>
      ${act ? html`<vscode-button secondary @click=${act}>${label}</vscode-button>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-banners': Banners;
  }
}
