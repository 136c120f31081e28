import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';

/** What was guessed or changed while the data was read. */
@customElement('dp-data-notes')
export class DataNotes extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        color: var(--dp-muted);
        font-size: 12px;
      }
      summary {
        width: fit-content;
        cursor: pointer;
      }
      ul {
        margin: 4px 0 0;
        padding-left: 20px;
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;

  constructor() {
    super();
    new StoreController(this, ['run']);
  }

  override render() {
    const notes = this.store.run?.info?.notes ?? [];
    if (notes.length === 0) return nothing;
    return html`<details>
      <summary>${l10n.t('About the data: {0}', notes[0])}</summary>
      <ul>
        ${notes.map((note) => html`<li>${note}</li>`)}
      </ul>
    </details>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-data-notes': DataNotes;
  }
}
