import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DataChoice } from '../../src/core/dataset';
import { pathWords } from '../../src/experiment/allowed';
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
      li {
        margin-bottom: 2px;
      }
      .act {
        padding: 0 2px;
        border: 0;
        border-radius: 2px;
        background: none;
        color: var(--vscode-textLink-foreground);
        font: inherit;
        cursor: pointer;
      }
      .act:hover {
        color: var(--vscode-textLink-activeForeground);
        text-decoration: underline;
      }
      .act:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;

  constructor() {
    super();
    new StoreController(this, ['run']);
  }

  override render() {
    const { notes = [], choices = [] } = this.store.run?.info ?? {};
    if (notes.length === 0) return nothing;
    // What asks for a decision comes first.
    const first = choices[0]?.message ?? notes[0];
    return html`<details>
      <summary>${l10n.t('About the data: {0}', first)}</summary>
      <ul>
        ${notes.map((note) => html`<li>${note} ${this.#buttonFor(choices.find(({ message }) => message === note))}</li>`)}
      </ul>
    </details>`;
  }

  #buttonFor(choice: DataChoice | undefined) {
    if (!choice) return nothing;
    const { path, value } = choice.edit;
    return html`<button
      class="act"
      title=${`${pathWords(path)}: ${JSON.stringify(value)}`}
      aria-description=${choice.message}
      @click=${() => this.store.edit(path, value)}
    >
      ${choice.label}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-data-notes': DataNotes;
  }
}
