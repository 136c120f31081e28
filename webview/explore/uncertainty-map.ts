import * as l10n from '@vscode/l10n';
import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { UncertaintyResult } from '../../src/core/analysis/uncertainty';
import { greatest } from '../../src/core/lists';
import { parseColor } from '../color';
import { planeScale } from '../components/boundary-field';
import { CanvasController } from '../components/canvas-controller';
import { classColors } from '../components/class-colors';
import { sharedStyles } from '../shared-styles';
import { type Theme, theme } from '../theme';
import { ViewElement } from '../view-element';
import { nearestPoint } from './single-point';

/**
 * How much thinned nets disagree over the plane: the stronger the colour, the less sure; on it the test points. A click
 * fires `dp-point` with the number of the nearest as `detail`; the keyboard has the number field beside it.
 */
@customElement('dp-uncertainty')
export class UncertaintyMap extends ViewElement {
  static override styles = [
    sharedStyles,
    css`
      figure {
        margin: 0;
        max-width: 300px;
      }
      canvas {
        display: block;
        width: 100%;
        aspect-ratio: 1;
        border: 1px solid var(--dp-border);
        border-radius: 4px;
        cursor: pointer;
      }
      figcaption {
        margin-bottom: 4px;
        color: var(--dp-muted);
        font-size: 12px;
      }
    `,
  ];

  @property({ attribute: false }) result!: UncertaintyResult;
  /** x, y, target triples. */
  @property({ attribute: false }) points: Float32Array | undefined;
  /** How many of them can be chosen. */
  @property({ type: Number }) count = 0;
  @property({ type: Number }) chosen = 0;

  readonly #canvas = new CanvasController(this, (context, width, height) =>
    this.#paint(context, width, height, theme()),
  );
  readonly #image = document.createElement('canvas');

  override render() {
    const top = greatest(this.result.deviation);
    return html`<figure>
      <figcaption>${l10n.t('Spread of the prediction over {0} masks, at most {1}', this.result.masks, top.toFixed(2))}</figcaption>
      <canvas
        role="img"
        aria-label=${l10n.t('Map of uncertainty: the standard deviation of the prediction reaches {0}', top.toFixed(2))}
        @click=${this.#click}
      ></canvas>
    </figure>`;
  }

  protected override updated(): void {
    this.#canvas.invalidate();
  }

  #click(event: MouseEvent): void {
    const { points, result } = this;
    const { width, height } = this.#canvas.size;
    if (!points || width === 0) return;
    const [left, right, bottom, top] = result.bounds;
    const x = left + (event.offsetX / width) * (right - left);
    const y = top - (event.offsetY / height) * (top - bottom);
    const index = nearestPoint(points, this.count, x, y);
    if (index >= 0) this.dispatchEvent(new CustomEvent<number>('dp-point', { detail: index }));
  }

  #paint(context: CanvasRenderingContext2D, width: number, height: number, colors: Theme): void {
    context.clearRect(0, 0, width, height);
    if (this.#shade(colors)) context.drawImage(this.#image, 0, 0, width, height);
    const { points, count, chosen } = this;
    if (!points) return;
    const scale = planeScale(this.result.bounds, width, height);
    const fills = classColors(colors);
    const dot = (i: number, radius: number) => {
      context.beginPath();
      context.arc(scale.x(points[3 * i]), scale.y(points[3 * i + 1]), radius, 0, 2 * Math.PI);
    };
    context.lineWidth = 0.75;
    context.strokeStyle = colors.background;
    for (let i = 0; i < Math.min(count, points.length / 3); i++) {
      dot(i, 2.25);
      context.fillStyle = fills[points[3 * i + 2] % fills.length] ?? colors.foreground;
      context.fill();
      context.stroke();
    }
    if (3 * chosen >= points.length) return;
    dot(chosen, 6);
    context.lineWidth = 2;
    context.strokeStyle = colors.foreground;
    context.stroke();
  }

  /** Cells as an image of one pixel each. @returns whether it can be drawn. */
  #shade(colors: Theme): boolean {
    const { columns, rows, deviation } = this.result;
    Object.assign(this.#image, { width: columns, height: rows });
    const context = this.#image.getContext('2d');
    const color = parseColor(colors.warning);
    if (!context || !color) return false;
    const [red, green, blue] = color;
    const image = context.createImageData(columns, rows);
    // Half of a probability is the most that a standard deviation can be.
    deviation.forEach((value, i) => {
      image.data.set([red, green, blue, Math.round(255 * Math.min(1, value / 0.5))], 4 * i);
    });
    context.putImageData(image, 0, 0);
    return true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-uncertainty': UncertaintyMap;
  }
}
