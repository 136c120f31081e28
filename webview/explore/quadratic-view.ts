import * as l10n from '@vscode/l10n';
import { css, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatNumber } from '../../src/experiment/words';
import { sharedStyles } from '../shared-styles';
import { ViewElement } from '../view-element';
import { numbersStyles } from './numbers-styles';
import { contours, descend, QUADRATIC, type QuadraticStep, type Regime, regimeOf } from './quadratic';

const STEPS = 24;
/** Half of what the picture shows of the plane. */
const [HALF_WIDTH, HALF_HEIGHT] = [1.6, 1.7];
/** One share of the limit for each regime: the four pictures that everybody sees. */
const EXAMPLES = [0.04, 0.5, 0.92, 1.1];

/** Gradient descent on a parabola with two unlike directions, for four learning rates and the person's own. */
@customElement('dp-quadratic')
export class QuadraticView extends ViewElement {
  static override styles = [
    sharedStyles,
    numbersStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      h3 {
        margin: 0;
        font-size: inherit;
        font-weight: 600;
      }
      p {
        margin: 0 0 6px;
        font-size: 12px;
        line-height: 1.5;
      }
      .pictures {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        align-items: end;
        margin: 4px 0 6px;
      }
      figure {
        flex: 1 1 94px;
        max-width: 150px;
        margin: 0;
        padding: 4px;
        border: 1px solid transparent;
        border-radius: 4px;
      }
      .own {
        border-color: var(--vscode-focusBorder);
      }
      figcaption {
        font-size: 12px;
        line-height: 16px;
        min-height: 32px;
      }
      svg {
        display: block;
        width: 100%;
        border: 1px solid var(--dp-border);
        border-radius: 2px;
      }
      ellipse {
        fill: none;
        stroke: var(--dp-muted);
        stroke-opacity: 0.35;
        stroke-width: 0.015;
      }
      .bottom {
        stroke: var(--vscode-foreground);
        stroke-width: 0.03;
      }
      polyline {
        fill: none;
        stroke: var(--tone);
        stroke-width: 0.035;
        stroke-linejoin: round;
      }
      circle {
        fill: var(--tone);
      }
      .start {
        fill: var(--vscode-editor-background);
        stroke: var(--tone);
        stroke-width: 0.035;
      }
      .slow {
        --tone: var(--dp-muted);
      }
      .right {
        --tone: var(--vscode-charts-green);
      }
      .overshoots {
        --tone: var(--vscode-charts-yellow);
      }
      .diverges {
        --tone: var(--vscode-errorForeground);
      }
    `,
  ];

  /** The person's learning rate over 2/λmax; undefined until that is known, and where they do not use plain gradient descent. */
  @property({ type: Number }) share: number | undefined;

  override render() {
    const examples = EXAMPLES.map((share) => this.#picture(share, false));
    const { share } = this;
    return html`
      <h3>${l10n.t('Gradient descent on a model with two directions, one four times as steep')}</h3>
      <div class="pictures">${share === undefined ? '' : this.#picture(share, true)} ${examples}</div>
      <p class="muted">
        ${l10n.t(
          'A model, not your network: f(x, y) = ½ (a x² + b y²) with b = a / 4. The steep direction, across, stands for λmax. Steps in it shrink by the factor |1 − 2 · share of the limit|.',
        )}
      </p>
      ${this.#table()}
    `;
  }

  #picture(share: number, own: boolean) {
    const path = descend(share, STEPS);
    const regime = regimeOf(share);
    const caption = own ? l10n.t('yours: {0}', regimeTitle(regime)) : regimeTitle(regime);
    const times = l10n.t('{0} × limit', formatShare(share));
    const end = path[path.length - 1];
    const label = l10n.t(
      '{0}, {1}: f goes from {2} to {3} in {4} steps',
      caption,
      times,
      formatNumber(path[0].f),
      formatNumber(end.f),
      path.length - 1,
    );
    return html`<figure class=${own ? 'own' : ''}>
      <figcaption>${caption}<br /><span class="muted">${times}</span></figcaption>
      <svg
        class=${regime}
        role="img"
        aria-label=${label}
        viewBox="${-HALF_WIDTH} ${-HALF_HEIGHT} ${2 * HALF_WIDTH} ${2 * HALF_HEIGHT}"
      >
        ${contours(7).map(({ rx, ry }) => svg`<ellipse rx=${rx} ry=${ry}></ellipse>`)}
        <path class="bottom" d="M-0.07 0H0.07M0 -0.07V0.07"></path>
        ${pathOf(path)}
      </svg>
    </figure>`;
  }

  /** What the pictures show, in numbers: f at every step. */
  #table() {
    const shares = [...(this.share === undefined ? [] : [this.share]), ...EXAMPLES];
    const paths = shares.map((share) => descend(share, STEPS));
    return html`<details>
      <summary>${l10n.t('Show as table')}</summary>
      <div class="table" tabindex="0">
        <table>
          <caption class="visually-hidden">
            ${l10n.t('f after each step')}
          </caption>
          <thead>
            <tr>
              <th scope="col">${l10n.t('step')}</th>
              ${shares.map((share) => html`<th scope="col">${l10n.t('{0} × limit', formatShare(share))}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${Array.from(
              { length: STEPS + 1 },
              (_, k) =>
                html`<tr>
                  <th scope="row">${k}</th>
                  ${paths.map((path) => html`<td>${path[k] ? formatNumber(path[k].f) : ''}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }
}

/** Line and dots; y grows upward. What lies far outside is left to the edge of the picture. */
function pathOf(path: readonly QuadraticStep[]) {
  const seen = path.filter(({ x, y }) => Math.abs(x) < 20 && Math.abs(y) < 20);
  return svg`
    <polyline points=${seen.map(({ x, y }) => `${x.toFixed(4)},${(-y).toFixed(4)}`).join(' ')}></polyline>
    ${seen.slice(1).map(({ x, y }) => svg`<circle cx=${x.toFixed(4)} cy=${(-y).toFixed(4)} r="0.05"></circle>`)}
    <circle class="start" cx=${QUADRATIC.x} cy=${-QUADRATIC.y} r="0.08"></circle>
  `;
}

function regimeTitle(regime: Regime): string {
  return {
    slow: l10n.t('too small'),
    right: l10n.t('right'),
    overshoots: l10n.t('overshoots'),
    diverges: l10n.t('diverges'),
  }[regime];
}

const formatShare = (share: number): string =>
  share >= 0.01 && share < 1000 ? String(Number(share.toPrecision(2))) : formatNumber(share);

declare global {
  interface HTMLElementTagNameMap {
    'dp-quadratic': QuadraticView;
  }
}
