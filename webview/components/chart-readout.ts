import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type ChartSpec, DASHES, type LineSpec } from '../../src/charts/chart-spec';
import type { Reading } from '../../src/charts/readings';
import { variantTitle } from '../../src/charts/variant';
import type { Task } from '../../src/core/dataset';
import { NONE } from '../format';
import { sharedStyles } from '../shared-styles';

/**
 * Legend and readout in one, in a place of its own: every line's stroke, name and value at the cursor (the newest
 * without one). A click hides or shows the line: fires `dp-toggle` with the line's id as `detail`.
 */
@customElement('dp-chart-readout')
export class ChartReadout extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        font-size: 12px;
        line-height: 18px;
      }
      .rows,
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 0 2px;
      }
      .rows {
        column-gap: 8px;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 5px;
        padding: 0 3px;
        border: 1px solid transparent;
        border-radius: 3px;
        background: none;
        color: var(--dp-muted);
        font: inherit;
        cursor: pointer;
        white-space: nowrap;
      }
      button:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      button:focus-visible {
        outline-offset: -1px;
      }
      button[aria-pressed='false'] {
        text-decoration: line-through;
        opacity: 0.7;
      }
      .value {
        min-width: 4.6ch;
        color: var(--vscode-foreground);
        font-variant-numeric: tabular-nums;
        text-align: left;
      }
      .spread {
        min-width: 10ch;
      }
      svg {
        width: 16px;
        height: 6px;
        flex: none;
      }
      .dropout {
        stroke: var(--dp-dropout);
      }
      .baseline {
        stroke: var(--dp-baseline);
      }
    `,
  ];

  @property({ attribute: false }) spec!: ChartSpec;
  @property({ attribute: false }) task: Task = 'classification';
  @property({ attribute: false }) readings: readonly Reading[] = [];
  @property({ attribute: false }) hiddenLines: ReadonlySet<string> = new Set();

  override render() {
    const rows = (['dropout', 'baseline'] as const).map((variant) =>
      this.readings.filter(({ line }) => line.spec.variant === variant),
    );
    return html`<div class="rows">
      ${rows.map((row) => html`<div class="row">${row.map((reading, index) => this.cell(reading, index === 0))}</div>`)}
    </div>`;
  }

  private cell({ line, value, deviation }: Reading, first: boolean) {
    const { spec } = line;
    const name = `${variantTitle(spec.variant)} ${spec.title}`;
    const text = this.spec.format(value, this.task);
    const spread = Number.isFinite(deviation) && `${text} ± ${this.spec.format(deviation, this.task)}`;
    return html`<button
      type="button"
      aria-pressed=${this.hiddenLines.has(spec.id) ? 'false' : 'true'}
      title=${l10n.t('Show or hide {0}', name)}
      @click=${() => this.dispatchEvent(new CustomEvent('dp-toggle', { detail: spec.id }))}
    >
      ${lineSample(spec)}<span
        >${first ? nothing : html`<span class="visually-hidden">${variantTitle(spec.variant)}</span> `}${
          first ? name : spec.title
        }</span
      >
      <span class="value ${spread ? 'spread' : ''}">${spread || text || NONE}</span>
    </button>`;
  }
}

/** A piece of the line as it is drawn. */
function lineSample({ variant, stroke, width }: LineSpec) {
  return html`<svg aria-hidden="true">
    ${svg`<line class=${variant} x1="0" x2="16" y1="3" y2="3" stroke-width=${width} stroke-dasharray=${DASHES[stroke].join(' ')}></line>`}
  </svg>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-chart-readout': ChartReadout;
  }
}
