import * as l10n from '@vscode/l10n';
import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type Brushes, movedEnd, nearestLine, type ParallelAxis } from '../../src/charts/study/parallel';
import { cssOf, scaleOf } from '../../src/charts/study/scale';
import { CanvasController } from '../components/canvas-controller';
import { sharedStyles } from '../shared-styles';
import { type Theme, theme } from '../theme';
import { ViewElement } from '../view-element';
import { canvasStyles } from './canvas-styles';

/** Around the axes, in CSS pixels. */
const [TOP, BOTTOM, SIDE] = [40, 12, 54];
/** Pixels from a line in which the pointer finds it, and from an axis in which it brushes. */
const [REACH, GRIP] = [12, 14];
/** A brush that is shorter than so many pixels is a click, which takes the axis's brush away. */
const SHORTEST = 4;

/**
 * Every trial as a line over all settings to its result. A drag along an axis keeps the trials that pass there
 * (`dp-brush` with `[id, range | undefined]`); a click on a line, or Enter, fires `dp-pick` with `{ id }`.
 */
@customElement('dp-study-parallel')
export class ParallelView extends ViewElement {
  static override styles = [
    sharedStyles,
    canvasStyles,
    css`
      .stage {
        position: relative;
      }
      .plot {
        height: 340px;
        touch-action: none;
      }
      /* The ends of what an axis keeps: seen, so that a person finds them, and moved by keys as well. */
      .end {
        position: absolute;
        width: 12px;
        height: 12px;
        margin: -6px -6px;
        border-radius: 3px;
        cursor: ns-resize;
        touch-action: none;
      }
      .end::before {
        position: absolute;
        inset: 4px 1px;
        border-radius: 2px;
        background: var(--dp-muted);
        content: '';
      }
      .end.moved::before,
      .end:hover::before {
        background: var(--vscode-focusBorder);
      }
      .end:focus-visible {
        outline: 2px solid var(--vscode-focusBorder);
      }
    `,
  ];

  @property({ attribute: false }) axes: readonly ParallelAxis[] = [];
  /** The trials that are drawn and can be chosen, the best first. */
  @property({ attribute: false }) lines: readonly number[] = [];
  /** Those that pass no brush or filter: drawn faintly. */
  @property({ attribute: false }) faint: readonly number[] = [];
  @property({ attribute: false }) brushes: Brushes = new Map();
  /** Of the set-up, by axis: where it stands; NaN: it does not. */
  @property({ attribute: false }) setUp: readonly number[] = [];
  @property({ type: Number }) chosen: number | undefined;
  @property() override ariaLabel = '';
  @property({ attribute: false }) tell: (trial: number) => string = String;
  @state() private at: number | undefined;

