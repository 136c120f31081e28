import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type {
  PlotAxis,
  PlotColor,
  PlotPlace,
  PlotPoint,
  PlotSeries,
  PlotSpec,
} from '../../src/charts/plot-spec';
import { AxisZoom, type ShownAxis } from '../charts/axis-zoom';
import { selectionStyles } from '../charts/selection';
import { sameValue } from '../edits';
import { formatNumber, formatPlace } from '../format';
import { sharedStyles } from '../shared-styles';
import { onThemeChange, theme } from '../theme';
import { ViewElement } from '../view-element';
import { numbersStyles } from './numbers-styles';
import { PlotChart } from './plot-chart';
import { isOutside, outsideText } from './plot-edges';
import { PlotWalk } from './plot-walk';

/** Rows of the table behind a plot, at most. */
const MOST_ROWS = 500;

/**
 * A plot with its key, and the table behind it. The pointer and the arrow keys read its points; a click or Enter on one
 * fires `dp-pick` with the point as its `detail`.
 */
@customElement('dp-plot')
export class PlotView extends ViewElement {
  static override styles = [
    sharedStyles,
    numbersStyles,
    selectionStyles,
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
      .compared {
        --color: var(--dp-compared);
      }
      .compared2 {
        --color: var(--dp-compared2);
      }
      .compared3 {
        --color: var(--dp-compared3);
      }
      .compared4 {
        --color: var(--dp-compared4);
      }
      .compared5 {
        --color: var(--dp-compared5);
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
        display: flex;
        gap: 4px 12px;
        justify-content: space-between;
        min-height: 1.4em;
        font-size: 12px;
        line-height: 1.4;
      }
      /* What is said of a trial takes two lines: the plot must not move under the pointer. */
      :host([notable]) .axis {
        height: 2.8em;
        overflow: hidden;
      }
      .read {
        color: var(--vscode-foreground);
        font-variant-numeric: tabular-nums;
        text-align: right;
      }
      .key .points i,
      .key .crosses i,
      .key .rings i {
        width: 8px;
        height: 8px;
        border: 1.5px solid var(--color);
        border-radius: 50%;
      }
      .key .points i {
        background: var(--color);
      }
      .key .crosses i {
        border: none;
        border-radius: 0;
      }
      .key .crosses i::before {
        content: '×';
        color: var(--color);
        font-size: 16px;
        line-height: 8px;
      }
      .muted-line {
        --color: var(--dp-muted);
      }
      .ring {
        position: absolute;
        width: 14px;
        height: 14px;
        margin: -7px;
        border: 2px solid var(--vscode-foreground);
        border-radius: 50%;
        pointer-events: none;
      }
      .ring.hovered {
        border-color: var(--vscode-focusBorder);
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
  @property({ attribute: false, hasChanged: (a, b) => a !== b && !sameValue(a, b) }) spec!: PlotSpec;
  /** What the readout says of a point, in place of what follows from the plot alone. */
  @property({ attribute: false }) tell: ((point: PlotPoint, series: PlotSeries) => string) | undefined;
  /** The `id` of the point that has a ring around it. */
  @property({ type: Number }) chosen: number | undefined;
  /** The numbers are to be had elsewhere. */
  @property({ type: Boolean }) noTable = false;
  /** Of the spec's horizontal axis; undefined: it cannot be zoomed. */
  @property({ attribute: false }) zoom: ShownAxis | undefined;
  @state() private at: PlotPlace | undefined;
  @state() private open = false;
  @query('canvas') private canvas!: HTMLCanvasElement;

  #chart: PlotChart | undefined;
  #walk: PlotWalk | undefined;
  readonly #axisZoom = new AxisZoom(this, (clientX) => {
    const at = this.#chart?.across(clientX - this.canvas.getBoundingClientRect().left);
    return at === undefined || !this.spec.x.logarithmic ? at : Math.log10(at);
  });
  #unwatch: (() => void) | undefined;
  /** Points move with the size of the plot, and the rings with them. */
  readonly #resized = new ResizeObserver(() => this.#ring());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = onThemeChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#resized.disconnect();
    this.#chart?.destroy();
    this.#chart = undefined;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('spec')) return;
    this.at = undefined;
    this.#walk = undefined;
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (!this.#chart) this.#resized.observe(this.canvas);
    this.#chart ??= new PlotChart(this.canvas);
    // Nothing of the picture follows what the pointer reads.
    if (changed.has('spec') || changed.size === 0) this.#chart.show(this.spec, theme());
    this.#ring();
  }

