import * as l10n from '@vscode/l10n';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Variant } from '../../src/core/trainer-types';
import type { Boundary, Bounds, RunInfo } from '../../src/protocol';
import { formatCount } from '../format';
import { sharedStyles } from '../shared-styles';
import { theme } from '../theme';
import { ViewElement } from '../view-element';
import { misplaced } from './boundary-field';
import { BoundaryPainter, type Points } from './boundary-paint';
import { CanvasController } from './canvas-controller';

/**
 * What a network says over the plane of its two features, with the samples on it: training points round, test points
 * square, those on the wrong side with a brighter outline. Square; as wide as it is allowed to be.
 */
@customElement('dp-boundary')
export class BoundaryView extends ViewElement {
  static override styles = [sharedStyles, boundaryStyles()];

  @property({ attribute: false }) boundary: Boundary | null = null;
  @property({ attribute: false }) points: Points | null = null;
  @property({ attribute: false }) info: RunInfo | null = null;
  /** Whose boundary it is: decides colour and dash of the key beside the caption. */
  @property() variant: Variant = 'dropout';
  /** The caption. */
  @property() label = '';
  @property({ type: Boolean, attribute: 'show-test' }) showTest = false;

  readonly #painter = new BoundaryPainter();
  readonly #canvas = new CanvasController(this, (context, width, height) =>
    this.#painter.paint(
      context,
      width,
      height,
      {
        boundary: this.boundary,
        points: this.#samples,
        outputs: this.info?.outputs ?? 2,
        showTest: this.showTest,
      },
      theme(),
    ),
  );

  get #samples(): Points | null {
    return this.points ?? this.info?.points ?? null;
  }

  protected override updated(_changed: PropertyValues): void {
    this.#canvas.invalidate();
  }

  override render() {
    const bounds = this.boundary?.bounds ?? this.#samples?.bounds;
    return html`
      <figure>
        <figcaption>
          <span class="key ${this.variant}" aria-hidden="true"></span>
          <span class="label">${this.label}</span>
        </figcaption>
        <div class="picture">
          <canvas role="img" aria-label=${this.#description()}></canvas>
          ${this.boundary ? nothing : html`<div class="waiting">${l10n.t('after the first epoch')}</div>`}
        </div>
        ${bounds ? this.#axes(bounds) : nothing}
      </figure>
    `;
  }

  #axes([left, right, bottom, top]: Bounds) {
    const [x = 'x', y = 'y'] = this.info?.featureNames ?? [];
    return html`<div class="axes" aria-hidden="true">
      <span title=${l10n.t('Across')}>${x} ${rangeText(left, right)}</span>
      <span title=${l10n.t('Upward')}>${y} ${rangeText(bottom, top)}</span>
    </div>`;
  }

  #description(): string {
    const samples = this.#samples;
    const regression = this.info?.task === 'regression';
    const what = regression
      ? l10n.t('Predicted value over the plane, {0}', this.label)
      : l10n.t('Decision boundary, {0}', this.label);
    if (!samples) return what;
    const counts = l10n.t(
      '{0} training and {1} test points',
      formatCount(this.info?.trainCount ?? samples.train.length / 3),
      formatCount(this.info?.testCount ?? samples.test.length / 3),
    );
    return [`${what}: ${counts}.`, this.#wrongText(samples)].filter(Boolean).join(' ');
  }

  #wrongText({ train, test }: Points): string {
    if (!this.boundary?.winner) return '';
    return l10n.t(
      'On the wrong side: {0} of the training points, {1} of the test points.',
      percent(misplaced(this.boundary, train).size, train.length / 3),
      percent(misplaced(this.boundary, test).size, test.length / 3),
    );
  }
}

const percent = (part: number, of: number): string => `${((100 * part) / Math.max(1, of)).toFixed(0)}%`;

const rangeText = (from: number, to: number): string => `${endText(from)}…${endText(to)}`;

const endText = (value: number): string => String(Number(value.toPrecision(2))).replace('-', '−');

function boundaryStyles() {
  return css`
    :host {
      display: block;
      min-width: 0;
    }
    figure {
      margin: 0;
    }
    figcaption {
      display: flex;
      align-items: center;
      gap: 8px;
      height: 20px;
      overflow: hidden;
      white-space: nowrap;
    }
    .label {
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .key {
      flex: none;
      width: 16px;
      border-top: 2px solid var(--dp-dropout);
    }
    .key.baseline {
      border-top-color: var(--dp-baseline);
    }
    .picture {
      position: relative;
      aspect-ratio: 1;
      overflow: hidden;
      border: 1px solid var(--dp-border);
      border-radius: 4px;
    }
    canvas {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
    }
    .waiting {
      position: absolute;
      inset: auto 8px 8px;
      color: var(--dp-muted);
      font-size: 0.9em;
      text-align: center;
    }
    .axes {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 0 8px;
      color: var(--dp-muted);
      font-size: 0.85em;
      line-height: 16px;
      font-variant-numeric: tabular-nums;
    }
  `;
}
