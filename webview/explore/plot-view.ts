import * as l10n from '@vscode/l10n';
import { css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { sameValue } from '../edits';
import { formatNumber, formatPlace } from '../format';
import { sharedStyles } from '../shared-styles';
import { onThemeChange, theme } from '../theme';
import { ViewElement } from '../view-element';
import { numbersStyles } from './numbers-styles';
import { PlotChart } from './plot-chart';
import type { PlotAxis, PlotPoint, PlotSeries, PlotSpec } from './plot-spec';

/** A plot with its key, and the table behind it. */
@customElement('dp-plot')
export class PlotView extends ViewElement {
  static override styles = [
    sharedStyles,
    numbersStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 4px;
        min-width: 0;
      }
      .key {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 14px;
        margin: 0;
        padding: 0;
        font-size: 12px;
        list-style: none;
      }
      .key li {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .key i {
        width: 18px;
        border-top: 2px solid var(--color);
      }
      .dropout {
        --color: var(--dp-dropout);
      }
      .baseline {
        --color: var(--dp-baseline);
      }
      .good {
        --color: var(--vscode-charts-green);
      }
      .foreground {
        --color: var(--vscode-foreground);
      }
      .key .dashed i {
        border-top-style: dashed;
      }
      .key .dotted i {
        border-top-style: dotted;
      }
      .key .bars i {
        width: 10px;
        border-top-width: 10px;
      }
      .key .band i {
        width: 14px;
        border-top-width: 10px;
        opacity: 0.3;
      }
      .warning {
        --color: var(--vscode-charts-yellow);
      }
      .error {
        --color: var(--vscode-errorForeground);
      }
      /* Read like the rest: a title on its side is cut off where the plot is low. */
      .axis {
        font-size: 12px;
      }
      .plot {
        position: relative;
        flex: 1 1 200px;
        min-height: 180px;
      }
      thead th {
        font-weight: 600;
      }
    `,
  ];

  /** A new object with the same content is not drawn again. */
  @property({ attribute: false, hasChanged: (a, b) => !sameValue(a, b) }) spec!: PlotSpec;
  @query('canvas') private canvas!: HTMLCanvasElement;

  #chart: PlotChart | undefined;
  #unwatch: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = onThemeChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#chart?.destroy();
    this.#chart = undefined;
  }

  protected override updated(): void {
    this.#chart ??= new PlotChart(this.canvas);
    this.#chart.show(this.spec, theme());
  }

  override render() {
    const { series, label, bands = [] } = this.spec;
    return html`
      <ul class="key" aria-hidden="true">
        ${series.map(
          ({ label: name, style, color }) => html`<li class="${style} ${color}"><i></i>${name}</li>`,
        )}
        ${bands.map(({ label: name, color }) => html`<li class="band ${color}"><i></i>${name}</li>`)}
      </ul>
      <div class="axis muted" aria-hidden="true">${this.spec.y.title}</div>
      <div class="plot"><canvas role="img" aria-label=${label}></canvas></div>
      <details>
        <summary>${l10n.t('Show as table')}</summary>
        <div class="table" tabindex="0">${this.#table()}</div>
      </details>
    `;
  }

  #table() {
    const { x, series, label } = this.spec;
    const all = [...new Set(series.flatMap(({ points }) => points.map((point) => point.x)))].sort(
      (a, b) => a - b,
    );
    return html`<table>
      <caption class="visually-hidden">
        ${label}
      </caption>
      <thead>
        <tr>
          <th scope="col">${x.title}</th>
          ${series.map(({ label: name }) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${all.map(
          (at) =>
            html`<tr>
              <th scope="row">${nameOf(x, at)}</th>
              ${series.map((one) => html`<td>${cell(one, at)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

function nameOf(axis: PlotAxis, x: number): string {
  return axis.categories?.[x] ?? formatPlace(x);
}

function cell({ points }: PlotSeries, x: number): string {
  const point = points.find((one) => one.x === x);
  return point ? valueWithSpread(point) : '';
}

function valueWithSpread({ y, low, high }: PlotPoint): string {
  if (low === undefined || high === undefined) return formatNumber(y);
  return `${formatNumber(y)} ± ${formatNumber((high - low) / 2)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-plot': PlotView;
  }
}
