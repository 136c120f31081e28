import * as l10n from '@vscode/l10n';
import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Order, TrialTableColumn } from '../../src/charts/study/table';
import { tableStyles } from '../components/table-styles';
import { sharedStyles } from '../shared-styles';
import { ViewElement } from '../view-element';

/** Of a row, in CSS pixels. */
const HEIGHT = 22;
/** Rows that are drawn beyond both ends of what is seen. */
const BEYOND = 8;

/**
 * A table of trials, of which only the rows in sight exist. A click on a head fires `dp-order`; a click on a row, or the
 * arrow keys, `dp-pick` with `{ id }`.
 */
@customElement('dp-trial-table')
export class TrialTable extends ViewElement {
  static override styles = [
    sharedStyles,
    tableStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .scroller {
        height: 340px;
        overflow: auto;
        border: 1px solid var(--dp-border);
      }
      tr {
        height: ${HEIGHT}px;
      }
      th,
      td {
        padding: 0 10px;
        text-align: right;
        white-space: nowrap;
      }
      th button {
        padding: 0;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        cursor: pointer;
      }
      th button:hover {
        text-decoration: underline;
      }
      td:last-child,
      th:last-child {
        text-align: left;
      }
      tbody tr {
        cursor: pointer;
      }
      tbody tr:nth-child(even) {
        background: none;
      }
      tbody tr:hover {
        background: var(--vscode-list-hoverBackground);
      }
      tbody tr[aria-selected='true'] {
        outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
        background: var(--vscode-list-activeSelectionBackground);
        color: var(--vscode-list-activeSelectionForeground);
      }
    `,
  ];

  @property({ attribute: false }) columns: readonly TrialTableColumn[] = [];
  /** The numbers of the trials, in order. */
  @property({ attribute: false }) rows: Int32Array = new Int32Array();
  @property({ attribute: false }) order: Order = { column: '', down: false };
  @property({ type: Number }) chosen: number | undefined;
  /** The first row that exists, and how many do. */
  @state() private first = 0;
  @state() private seen = 24;

  override render() {
    const { columns, rows } = this;
    const first = Math.max(0, Math.min(this.first, rows.length - this.seen) - BEYOND);
    const end = Math.min(rows.length, first + this.seen + 2 * BEYOND);
    return html`
      <div
        class="scroller"
        role="region"
        aria-label=${l10n.t('Trials')}
        tabindex="0"
        @scroll=${this.#scroll}
        @keydown=${this.#keydown}
      >
        <table aria-rowcount=${rows.length + 1}>
          <caption class="visually-hidden">
            ${l10n.t('Trials')}
          </caption>
          <thead>
            <tr aria-rowindex="1">
              ${columns.map((column) => this.#head(column))}
            </tr>
          </thead>
          <tbody>
            ${room(first)} ${Array.from(rows.subarray(first, end), (trial, i) => this.#row(trial, first + i))}
            ${room(rows.length - end)}
          </tbody>
        </table>
      </div>
    `;
  }

  #head({ id, title }: TrialTableColumn) {
    const { column, down } = this.order;
    const sorted = column === id;
    const next: Order = { column: id, down: sorted && !down };
    return html`<th scope="col" aria-sort=${sorted ? (down ? 'descending' : 'ascending') : 'none'}>
      <button @click=${() => this.dispatchEvent(new CustomEvent('dp-order', { detail: next }))}>
        ${title}${sorted ? (down ? ' ↓' : ' ↑') : ''}
      </button>
    </th>`;
  }

  #row(trial: number, index: number) {
    return html`<tr
      aria-rowindex=${index + 2}
      aria-selected=${trial === this.chosen ? 'true' : 'false'}
      @click=${() => this.#pick(trial)}
    >
      ${this.columns.map(({ text }) => html`<td>${text(trial)}</td>`)}
    </tr>`;
  }

  #pick(trial: number): void {
    this.dispatchEvent(new CustomEvent('dp-pick', { detail: { id: trial } }));
  }

  #scroll({ currentTarget }: Event): void {
    const { scrollTop, clientHeight } = currentTarget as HTMLElement;
    this.first = Math.floor(scrollTop / HEIGHT);
    this.seen = Math.ceil(clientHeight / HEIGHT);
  }

  #keydown(event: KeyboardEvent): void {
    const by = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity }[
      event.key
    ];
    if (by === undefined || this.rows.length === 0) return;
    event.preventDefault();
    const now = this.chosen === undefined ? -1 : this.rows.indexOf(this.chosen);
    const to = now < 0 ? 0 : Math.min(this.rows.length - 1, Math.max(0, now + by));
    this.#show(to, event.currentTarget as HTMLElement);
    this.#pick(this.rows[to]!);
  }

  /** Scrolls a row into sight, below the head. */
  #show(row: number, scroller: HTMLElement): void {
    const [top, end] = [row * HEIGHT, (row + 2) * HEIGHT];
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (end > scroller.scrollTop + scroller.clientHeight)
      scroller.scrollTop = end - scroller.clientHeight;
  }
}

/** In place of rows out of sight. The page's policy forbids styles in attributes, and not the object model's. */
const room = (rows: number) =>
  html`<tr .style=${`height: ${rows * HEIGHT}px`} ?hidden=${rows <= 0} aria-hidden="true"></tr>`;

declare global {
  interface HTMLElementTagNameMap {
    'dp-trial-table': TrialTable;
  }
}
