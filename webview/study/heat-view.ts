import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Cells } from '../../src/charts/study/cells';
import { type HeatColors, heatColors } from '../../src/charts/study/heat-colors';
import { cssOf } from '../../src/charts/study/scale';
import { isBright } from '../../src/charts/study/scale-color';
import { type HeatMap, heatMapOf, type Summary } from '../../src/charts/study/summaries';
import type { Quantity, Trials } from '../../src/charts/study/trials';
import { heatTitle, quantityText } from '../../src/charts/study/words';
import { greatest } from '../../src/core/lists';
import type { StudyState } from '../../src/protocol';
import { AxisZoom, type ShownAxis } from '../charts/axis-zoom';
import { selectionStyles } from '../charts/selection';
import { CanvasController } from '../components/canvas-controller';
import { numbersStyles } from '../explore/numbers-styles';
import { sharedStyles } from '../shared-styles';
import { type Theme, theme } from '../theme';
import { ViewElement } from '../view-element';
import { canvasStyles } from './canvas-styles';

/** Where the cells lie on the canvas, in CSS pixels. */
interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A mark on the canvas. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** Room under the cells for values. */
const BOTTOM = 20;

/**
 * A quantity over two settings of a study. The pointer and the arrow keys read its cells; a click or Enter on one fires
 * `dp-pick` with `{ id }`, the best trial there.
 */
@customElement('dp-study-heat')
export class HeatView extends ViewElement {
  static override styles = [
    sharedStyles,
    numbersStyles,
    canvasStyles,
    selectionStyles,
    css`
      .plot {
        height: 320px;
      }
      .range {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .ramp {
        width: 72px;
        height: 10px;
        border: 1px solid var(--dp-border);
        background: var(--ramp);
      }
      .set-up {
        width: 8px;
        height: 8px;
        margin-left: 10px;
        border: 1.5px solid var(--vscode-foreground);
        transform: rotate(45deg);
      }
    `,
  ];

  @property({ attribute: false }) study!: StudyState;
  @property({ attribute: false }) trials!: Trials;
  /** Of the study's settings. */
  @property({ type: Number }) x = 0;
  @property({ type: Number }) y = 1;
  @property({ attribute: false }) quantity: Quantity = 'validationLoss';
  /** The number of the chosen trial. */
  @property({ type: Number }) chosen: number | undefined;
  /** Of the setting across; undefined: it cannot be zoomed. */
  @property({ attribute: false }) zoom: ShownAxis | undefined;
  /** The cell that is read. */
  @state() private at: number | undefined;
  @state() private open = false;

