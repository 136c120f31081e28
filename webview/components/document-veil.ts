import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DocumentState } from '../../src/protocol';
import { icon, iconStyles } from '../icon';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';

/** In a file's own editor, where there is nothing of it to show: why, and the way out. */
@customElement('dp-document-veil')
export class DocumentVeil extends ViewElement {
  static override styles = [
    sharedStyles,
    iconStyles,
    css`
      :host {
        display: grid;
        min-height: 100vh;
        place-content: center;
        padding: 32px 16px;
      }
      .box {
        max-width: 72ch;
      }
      h2 {
        display: flex;
        align-items: center;
        gap: 8px;
        margin-bottom: 12px;
        font-size: 1.25em;
        line-height: 1.4;
        overflow-wrap: anywhere;
      }
      .error {
        color: var(--dp-error-text);
      }
      p {
        margin: 0 0 8px;
        overflow-wrap: anywhere;
      }
      vscode-button {
        margin-top: 12px;
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;
  @property({ attribute: false }) document!: DocumentState;

  override render() {
    return html`<div class="box" role="alert">
      ${this.document.problem ? this.#invalid(this.document.problem) : this.#elsewhere()}
    </div>`;
  }

  #invalid({ line, message, count }: NonNullable<DocumentState['problem']>) {
    return html`
      <h2><span class="error">${icon('error')}</span>${l10n.t('{0} is not an experiment yet', this.document.name)}</h2>
      <p><b>${l10n.t('Line {0}', line)}</b>: ${message}</p>
      ${count > 1 ? html`<p class="muted">${l10n.t('{0} errors in all.', count)}</p>` : nothing}
      <p class="muted">${l10n.t('Nothing is written to the file while it has errors.')}</p>
      <vscode-button @click=${() => this.store.actOnDocument('openAsText')}>${l10n.t('Open as Text')}</vscode-button>
    `;
  }

  #elsewhere() {
    return html`
      <h2>${icon('info')}${l10n.t('The playground shows another experiment now')}</h2>
      <p>${l10n.t('{0} is as it was.', this.document.name)}</p>
      <vscode-button @click=${() => this.store.actOnDocument('show')}>${l10n.t('Show {0}', this.document.name)}</vscode-button>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-document-veil': DocumentVeil;
  }
}
