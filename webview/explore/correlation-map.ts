import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { variantTitle } from '../../src/charts/variant';
import type { HiddenLayer } from '../../src/core/analysis/hidden';
import type { Variant } from '../../src/core/trainer-types';
import { parseColor } from '../color';
import { CanvasController } from '../components/canvas-controller';
import { sharedStyles } from '../shared-styles';
import { type Theme, theme } from '../theme';
import { ViewElement } from '../view-element';
import { numbersStyles } from './numbers-styles';

/** Who fires with whom: |correlation| of the neurons of a hidden layer as a heat map, with the mean as a number. */
@customElement('dp-correlations')
export class CorrelationMap extends ViewElement {
  static override styles = [
    sharedStyles,
    numbersStyles,
    css`
      :host {
        display: block;
        min-width: 0;
        max-width: 300px;
        font-size: 12px;
      }
      figure {
        margin: 0;
      }
      figcaption {
        display: flex;
        flex-wrap: wrap;
        gap: 0 6px;
        align-items: baseline;
        margin-bottom: 4px;
      }
      b {
        font-size: 15px;
        font-variant-numeric: tabular-nums;
      }
      canvas {
        display: block;
        width: 100%;
        aspect-ratio: 1;
        border: 1px solid var(--dp-border);
        border-radius: 2px;
      }
      .none {
        padding: 8px 0;
      }
      summary {
        margin-top: 4px;
      }
      /* As many columns as there are neurons. */
      th,
      td {
        padding: 1px 5px;
      }
    `,
  ];

  @property({ attribute: false }) layer!: HiddenLayer;
  @property() variant: Variant = 'dropout';
  /** The table of many cells is made when somebody wants it. */
  @state() private open = false;

  readonly #canvas = new CanvasController(this, (context, width, height) =>
    this.#paint(context, width, height, theme()),
  );
  readonly #image = document.createElement('canvas');

  protected override updated(): void {
    this.#canvas.invalidate();
  }

  override render() {
    const { shown, meanCorrelation } = this.layer;
    const mean = Number.isFinite(meanCorrelation) ? meanCorrelation.toFixed(2) : '–';
    const name = variantTitle(this.variant);
    return html`<figure>
      <figcaption>
        <span>${name}</span> <b>${mean}</b> <span class="muted">${l10n.t('mean |correlation|')}</span>
      </figcaption>
      ${
        shown > 1
          ? html`<canvas
                role="img"
                aria-label=${l10n.t('{0}: |correlation| of {1} hidden neurons, mean {2}', name, shown, mean)}
              ></canvas>
              <details @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}>
                <summary>${l10n.t('Show as table')}</summary>
                ${this.open ? this.#table() : nothing}
              </details>`
          : html`<p class="muted none">${l10n.t('It takes two neurons that are not silent to correlate.')}</p>`
      }
    </figure>`;
  }

  #table() {
    const { shown, correlations } = this.layer;
    const all = Array.from({ length: shown }, (_, i) => i);
    return html`<div class="table" tabindex="0">
      <table>
        <thead>
          <tr>
            <td></td>
            ${all.map((j) => html`<th scope="col">${j + 1}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${all.map(
            (i) =>
              html`<tr>
                <th scope="row">${i + 1}</th>
                ${all.map((j) => html`<td>${Math.abs(correlations[i * shown + j]).toFixed(2)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #paint(context: CanvasRenderingContext2D, width: number, height: number, colors: Theme): void {
    const { shown, correlations } = this.layer;
    Object.assign(this.#image, { width: shown, height: shown });
    const cells = this.#image.getContext('2d');
    const color = parseColor(colors[this.variant]);
    context.clearRect(0, 0, width, height);
    if (!cells || !color || shown < 2) return;
    const [red, green, blue] = color;
    const image = cells.createImageData(shown, shown);
    correlations.forEach((value, i) => {
      image.data.set([red, green, blue, Math.round(255 * Math.min(1, Math.abs(value)))], 4 * i);
    });
    cells.putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#image, 0, 0, width, height);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-correlations': CorrelationMap;
  }
}
