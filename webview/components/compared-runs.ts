import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { incomparable, others } from '../../src/charts/compared';
import { comparedColor } from '../../src/charts/line-color';
import type { DifferenceRow } from '../../src/experiment/differences';
import { comparedTable } from '../../src/report/compared-table';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { tableStyles } from './table-styles';

/** What the compared runs differ in, and what they came to. */
@customElement('dp-compared-runs')
export class ComparedRuns extends ViewElement {
  static override styles = [
    sharedStyles,
    tableStyles,
    css`
      :host {
        display: block;
        margin: 12px 14px;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        align-items: center;
        justify-content: space-between;
        margin-bottom: 4px;
      }
      h2 {
        margin: 0;
        font-size: inherit;
        font-weight: 600;
      }
      p {
        margin: 0 0 4px;
        color: var(--dp-muted);
        font-size: 12px;
      }
      .scroller {
        max-height: 60vh;
        overflow: auto;
        border: 1px solid var(--dp-border);
      }
      .scroller:focus-visible {
        outline-offset: -1px;
      }
      table {
        width: auto;
        min-width: 100%;
      }
      th,
      td {
        padding: 3px 10px;
        text-align: left;
        vertical-align: top;
      }
      td {
        max-width: 32ch;
        overflow-wrap: anywhere;
      }
      td.number {
        white-space: nowrap;
      }
      th[scope='row'],
      thead td {
        position: sticky;
        left: 0;
        background: var(--vscode-editor-background);
        color: var(--dp-muted);
      }
      thead td {
        z-index: 2;
        top: 0;
        box-shadow: 0 1px var(--dp-border);
      }
      th[scope='row'] {
        min-width: 15ch;
        max-width: 22ch;
      }
      thead th {
        min-width: 12ch;
        max-width: 32ch;
        overflow-wrap: anywhere;
        vertical-align: bottom;
      }
      .muted {
        color: var(--dp-muted);
        font-weight: normal;
      }
      thead th > span {
        display: block;
        padding-bottom: 2px;
        border-bottom: 2px solid var(--dp-dropout);
      }
      .compared > span {
        border-color: var(--dp-compared);
      }
      .compared2 > span {
        border-color: var(--dp-compared2);
      }
      .compared3 > span {
        border-color: var(--dp-compared3);
      }
      .compared4 > span {
        border-color: var(--dp-compared4);
      }
      .compared5 > span {
        border-color: var(--dp-compared5);
      }
      thead button {
        padding: 0;
        border: none;
        background: none;
        color: inherit;
        font: inherit;
        text-align: left;
        cursor: pointer;
      }
      thead button:hover {
        text-decoration: underline;
      }
      tr.first > * {
        border-top: 1px solid var(--dp-border);
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;

  constructor() {
    super();
    new StoreController(this, ['run', 'compared', 'trainings', 'connection']);
  }

  override render() {
    const { run, series, compared, trainings } = this.store;
    if (!run) return nothing;
    const beside = others(run, compared);
    if (beside.length + trainings.length === 0) return nothing;
    const table = comparedTable([{ run, series }, ...beside], trainings);
    const mixed = beside.some((other) => incomparable(run, other.run));
    return html`<section aria-label=${l10n.t('Compared runs')}>
      <div class="head">
        <h2>${l10n.t('What the compared runs differ in')}</h2>
        <vscode-button secondary ?disabled=${this.store.isAlone} @click=${() => this.store.compareNoLonger(null)}
          >${l10n.t('Stop Comparing')}</vscode-button
        >
      </div>
      ${beside.length > 0 && table.settings.length === 0 ? html`<p>${l10n.t('All settings are the same.')}</p>` : nothing}
      ${mixed ? html`<p>${l10n.t('Losses of other data, or of another loss, cannot be compared with each other.')}</p>` : nothing}
      <div class="scroller" role="region" tabindex="0" aria-label=${l10n.t('What the compared runs differ in')}>
        <table>
          <thead>
            <tr>
              <td></td>
              ${[{ run, place: -1 }, ...beside].map(({ run: { id, name }, place }) => this.#heading(id, name, place))}
              ${trainings.map(
                ({ name, from }, i) =>
                  html`<th scope="col" class=${comparedColor(compared.length + i)}>
                    <span>${name}<br /><span class="muted">${from === 'log' ? l10n.t('training log') : l10n.t('your script')}</span></span>
                  </th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${table.settings.map((row) => rowOf(row, ''))}
            ${table.results.map((row, i) => rowOf(row, i === 0 ? 'first' : '', 'number'))}
          </tbody>
        </table>
      </div>
      <p>${l10n.t('Final values: mean over seeds ± standard error of the mean, n seeds.')}</p>
    </section>`;
  }

  #heading(id: string, name: string, place: number) {
    return html`<th scope="col" class=${place < 0 ? 'own' : comparedColor(place)}>
      <span
        >${
          place < 0
            ? html`${name}<br /><span class="muted">${l10n.t('on the screen')}</span>`
            : html`<button type="button" title=${l10n.t('Show this run')} @click=${() => this.store.selectRun(id)}>
              ${name}
            </button>`
        }</span
      >
    </th>`;
  }
}

const rowOf = ({ title, values }: DifferenceRow, kind: string, cell = '') =>
  html`<tr class=${kind}>
    <th scope="row">${title}</th>
    ${values.map((value) => html`<td class=${cell}>${value}</td>`)}
  </tr>`;

declare global {
  interface HTMLElementTagNameMap {
    'dp-compared-runs': ComparedRuns;
  }
}
