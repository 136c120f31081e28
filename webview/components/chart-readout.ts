import * as l10n from '@vscode/l10n';
import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type ChartSpec, DASHES } from '../../src/charts/chart-spec';
import { comparedId, errorWords } from '../../src/charts/compared';
import { colorOf } from '../../src/charts/line-color';
import { type DrawnLine, lineName } from '../../src/charts/lines';
import type { Reading } from '../../src/charts/readings';
import type { Task } from '../../src/core/dataset';
import { NONE } from '../format';
import { icon, iconStyles } from '../icon';
import { sharedStyles } from '../shared-styles';
import { ViewElement } from '../view-element';

/** A run that the one on the screen is compared with. */
export interface ComparedNote {
  /** Its id, and its place among the compared. */
  readonly run: string;
  readonly place: number;
  readonly name: string;
  /** What it did otherwise, a line each. */
  readonly details: string;
  /** Why its curve is not drawn. */
  readonly problem: string | undefined;
  /** Nobody hears that it is to go. */
  readonly isFixed: boolean;
}

/**
 * Legend and readout in one, in a place of its own: every line's stroke, name and value at the cursor (the newest
 * without one). A click hides or shows the line: fires `dp-toggle` with the line's id as `detail`. A compared run's ×
 * fires `dp-stop-comparing` with the run's id.
 */
@customElement('dp-chart-readout')
export class ChartReadout extends ViewElement {
  static override styles = [
    sharedStyles,
    iconStyles,
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
      .value,
      .count {
        flex: none;
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
        width: 20px;
        height: 6px;
        flex: none;
      }
      .dropout {
        stroke: var(--dp-dropout);
      }
      .baseline {
        stroke: var(--dp-baseline);
      }
      .compared {
        stroke: var(--dp-compared);
      }
      .compared2 {
        stroke: var(--dp-compared2);
      }
      .compared3 {
        stroke: var(--dp-compared3);
      }
      .compared4 {
        stroke: var(--dp-compared4);
      }
      .compared5 {
        stroke: var(--dp-compared5);
      }
      .count {
        color: var(--dp-muted);
        font-variant-numeric: tabular-nums;
      }
      .row {
        min-width: 0;
      }
      .other {
        flex-wrap: nowrap;
        align-items: center;
      }
      .owner {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .other button:first-child {
        min-width: 0;
      }
      .note {
        padding: 0 3px;
        overflow: hidden;
        color: var(--dp-muted);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .close .icon {
        font-size: 14px;
      }
    `,
  ];

  @property({ attribute: false }) spec!: ChartSpec;
  @property({ attribute: false }) task: Task = 'classification';
  @property({ attribute: false }) readings: readonly Reading[] = [];
  @property({ attribute: false }) hiddenLines: ReadonlySet<string> = new Set();
  @property({ attribute: false }) compared: readonly ComparedNote[] = [];

  override render() {
    const rows = (['dropout', 'baseline'] as const).map((variant) =>
      this.readings.filter(({ line }) => line.kind === variant),
    );
    return html`<div class="rows">
      ${rows.map((row) => html`<div class="row">${row.map((reading, index) => this.#cell(reading, index === 0))}</div>`)}
      ${this.compared.map((note) => this.#other(note))}
    </div>`;
  }

  #other({ run, place, name, details, problem, isFixed }: ComparedNote) {
    const reading = this.readings.find(({ line: { spec } }) => spec.id === comparedId(place, spec.column));
    return html`<div class="row other" title=${details}>
      ${reading ? this.#cell(reading, true) : html`<span class="note">${problem ? l10n.t('{0}: {1}', name, problem) : name}</span>`}
      <button
        type="button"
        class="close"
        title=${l10n.t('Remove from comparison')}
        aria-label=${l10n.t('Remove from comparison')}
        ?disabled=${isFixed}
        @click=${() => this.dispatchEvent(new CustomEvent('dp-stop-comparing', { detail: run }))}
      >
        ${icon('close')}
      </button>
    </div>`;
  }

  #cell({ line, value, deviation }: Reading, first: boolean) {
    const { spec } = line;
    const name = lineName(line);
    const text = this.spec.format(value, this.task);
    const spread = Number.isFinite(deviation) && `${text} ± ${this.spec.format(deviation, this.task)}`;
    return html`<button
      type="button"
      aria-pressed=${this.hiddenLines.has(spec.id) ? 'false' : 'true'}
      title=${l10n.t('Show or hide {0}', name)}
      @click=${() => this.dispatchEvent(new CustomEvent('dp-toggle', { detail: spec.id }))}
    >
      ${lineSample(line)}<span class="owner"
        >${first ? nothing : html`<span class="visually-hidden">${line.owner}</span> `}${
          first ? name : spec.title
        }</span
      >
      <span class="value ${spread ? 'spread' : ''}">${spread || text || NONE}</span>
      ${line.kind === 'compared' ? html`<span class="count" title=${errorWords(line)}>${l10n.t('n = {0}', line.line.seeds)}</span>` : nothing}
    </button>`;
  }
}

/** A piece of the line as it is drawn. */
function lineSample(line: DrawnLine) {
  const { stroke, width } = line.spec;
  return html`<svg aria-hidden="true">
    ${svg`<line class=${colorOf(line)} x1="0" x2="20" y1="3" y2="3" stroke-width=${width} stroke-dasharray=${DASHES[stroke].join(' ')}></line>`}
  </svg>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-chart-readout': ChartReadout;
  }
}