  #map!: HeatMap;
  #colors!: HeatColors;
  #area: Area = { left: 0, top: 0, width: 0, height: 0 };
  readonly #canvas = new CanvasController(this, (context, width, height) =>
    this.#paint(context, width, height),
  );

  readonly #axisZoom = new AxisZoom(this, (clientX) => {
    const { left, width } = this.#area;
    if (!(width > 0)) return undefined;
    const canvas = this.renderRoot.querySelector('canvas')!.getBoundingClientRect();
    const value = this.#map.columns.valueAt((clientX - canvas.left - left) / width);
    return this.study.axes[this.x]!.log ? Math.log10(value) : value;
  });

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!['study', 'trials', 'x', 'y', 'quantity'].some((name) => changed.has(name))) return;
    const { study, trials, x, y, quantity } = this;
    this.#map = heatMapOf(trials, study.axes, [x, y], quantity);
    if (this.at !== undefined && this.at >= this.#map.cells.length) this.at = undefined;
    this.#color();
  }

  #color(): void {
    this.#colors = heatColors(this.#map, this.quantity, this.study, theme().kind);
    this.style.setProperty('--ramp', `linear-gradient(to right, ${this.#colors.ramp.map(cssOf).join(', ')})`);
  }

  protected override updated(): void {
    this.#canvas.invalidate();
  }

  override render() {
    const label = this.#label;
    const isSetUp = [this.x, this.y].every((at) => this.study.axes[at]?.current !== undefined);
    return html`
      <div class="axis" aria-hidden="true">
        <span class="range muted">${this.#colors.ends[0]}<i class="ramp"></i>${this.#colors.ends[1]}${isSetUp ? html`<i class="set-up"></i>${l10n.t('set-up')}` : nothing}</span>
        <span class="read">${this.#reading()}</span>
      </div>
      <div class="axis muted" aria-hidden="true">${this.study.axes[this.y]?.title}</div>
      <div
        class=${this.zoom ? 'plot zoomable' : 'plot'}
        tabindex="0"
        role="slider"
        aria-label=${label}
        aria-description=${this.zoom ? l10n.t('Plus and minus zoom, 0 shows the whole axis.') : nothing}
        aria-valuenow=${this.at ?? 0}
        aria-valuetext=${this.#reading() || label}
        @pointerdown=${this.#axisZoom.down}
        @pointermove=${(event: PointerEvent) => {
          this.#axisZoom.gestures.move(event);
          this.at = this.#cellAt(event);
        }}
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
        ${this.#axisZoom.selection(this.renderRoot.querySelector('canvas'))}
      </div>
      <div class="axis muted x" aria-hidden="true">${this.study.axes[this.x]?.title}</div>
      <details @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}>
        <summary>${l10n.t('Show as table')}</summary>
        ${this.open ? html`<div class="table" tabindex="0">${this.#table()}</div>` : nothing}
      </details>
    `;
  }

  get #label(): string {
    return heatTitle(this.study, [this.x, this.y], this.quantity);
  }

  #reading(): string {
    const { at, study } = this;
    const cell = at === undefined ? undefined : this.#map.cells[at];
    if (!cell) return '';
    const { columns, rows } = this.#map;
    const where = `${study.axes[this.x]!.title} ${columns.name(at! % columns.count)}, ${study.axes[this.y]!.title} ${rows.name(Math.floor(at! / columns.count))}`;
    return l10n.t('{0}: {1}', where, this.#text(cell));
  }

  /** `0.302`; of several trials `median 0.302 of 5, best 0.281`. */
  #text({ trials, median, others }: Summary): string {
    const value = (number: number) => quantityText(this.quantity, number, this.study.task);
    const [best] = trials;
    if (best === undefined)
      return others.length > 0
        ? l10n.t('{0} pruned, failed or diverged', others.length)
        : l10n.t('no trial yet');
    if (trials.length === 1) return value(median);
    return l10n.t(
      'median {0} of {1} trials, best {2}',
      value(median),
      trials.length,
      value(this.trials.get(best, this.quantity)),
    );
  }

  #cellAt({ offsetX, offsetY }: MouseEvent): number | undefined {
    const { left, top, width, height } = this.#area;
    const { columns, rows } = this.#map;
    const column = Math.floor(((offsetX - left) / width) * columns.count);
    const row = rows.count - 1 - Math.floor(((offsetY - top) / height) * rows.count);
    const isIn = column >= 0 && column < columns.count && row >= 0 && row < rows.count;
    return isIn ? row * columns.count + column : undefined;
  }

  #pick(): void {
    const cell = this.at === undefined ? undefined : this.#map.cells[this.at];
    const id = cell?.trials[0] ?? cell?.others[0];
    if (id !== undefined) this.dispatchEvent(new CustomEvent('dp-pick', { detail: { id } }));
  }

  #keydown(event: KeyboardEvent): void {
    const { columns, rows } = this.#map;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (event.key === 'Enter' || event.key === ' ') this.#pick();
    else if (this.#axisZoom.key(event) || event.key === 'Escape') this.at = undefined;
    else if (!step) return;
    else {
      const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
      const [column, row] =
        this.at === undefined
          ? [0, rows.count - 1]
          : [
              within((this.at % columns.count) + step[0]!, columns.count),
              within(Math.floor(this.at / columns.count) + step[1]!, rows.count),
            ];
      this.at = row * columns.count + column;
    }
    event.preventDefault();
  }

  #paint(context: CanvasRenderingContext2D, width: number, height: number): void {
    const colors = theme();
    this.#color();
    const { columns, rows, cells } = this.#map;
    context.clearRect(0, 0, width, height);
    context.font = `${colors.fontSize - 2}px ${colors.fontFamily}`;
    const widest = greatest([0, ...rows.ticks.map(({ text }) => context.measureText(text).width)]);
    const left = Math.min(width / 3, Math.ceil(widest) + 8);
    this.#area = { left, top: 4, width: width - left - 8, height: height - BOTTOM - 4 };
    const setUp = this.#setUpAt();
    cells.forEach((cell, index) => {
      this.#cell(context, cell, this.#boxOf(index), colors, setUp);
    });
    this.#ticks(context, colors, columns, rows);
    this.#outline(context, colors);
    if (setUp) diamond(context, colors, setUp);
  }

  #boxOf(index: number): Area {
    const { left, top, width, height } = this.#area;
    const { columns, rows } = this.#map;
    const edge = (at: number) => Math.round(left + (width * at) / columns.count);
    const line = (at: number) => Math.round(top + (height * at) / rows.count);
    const [column, row] = [index % columns.count, rows.count - 1 - Math.floor(index / columns.count)];
    return {
      left: edge(column),
      top: line(row),
      width: edge(column + 1) - edge(column) - 1,
      height: line(row + 1) - line(row) - 1,
    };
  }

  #cell(
    context: CanvasRenderingContext2D,
    { trials, median, others }: Summary,
    box: Area,
    colors: Theme,
    setUp: Place | undefined,
  ): void {
    const { left, top, width, height } = box;
    if (trials.length === 0) {
      context.strokeStyle = colors.grid;
      context.lineWidth = 1;
      context.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
      if (others.length > 0) cross(context, colors.muted, box);
      return;
    }
    const color = this.#colors.colorOf(median);
    context.fillStyle = cssOf(color);
    context.fillRect(left, top, width, height);
    const text = quantityText(this.quantity, median, this.study.task);
    if (context.measureText(text).width + 6 > width || height < 14) return;
    context.fillStyle = isBright(color) ? '#000000' : '#ffffff';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(text, left + width / 2, top + beside(setUp, box) * height);
  }

  #ticks(context: CanvasRenderingContext2D, { muted }: Theme, columns: Cells, rows: Cells): void {
    const { left, top, width, height } = this.#area;
    context.fillStyle = muted;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    let lowest = Number.POSITIVE_INFINITY;
    for (const { at, text } of rows.ticks) {
      const y = top + height * (1 - at);
      if (lowest - y < 13) continue;
      context.fillText(text, left - 6, Math.min(top + height - 5, Math.max(top + 6, y)));
      lowest = y;
    }
    context.textAlign = 'center';
    let end = Number.NEGATIVE_INFINITY;
    for (const { at, text } of columns.ticks) {
      const half = context.measureText(text).width / 2;
      const x = Math.min(left + width + 8 - half, left + width * at);
      if (x - half < end + 8) continue;
      context.fillText(text, x, top + height + 11);
      end = x + half;
    }
  }

  /** The cell of the chosen trial, and the one that is read. */
  #outline(context: CanvasRenderingContext2D, { foreground, focus, background }: Theme): void {
    const chosen = this.chosen === undefined ? -1 : this.#cellOf(this.chosen);
    for (const [index, color] of [
      [chosen, foreground],
      [this.at ?? -1, focus],
    ] as const) {
      if (index < 0) continue;
      const { left, top, width, height } = this.#boxOf(index);
      for (const [lineWidth, style, by] of [
        [4, background, 1],
        [2, color, 0],
      ] as const) {
        context.lineWidth = lineWidth;
        context.strokeStyle = style;
        context.strokeRect(left + by, top + by, width - 2 * by, height - 2 * by);
      }
    }
  }

  #cellOf(trial: number): number {
    const { columns, rows } = this.#map;
    const column = columns.cellOf(this.trials.value(trial, this.x));
    const row = rows.cellOf(this.trials.value(trial, this.y));
    return column < 0 || row < 0 ? -1 : row * columns.count + column;
  }

  /** Where the set-up stands; of cells that are one value each, in the corner of its cell, beside the number. */
  #setUpAt(): Place | undefined {
    const { axes } = this.study;
    const { left, top, width, height } = this.#area;
    const { columns, rows } = this.#map;
    const inCorner = columns.exact && rows.exact;
    const corner = inCorner ? 0.5 : 0;
    const x = left + width * (columns.placeOf(axes[this.x]!.current ?? Number.NaN) - corner / columns.count);
    const y = top + height * (1 - rows.placeOf(axes[this.y]!.current ?? Number.NaN) - corner / rows.count);
    if (!Number.isFinite(x + y) || x < left || x > left + width) return undefined;
    return inCorner ? { x: x + 8, y: y + 8, size: 4 } : { x, y, size: 6 };
  }

  #table() {
    const { columns, rows, cells } = this.#map;
    return html`<table>
      <caption class="visually-hidden">
        ${this.#label}
      </caption>
      <thead>
        <tr>
          <td></td>
          ${indices(columns.count).map((column) => html`<th scope="col">${columns.name(column)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${indices(rows.count)
          .reverse()
          .map(
            (row) =>
              html`<tr>
                <th scope="row">${rows.name(row)}</th>
                ${indices(columns.count).map(
                  (column) => html`<td>${this.#text(cells[row * columns.count + column]!)}</td>`,
                )}
              </tr>`,
          )}
      </tbody>
    </table>`;
  }
}

const indices = (count: number): number[] => [...Array(count).keys()];

/** How far down its cell a number stands: in the middle, unless the mark of the set-up is there. */
function beside(mark: Place | undefined, { left, top, width, height }: Area): number {
  if (!mark || mark.size < 6 || mark.x < left || mark.x > left + width) return 0.5;
  const down = (mark.y - top) / height;
  if (down < 0 || down > 1 || Math.abs(down - 0.5) * height > 14) return 0.5;
  return down > 0.5 ? 0.25 : 0.75;
}

function diamond(
  context: CanvasRenderingContext2D,
  { foreground, background }: Theme,
  { x, y, size }: Place,
): void {
  context.beginPath();
  for (const [right, down] of [
    [0, -size],
    [size, 0],
    [0, size],
    [-size, 0],
  ] as const)
    context.lineTo(x + right, y + down);
  context.closePath();
  context.fillStyle = background;
  context.strokeStyle = foreground;
  context.lineWidth = 1.5;
  context.fill();
  context.stroke();
}

/** Trials were there, and none has a result to compare. */
function cross(context: CanvasRenderingContext2D, color: string, { left, top, width, height }: Area): void {
  context.strokeStyle = color;
  context.beginPath();
  const [x, y, size] = [left + width / 2, top + height / 2, Math.min(5, width / 3, height / 3)];
  context.moveTo(x - size, y - size);
  context.lineTo(x + size, y + size);
  context.moveTo(x + size, y - size);
  context.lineTo(x - size, y + size);
  context.stroke();
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-study-heat': HeatView;
  }
}
