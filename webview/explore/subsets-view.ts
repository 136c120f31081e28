import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { siteRatio } from '../../src/experiment/sites';
import { formatRatio } from '../format';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { ViewElement } from '../view-element';
import { DRAWN_FEATURES, type Subset, subsetsUpTo } from './feature-subsets';
import { featureName } from './reliance-spec';

/** Up to so many features have their names above. */
const NAMED = 8;
/** What is shown where the input has no dropout: the ratio that is usual there. */
const USUAL = 0.2;
/** Milliseconds between two pictures while steps rush by. */
const PACE = 700;

/** The random subset of the features that each of a few steps sees, drawn from the run's own masks. */
@customElement('dp-subsets')
export class SubsetsView extends ViewElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: 6px;
        min-width: 0;
      }
      .scroller {
        overflow-x: auto;
      }
      table {
        border-collapse: separate;
        border-spacing: 2px;
        font-size: 12px;
        font-variant-numeric: tabular-nums;
      }
      h3 {
        margin: 0;
        font-size: inherit;
        font-weight: 600;
      }
      th {
        padding-right: 8px;
        font-weight: normal;
        text-align: left;
        white-space: nowrap;
      }
      thead th {
        padding: 0 4px;
        color: var(--dp-muted);
        text-align: center;
      }
      .cell {
        min-width: 11px;
        height: 13px;
        padding: 0;
        border: 1px solid var(--dp-border);
        border-radius: 2px;
      }
      .seen {
        border-color: var(--dp-dropout);
        background: var(--dp-dropout);
      }
      .count {
        padding-left: 8px;
        color: var(--dp-muted);
        white-space: nowrap;
      }
      p {
        margin: 0;
        line-height: 1.5;
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;
  #step = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor() {
    super();
    new StoreController(this, ['run', 'progress', 'experiment']);
  }

  override render() {
    const { run, experiment } = this.store;
    const leader = this.store.leader('dropout');
    if (!run?.info || !experiment || !leader) return nothing;
    const { dropout } = experiment;
    const own = siteRatio(dropout.placement, 'input', dropout.ratio);
    const ratio = own > 0 ? own : USUAL;
    const { features, featureNames } = run.info;
    const subsets = subsetsUpTo(leader.seed, this.#stepNow(leader.key), features, ratio);
    const gaussian = dropout.rule === 'gaussian';
    return html`
      ${this.#table(subsets, features, featureNames, ratio)}
      <p class="muted">${this.#words(features, ratio)}</p>
      ${
        own > 0
          ? nothing
          : html`<p>
              ${l10n.t('The input has no dropout now: this is what {0} would hide.', formatRatio(USUAL))}
              <vscode-button secondary @click=${() => this.store.edit(['dropout', 'placement', 'input'], USUAL)}
                >${l10n.t('Drop {0} of the input', formatRatio(USUAL))}</vscode-button
              >
            </p>`
      }
      ${gaussian ? html`<p>${l10n.t('The Gaussian rule hides no feature: it multiplies every feature by noise.')}</p>` : nothing}
    `;
  }

  #table(subsets: readonly Subset[], features: number, names: readonly string[], ratio: number) {
    const drawn = Math.min(features, DRAWN_FEATURES);
    const columns = Array.from({ length: drawn }, (_, i) => i);
    return html`<h3 id="title">
      ${l10n.t('What the first sample of each step sees at drop ratio {0}', formatRatio(ratio))}
    </h3>
    <div class="scroller" tabindex="0" role="region" aria-label=${l10n.t('Features that each step sees')}>
      <table aria-labelledby="title">
        <thead class=${features > NAMED ? 'visually-hidden' : ''}>
          <tr>
            <td></td>
            ${columns.map((i) => html`<th scope="col">${featureName(names, i)}</th>`)}
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${subsets.map(
            ({ step, kept, seen }) =>
              html`<tr>
                <th scope="row">${l10n.t('step {0}', step)}</th>
                ${columns.map(
                  (i) =>
                    html`<td class="cell ${kept[i] ? 'seen' : ''}">
                      <span class="visually-hidden">${kept[i] ? l10n.t('seen') : l10n.t('not seen')}</span>
                    </td>`,
                )}
                <td class="count">${drawn < features ? '… ' : ''}${l10n.t('{0} of {1}', seen, features)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #words(features: number, ratio: number): string {
    const nothingSeen = ratio ** features;
    const mean = l10n.t(
      'On average {0} of {1} features are seen; a split of a random forest looks at about √{1} ≈ {2} (Hastie et al. 2009, § 15.3).',
      ((1 - ratio) * features).toFixed(1),
      features,
      Math.max(1, Math.round(Math.sqrt(features))),
    );
    if (nothingSeen < 0.001) return mean;
    return `${mean} ${l10n.t('{0} of the samples see nothing at all.', `${(100 * nothingSeen).toPrecision(2)} %`)}`;
  }

  /** Where training stands; while it goes on, a new picture now and then. */
  #stepNow(key: string): number {
    const now = performance.now();
    const step = this.store.progress.get(key)?.step ?? 0;
    const running = this.store.run?.status === 'running';
    if (!running || now - this.#drawnAt > PACE) {
      this.#step = step;
      this.#drawnAt = now;
    }
    return this.#step;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-subsets': SubsetsView;
  }
}