  override render() {
    const { series, label, bands = [] } = this.spec;
    return html`
      <ul class="key" aria-hidden="true">
        ${keyOf(series).map(
          ({ label: name, style, color }) => html`<li class="${style} ${classOf(color)}"><i></i>${name}</li>`,
        )}
        ${bands.map(({ label: name, color }) => html`<li class="band ${color}"><i></i>${name}</li>`)}
      </ul>
      <div class="axis" aria-hidden="true">
        <span class="muted">${this.spec.y.title}</span><span class="read">${this.#reading()}</span>
      </div>
      <div
        class=${this.zoom ? 'plot zoomable' : 'plot'}
        tabindex="0"
        role="slider"
        aria-label=${label}
        aria-description=${this.zoom ? l10n.t('Plus and minus zoom, 0 shows the whole axis.') : nothing}
        aria-valuenow=${this.at?.index ?? 0}
        aria-valuetext=${this.#reading() || label}
        @pointerdown=${this.#axisZoom.down}
        @pointermove=${this.#pointAt}
        @pointerup=${this.#axisZoom.gestures.up}
        @pointercancel=${this.#axisZoom.gestures.lost}
        @dblclick=${this.#axisZoom.gestures.reset}
        @wheel=${this.#axisZoom.wheel}
        @pointerleave=${() => (this.at = undefined)}
        @blur=${() => (this.at = undefined)}
        @click=${() => !this.#axisZoom.isDragged && this.#pick()}
        @keydown=${this.#keydown}
      >
        <canvas role="img" aria-label=${label}></canvas>
        <i class="ring chosen" hidden></i><i class="ring hovered" hidden></i>
        ${this.#axisZoom.selection(this.canvas)}
      </div>
      ${this.noTable ? nothing : this.#details()}
    `;
  }

  /** The table is made when somebody wants it. */
  #details() {
    return html`<details @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}>
      <summary>${l10n.t('Show as table')}</summary>
      ${this.open ? html`<div class="table" tabindex="0">${this.#table()}</div>` : nothing}
    </details>`;
  }

  #pointOf(place: PlotPlace | undefined): readonly [PlotPoint, PlotSeries] | undefined {
    const series = place && this.spec.series[place.series];
    const point = series?.points[place!.index];
    return point && [point, series];
  }

  /** The point under the pointer in words. */
  #reading(): string {
    const found = this.#pointOf(this.at);
    if (!found) return '';
    const [point, series] = found;
    if (this.tell) return this.tell(point, series);
    const where = `${this.spec.x.title} ${nameOf(this.spec.x, point.x)}`;
    return l10n.t('{0}: {1}', where, `${series.label} ${textOf(this.spec.y, point)}`);
  }

  #pointAt(event: PointerEvent): void {
    this.#axisZoom.gestures.move(event);
    const { clientX, clientY } = event;
    const { left, top } = this.canvas.getBoundingClientRect();
    this.at = this.#chart?.nearest(clientX - left, clientY - top);
  }

  #pick(): void {
    const found = this.#pointOf(this.at);
    if (found) this.dispatchEvent(new CustomEvent<PlotPoint>('dp-pick', { detail: found[0] }));
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key === 'Enter' || event.key === ' ') this.#pick();
    else if (this.#axisZoom.key(event) || event.key === 'Escape') this.at = undefined;
    else {
      this.#walk ??= new PlotWalk(this.spec.series);
      const next = this.#walk.step(this.at, event.key);
      if (!next) return;
      this.at = next;
    }
    event.preventDefault();
  }

  /** Rings around the point that is read and the one that is chosen. */
  #ring(): void {
    const { chosen } = this;
    const series =
      chosen === undefined
        ? -1
        : this.spec.series.findIndex(({ points }) => points.some(({ id }) => id === chosen));
    const index = this.spec.series[series]?.points.findIndex(({ id }) => id === chosen) ?? -1;
    for (const [name, place] of [
      ['chosen', index < 0 ? undefined : { series, index }],
      ['hovered', this.at],
    ] as const) {
      const ring = this.renderRoot.querySelector<HTMLElement>(`.ring.${name}`);
      const pixel = place && this.#chart?.pixelOf(place);
      if (!ring) continue;
      ring.hidden = !pixel;
      if (pixel) Object.assign(ring.style, { left: `${pixel.x}px`, top: `${pixel.y}px` });
    }
  }

  #table() {
    const { x, series, label } = this.spec;
    const all = [...new Set(series.flatMap(({ points }) => points.map((point) => point.x)))].sort(
      (a, b) => a - b,
    );
    const columns = series.map(({ points }) => new Map(points.map((point) => [point.x, point])));
    const text = (point: PlotPoint | undefined) => (point ? textOf(this.spec.y, point) : '');
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
        ${all.slice(0, MOST_ROWS).map(
          (at) =>
            html`<tr>
              <th scope="row">${nameOf(x, at)}</th>
              ${columns.map((points) => html`<td>${text(points.get(at))}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

/** One entry for all that are alike. */
function keyOf(series: readonly PlotSeries[]): readonly PlotSeries[] {
  const known = new Map(series.map((one) => [one.group ?? one.label, one]));
  return [...known].map(([label, one]) => ({ ...one, label }));
}

function nameOf(axis: PlotAxis, x: number): string {
  return axis.categories?.[x] ?? formatPlace(x);
}

/** A value that an axis leaves out is said as at its edge. */
function textOf(axis: PlotAxis, { y, low, high }: PlotPoint): string {
  if (isOutside(axis, y)) return outsideText(y);
  if (low === undefined || high === undefined) return formatNumber(y);
  return `${formatNumber(y)} ± ${formatNumber((high - low) / 2)}`;
}

/** `muted` is the name of a style of text. */
const classOf = (color: PlotColor): string => (color === 'muted' ? 'muted-line' : color);

declare global {
  interface HTMLElementTagNameMap {
    'dp-plot': PlotView;
  }
}
