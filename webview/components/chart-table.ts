import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ChartSpec } from '../../src/charts/chart-spec';
import { lineName } from '../../src/charts/lines';
import type { ChartModel } from '../../src/charts/model';
import { epochsOf, readings } from '../../src/charts/readings';
import { formatCount } from '../format';
import { sharedStyles } from '../shared-styles';
import { ViewElement } from '../view-element';
import { tableStyles } from './table-styles';

/** Rows of a table, at most; evenly chosen, the last one always among them. */
const MOST_ROWS = 200;

/** The numbers behind a chart. */
@customElement('dp-chart-table')
export class ChartTable extends ViewElement {
  static override styles = [
    sharedStyles,
    tableStyles,
    css`
      :host {
        display: block;
        overflow: auto;
        border: 1px solid var(--dp-border);
      }
      th,
      td {
        padding: 2px 8px;
        text-align: right;
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) spec!: ChartSpec;
  @property({ attribute: false }) model: ChartModel | undefined;

  override render() {
    const { model, spec } = this;
    if (!model) return nothing;
    return html`<table>
      <caption class="visually-hidden">
        ${l10n.t('{0} by epoch', spec.title(model.task))}
      </caption>
      <thead>
        <tr>
          <th scope="col">${l10n.t('epoch')}</th>
          ${model.lines.map((line) => html`<th scope="col">${lineName(line)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${spreadOut(epochsOf(model), MOST_ROWS).map((epoch) => this.#row(model, epoch))}
      </tbody>
    </table>`;
  }

  #row(model: ChartModel, epoch: number) {
    return html`<tr>
      <th scope="row">${formatCount(epoch)}</th>
      ${readings(model, epoch).map(({ value }) => html`<td>${this.spec.format(value, model.task)}</td>`)}
    </tr>`;
  }
}

/** At most `most` of the values, evenly chosen, both ends among them. */
export function spreadOut(values: Float64Array, most: number): readonly number[] {
  if (values.length <= most) return [...values];
  return Array.from(
    { length: most },
    (_, index) => values[Math.round((index * (values.length - 1)) / (most - 1))],
  );
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-chart-table': ChartTable;
  }
}
