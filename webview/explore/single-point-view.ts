import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { EnsembleResult } from '../../src/core/analysis/ensemble';
import type { UncertaintyResult } from '../../src/core/analysis/uncertainty';
import type { RunInfo } from '../../src/protocol';
import { formatNumber } from '../format';
import { sharedStyles } from '../shared-styles';
import { ViewElement } from '../view-element';
import { pickStyles } from './pick-styles';
import './plot-view';
import { pointSpec, pointSummary } from './single-point';
import './uncertainty-map';

/** One test point, picked by its number or on the map: what thinned nets, all neurons and all masks say of it. */
@customElement('dp-single-point')
export class SinglePoint extends ViewElement {
  static override styles = [
    sharedStyles,
    pickStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 12px 20px;
        min-width: 0;
      }
      dp-uncertainty {
        flex: 0 1 250px;
        min-width: 200px;
      }
      h3 {
        margin: 0;
        font-size: inherit;
        font-weight: 600;
      }
      .point {
        flex: 1 1 230px;
        display: grid;
        gap: 6px;
        align-content: start;
        min-width: 0;
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 1px 10px;
        margin: 0;
        font-size: 12px;
        font-variant-numeric: tabular-nums;
      }
      dt {
        color: var(--dp-muted);
      }
      dd {
        margin: 0;
      }
    `,
  ];

  @property({ attribute: false }) result!: EnsembleResult;
  @property({ attribute: false }) map: UncertaintyResult | undefined;
  @property({ attribute: false }) info: RunInfo | undefined;
  @state() private chosen = 0;

  override render() {
    const { result, map, info } = this;
    const index = Math.min(this.chosen, result.samples - 1);
    return html`
      ${
        map
          ? html`<dp-uncertainty
              .result=${map}
              .points=${info?.points?.test}
              .count=${result.samples}
              .chosen=${index}
              @dp-point=${({ detail }: CustomEvent<number>) => this.#choose(detail)}
            ></dp-uncertainty>`
          : nothing
      }
      <div class="point">
        <div class="pick">
          <h3><label for="index">${l10n.t('Test point')}</label></h3>
          <input
            id="index"
            type="number"
            min="1"
            max=${result.samples}
            step="1"
            .value=${live(String(index + 1))}
            @change=${(event: Event) => this.#choose(Number((event.target as HTMLInputElement).value) - 1)}
          />
          <span class="muted">${l10n.t('of {0}', result.samples)}${this.#targetText(index)}</span>
        </div>
        ${this.#numbers(index)}
        <dp-plot .spec=${pointSpec(result, index, info)}></dp-plot>
      </div>
    `;
  }

  #numbers(index: number) {
    const summary = pointSummary(this.result, index);
    if (!summary) return nothing;
    const row = (name: string, value: string) => html`<dt>${name}</dt><dd>${value}</dd>`;
    return html`<dl>
      ${row(
        l10n.t('average of {0} masks', summary.masks),
        `${summary.average.toFixed(3)} ± ${summary.standardError.toFixed(3)}`,
      )}
      ${row(l10n.t('all neurons, scaled'), summary.scaled.toFixed(3))}
      ${
        summary.arithmetic !== undefined && summary.geometric !== undefined
          ? row(
              l10n.t('all thinned nets'),
              l10n.t('mean {0}, geometric {1}', summary.arithmetic.toFixed(3), summary.geometric.toFixed(3)),
            )
          : nothing
      }
    </dl>`;
  }

  /** Which class the point has, or its target. */
  #targetText(index: number): string {
    const target = this.result.single.targets[index];
    if (this.info?.task === 'regression') return `, ${l10n.t('target {0}', formatNumber(target))}`;
    return `, ${l10n.t('class {0}', this.info?.outputNames[target] ?? target)}`;
  }

  #choose(index: number): void {
    if (!Number.isFinite(index)) this.requestUpdate();
    else this.chosen = Math.min(this.result.samples - 1, Math.max(0, Math.round(index)));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-single-point': SinglePoint;
  }
}
