import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { variantTitle } from '../../src/charts/variant';
import type { HiddenLayer, HiddenResult } from '../../src/core/analysis/hidden';
import type { RelianceResult } from '../../src/core/analysis/reliance';
import { greatest } from '../../src/core/lists';
import { sharedStyles } from '../shared-styles';
import { ViewElement } from '../view-element';
import './correlation-map';
import { exploreStyles } from './explore-styles';
import { activationSpec, meanLargestShare, normSpec, percent, weightSpec } from './neuron-spec';
import { pickStyles } from './pick-styles';
import './plot-view';
import type { Pair } from './reliance-spec';

/** What hidden neurons do and listen to: silence, agreement, and the weights of a chosen one. */
@customElement('dp-neurons')
export class NeuronsView extends ViewElement {
  static override styles = [
    sharedStyles,
    exploreStyles,
    pickStyles,
    css`
      :host {
        display: grid;
        gap: 10px;
        padding: 0;
        border: 0;
      }
      /* Side by side always: they are there to be compared. */
      .maps {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 300px));
        gap: 12px;
      }
    `,
  ];

  @property({ attribute: false }) activity: Pair<HiddenResult> = [];
  @property({ attribute: false }) reliance: Pair<RelianceResult> = [];
  @property({ attribute: false }) featureNames: readonly string[] = [];
  @state() private layer = 0;
  @state() private neuron = 0;

  override render() {
    return html`${this.#activities()} ${this.#weights()}`;
  }

  #activities() {
    const count = greatest([0, ...this.activity.map(({ result }) => result.layers.length)]);
    if (count === 0) return nothing;
    const layer = Math.min(this.layer, count - 1);
    const pair = this.activity.map(({ variant, result }) => ({ variant, result: result.layers[layer] }));
    return html`
      <div class="pick">
        <h3>${l10n.t('Hidden neurons on test data')}</h3>
        ${count > 1 ? this.#layerSelect(count, layer) : nothing}
      </div>
      ${activityTable(pair)}
      <dp-plot .spec=${activationSpec(pair)}></dp-plot>
      <div class="maps">
        ${pair.map(
          ({ variant, result }) =>
            html`<dp-correlations .variant=${variant} .layer=${result}></dp-correlations>`,
        )}
      </div>
    `;
  }

  #layerSelect(count: number, layer: number) {
    const names = Array.from({ length: count }, (_, i) => l10n.t('hidden {0}', i + 1));
    return html`<select
      aria-label=${l10n.t('layer')}
      @change=${(event: Event) => (this.layer = (event.target as HTMLSelectElement).selectedIndex)}
    >
      ${names.map((name, i) => html`<option .selected=${i === layer}>${name}</option>`)}
    </select>`;
  }

  #weights() {
    const pair = this.reliance.map(({ variant, result }) => ({ variant, result: result.neurons }));
    const shown = greatest([0, ...pair.map(({ result }) => result.shown)]);
    if (shown === 0) return nothing;
    const neuron = Math.min(this.neuron, shown - 1);
    return html`
      <div class="pick">
        <h3><label for="neuron">${l10n.t('Weights of neuron')}</label></h3>
        <input
          id="neuron"
          type="number"
          min="1"
          max=${shown}
          step="1"
          .value=${live(String(neuron + 1))}
          @change=${(event: Event) => this.#choose(Number((event.target as HTMLInputElement).value) - 1, shown)}
        />
        <span class="muted">${l10n.t('of {0} in the first layer; both twins started from the same weights', shown)}</span>
      </div>
      <div class="pair">
        <dp-plot .spec=${weightSpec(pair, this.featureNames, neuron)}></dp-plot>
        <dp-plot .spec=${normSpec(pair)}></dp-plot>
      </div>
      <p class="muted">${shareText(pair, this.featureNames.length)}</p>
    `;
  }

  #choose(neuron: number, shown: number): void {
    if (!Number.isFinite(neuron)) this.requestUpdate();
    else this.neuron = Math.min(shown - 1, Math.max(0, Math.round(neuron)));
  }
}

function shareText(pair: Pair<RelianceResult['neurons']>, features: number): string {
  const each = pair.map(
    ({ variant, result }) => `${variantTitle(variant)} ${percent(meanLargestShare(result))}`,
  );
  return l10n.t(
    'A neuron’s largest weight has this share of the sum of its squared weights, on average: {0}. Spread evenly it would be {1}.',
    each.join(', '),
    percent(1 / Math.max(1, features)),
  );
}

function activityTable(pair: Pair<HiddenLayer>) {
  return html`<div class="scroller" tabindex="0" role="region" aria-label=${l10n.t('Hidden neurons on test data')}>
    <table>
      <thead>
        <tr>
          <td></td>
          <th scope="col">${l10n.t('mean activation')}</th>
          <th scope="col">${l10n.t('silent')}</th>
          <th scope="col">${l10n.t('mean |correlation|')}</th>
        </tr>
      </thead>
      <tbody>
        ${pair.map(
          ({ variant, result }) =>
            html`<tr>
              <th scope="row"><i class="key ${variant}"></i>${variantTitle(variant)}</th>
              <td>${result.meanActivation.toFixed(2)}</td>
              <td>${percent(result.zeroShare)}</td>
              <td>${Number.isFinite(result.meanCorrelation) ? result.meanCorrelation.toFixed(2) : '–'}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-neurons': NeuronsView;
  }
}
