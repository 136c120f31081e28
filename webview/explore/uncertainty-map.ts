import * as l10n from '@vscode/l10n';
import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { UncertaintyResult } from '../../src/core/analysis/uncertainty';
import { parseColor } from '../color';
import { sharedStyles } from '../shared-styles';
import { onThemeChange, theme } from '../theme';

/** How much thinned nets disagree over the plane: the stronger the colour, the less sure. */
@customElement('dp-uncertainty')
export class UncertaintyMap extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      figure {
        margin: 0;
        max-width: 280px;
      }
      canvas {
        width: 100%;
        aspect-ratio: 1;
        border: 1px solid var(--dp-border);
      }
      figcaption {
        color: var(--dp-muted);
        font-size: 12px;
      }
    `,
  ];

  @property({ attribute: false }) result!: UncertaintyResult;
  @query('canvas') private canvas!: HTMLCanvasElement;
  #unwatch: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = onThemeChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
  }

  override render() {
    const top = Math.max(...this.result.deviation);
    return html`<figure>
      <figcaption>${l10n.t('Spread of the prediction over {0} masks, at most {1}', this.result.masks, top.toFixed(2))}</figcaption>
      <canvas
        role="img"
        aria-label=${l10n.t('Map of uncertainty: the standard deviation of the prediction reaches {0}', top.toFixed(2))}
      ></canvas>
    </figure>`;
  }

  protected override updated(): void {
    const { columns, rows, deviation } = this.result;
    this.canvas.width = columns;
    this.canvas.height = rows;
    const context = this.canvas.getContext('2d');
    const color = parseColor(theme().warning);
    if (!context || !color) return;
    const [red, green, blue] = color;
    const image = context.createImageData(columns, rows);
    // Half of a probability is the most that a standard deviation can be.
    deviation.forEach((value, i) => {
      image.data.set([red, green, blue, Math.round(255 * Math.min(1, value / 0.5))], 4 * i);
    });
    context.putImageData(image, 0, 0);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-uncertainty': UncertaintyMap;
  }
}