  /** The brush that is being drawn: the axis, where it began, and where the pointer is. */
  #drag: { readonly axis: number; readonly from: number; to: number } | undefined;
  readonly #canvas = new CanvasController(this, (context, width, height) =>
    this.#paint(context, width, height),
  );

  protected override updated(): void {
    this.#canvas.invalidate();
  }

  override render() {
    const reading = this.at === undefined ? '' : this.tell(this.at);
    return html`
      <div class="axis" aria-hidden="true">
        <span class="muted">${l10n.t('Drag along an axis, or move its ends with the arrow keys, to keep the trials that pass there.')}</span>
        <span class="read">${reading}</span>
      </div>
      <div class="stage"><div
        class="plot"
        tabindex="0"
        role="slider"
        aria-label=${this.ariaLabel}
        aria-valuenow=${this.at ?? 0}
        aria-valuetext=${reading || this.ariaLabel}
        @pointerdown=${this.#down}
        @pointermove=${this.#move}
        @pointerup=${this.#up}
        @pointercancel=${() => (this.#drag = undefined)}
        @pointerleave=${() => (this.at = undefined)}
        @blur=${() => (this.at = undefined)}
        @keydown=${this.#keydown}
      >
        <canvas role="img" aria-label=${this.ariaLabel}></canvas>
      </div>
      ${this.axes.map((axis, i) => [this.#end(axis, i, 1), this.#end(axis, i, 0)])}</div>
    `;
  }

  /** The upper (1) or lower (0) end of what an axis keeps. */
  #end(axis: ParallelAxis, index: number, end: 0 | 1) {
    const place = this.brushes.get(axis.id)?.[end] ?? end;
    const share = index / Math.max(1, this.axes.length - 1);
    const style =
      `left: calc(${SIDE}px + ${share} * (100% - ${2 * SIDE}px));` +
      `top: calc(${TOP}px + ${1 - place} * (100% - ${TOP + BOTTOM}px))`;
    const label = end === 0 ? l10n.t('{0}, at least', axis.title) : l10n.t('{0}, at most', axis.title);
    return html`<div
      class="end ${place === end ? '' : 'moved'}"
      role="slider"
      tabindex="0"
      aria-orientation="vertical"
      aria-label=${label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(100 * place)}
      aria-valuetext=${place === end ? l10n.t('no limit') : axis.textAt(place)}
      .style=${style}
      @keydown=${(event: KeyboardEvent) => this.#moveEnd(event, axis, end, place)}
      @pointerdown=${this.#grip}
      @pointermove=${(event: PointerEvent) => this.#pull(event, axis, end)}
    ></div>`;
  }

  #moveEnd(event: KeyboardEvent, { id, step }: ParallelAxis, end: 0 | 1, place: number): void {
    const to = {
      ...{ ArrowUp: place + step, ArrowRight: place + step, PageUp: place + 4 * step },
      ...{ ArrowDown: place - step, ArrowLeft: place - step, PageDown: place - 4 * step },
      ...{ Home: 0, End: 1 },
    }[event.key];
    if (event.key === 'Delete' || event.key === 'Backspace' || event.key === 'Escape')
      this.#send(id, undefined);
    else if (to === undefined) return;
    else this.#send(id, movedEnd(this.brushes.get(id), end, to));
    event.preventDefault();
  }

  #grip(event: PointerEvent): void {
    if (event.button === 0) (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  }

  #pull(event: PointerEvent, { id }: ParallelAxis, end: 0 | 1): void {
    const held = event.currentTarget as HTMLElement;
    if (!held.hasPointerCapture(event.pointerId)) return;
    const { top } = held.parentElement!.getBoundingClientRect();
    this.#send(id, movedEnd(this.brushes.get(id), end, this.#placeAt(event.clientY - top)));
  }

  #xOf(axis: number): number {
    return SIDE + (axis * (this.#canvas.size.width - 2 * SIDE)) / Math.max(1, this.axes.length - 1);
  }

  #yOf(place: number): number {
    const within = Number.isNaN(place) ? 0 : Math.min(1, Math.max(0, place));
    return TOP + (1 - within) * (this.#canvas.size.height - TOP - BOTTOM);
  }

  #placeAt(y: number): number {
    return Math.min(1, Math.max(0, 1 - (y - TOP) / (this.#canvas.size.height - TOP - BOTTOM)));
  }

  #down(event: PointerEvent): void {
    const axis = this.axes.findIndex((_, i) => Math.abs(this.#xOf(i) - event.offsetX) < GRIP);
    if (axis < 0 || event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#drag = { axis, from: event.offsetY, to: event.offsetY };
  }

  #move({ offsetX, offsetY }: PointerEvent): void {
    if (this.#drag) {
      this.#drag.to = offsetY;
      this.#sendBrush();
      return;
    }
    const across = (offsetX - SIDE) / (this.#xOf(1) - SIDE);
    const found = nearestLine(this.lines, this.axes, across, this.#placeAt(offsetY));
    const height = this.#canvas.size.height - TOP - BOTTOM;
    this.at = found && found.distance * height < REACH ? found.trial : undefined;
  }

  #up(): void {
    const drag = this.#drag;
    this.#drag = undefined;
    if (!drag) this.#pick();
    else if (Math.abs(drag.to - drag.from) < SHORTEST) this.#send(this.axes[drag.axis]!.id, undefined);
  }

  #sendBrush(): void {
    const { axis, from, to } = this.#drag!;
    if (Math.abs(to - from) < SHORTEST) return;
    const [one, other] = [this.#placeAt(from), this.#placeAt(to)];
    this.#send(this.axes[axis]!.id, [Math.min(one, other), Math.max(one, other)]);
  }

  #send(axis: string, range: readonly [number, number] | undefined): void {
    this.dispatchEvent(new CustomEvent('dp-brush', { detail: [axis, range] }));
  }

  #pick(): void {
    if (this.at !== undefined) this.dispatchEvent(new CustomEvent('dp-pick', { detail: { id: this.at } }));
  }

  /** Arrow keys go from the best trial to worse ones and back. */
  #keydown(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[
      event.key
    ];
    if (event.key === 'Enter' || event.key === ' ') this.#pick();
    else if (event.key === 'Escape') this.at = undefined;
    else if (by === undefined) return;
    else {
      const now = this.at === undefined ? -Infinity : this.lines.indexOf(this.at);
      this.at = this.lines[Math.min(this.lines.length - 1, Math.max(0, now + by))];
    }
    event.preventDefault();
  }

  #paint(context: CanvasRenderingContext2D, width: number, height: number): void {
    const colors = theme();
    context.clearRect(0, 0, width, height);
    context.font = `${colors.fontSize - 2}px ${colors.fontFamily}`;
    context.lineJoin = 'round';
    this.#many(context, colors);
    this.#one(
      context,
      this.setUp.map((place) => this.#yOf(place)),
      colors,
      colors.foreground,
      [4, 3],
    );
    for (const [trial, color] of [
      [this.chosen, colors.foreground],
      [this.at, colors.focus],
    ] as const) {
      if (trial !== undefined) this.#one(context, this.#ysOf(trial), colors, color, []);
    }
    this.axes.forEach((axis, i) => {
      this.#axis(context, colors, axis, i);
    });
  }

  #ysOf(trial: number): number[] {
    return this.axes.map(({ placeOf }) => this.#yOf(placeOf(trial)));
  }

  #many(context: CanvasRenderingContext2D, colors: Theme): void {
    const xs = this.axes.map((_, i) => this.#xOf(i));
    const result = this.axes.at(-1);
    const colorAt = scaleOf(colors);
    context.lineWidth = 1;
    context.strokeStyle = colors.muted;
    context.globalAlpha = 0.08;
    for (const trial of this.faint) this.#stroke(context, xs, this.#ysOf(trial));
    // Few lines are strong, many are faint; the best lie on top.
    context.globalAlpha = Math.max(0.25, Math.min(0.9, 60 / this.lines.length));
    context.lineWidth = this.lines.length < 200 ? 1.5 : 1;
    for (let i = this.lines.length - 1; i >= 0; i--) {
      const trial = this.lines[i]!;
      context.strokeStyle = cssOf(colorAt(i / Math.max(1, this.lines.length - 1)));
      if (result) this.#stroke(context, xs, this.#ysOf(trial));
    }
    context.globalAlpha = 1;
  }

  #stroke(context: CanvasRenderingContext2D, xs: readonly number[], ys: readonly number[]): void {
    context.beginPath();
    for (let i = 0; i < xs.length; i++) context.lineTo(xs[i]!, ys[i]!);
    context.stroke();
  }

  /** A line that stands out from all others. */
  #one(
    context: CanvasRenderingContext2D,
    ys: readonly number[],
    { background }: Theme,
    color: string,
    dash: number[],
  ): void {
    if (ys.length === 0) return;
    const xs = ys.map((_, i) => this.#xOf(i));
    context.lineWidth = 5;
    context.strokeStyle = background;
    this.#stroke(context, xs, ys);
    context.lineWidth = 2;
    context.strokeStyle = color;
    context.setLineDash(dash);
    this.#stroke(context, xs, ys);
    context.setLineDash([]);
  }

  #axis(context: CanvasRenderingContext2D, colors: Theme, axis: ParallelAxis, index: number): void {
    const x = this.#xOf(index);
    const [top, bottom] = [this.#yOf(1), this.#yOf(0)];
    context.strokeStyle = colors.muted;
    context.lineWidth = 1;
    this.#stroke(context, [x, x], [top, bottom]);
    const brush = this.brushes.get(axis.id);
    if (brush) {
      context.strokeStyle = colors.focus;
      context.lineWidth = 6;
      this.#stroke(context, [x, x], [this.#yOf(brush[0]), this.#yOf(brush[1])]);
    }
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    let last = Number.POSITIVE_INFINITY;
    for (const { at, text } of axis.ticks) {
      const y = this.#yOf(at);
      if (last - y < 13) continue;
      last = y;
      plate(context, colors, text, x + 8, y, colors.muted);
    }
    this.#title(context, colors, axis.title, index);
  }

  /** Every second title a row higher, so that each has the room of two. */
  #title(context: CanvasRenderingContext2D, colors: Theme, title: string, index: number): void {
    const { width } = this.#canvas.size;
    const room = 2 * (this.#xOf(1) - this.#xOf(0)) - 10;
    const text = shortened(context, title, Math.max(40, room));
    const half = context.measureText(text).width / 2;
    const x = Math.min(width - half - 2, Math.max(half + 2, this.#xOf(index)));
    context.textAlign = 'center';
    context.fillStyle = colors.foreground;
    context.fillText(text, x, index % 2 === 0 ? TOP - 14 : TOP - 30);
  }
}

/** Text that lines behind it do not strike through. */
function plate(
  context: CanvasRenderingContext2D,
  { background }: Theme,
  text: string,
  x: number,
  y: number,
  color: string,
): void {
  context.globalAlpha = 0.75;
  context.fillStyle = background;
  context.fillRect(x - 1, y - 7, context.measureText(text).width + 2, 14);
  context.globalAlpha = 1;
  context.fillStyle = color;
  context.fillText(text, x, y);
}

function shortened(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let length = text.length - 1;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > room) length--;
  return `${text.slice(0, length)}…`;
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-study-parallel': ParallelView;
  }
}
