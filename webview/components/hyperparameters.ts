import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { rateLimit } from '../../src/core/analysis/rate-limit';
import type { TrainingSpec } from '../../src/core/spec';
import { sameValue } from '../edits';
import { limitHelp, limitText, sharpnessOf } from '../explore/rate-limit';
import { formatLearningRate, formatRatio } from '../format';
import { siteEdit } from '../placement';
import { sharedStyles } from '../shared-styles';
import { linearScale, logarithmicScale } from '../slider-scale';
import type { Refusal, ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { ViewElement } from '../view-element';
import { LEARNING_RATES, learningRateZones, ratioZones } from '../zones';
import './placement-control';
import type { PlacementChange } from './placement-control';
import './zone-slider';
import type { SliderMark, SliderParameter } from './zone-slider';

const RATIO = ['dropout', 'ratio'] as const;
const LEARNING_RATE = ['training', 'learningRate'] as const;

const ratioParameter: SliderParameter = {
  label: l10n.t('Drop ratio'),
  scale: linearScale(0, 0.95, 0.01),
  zones: ratioZones(),
  format: formatRatio,
  allows: (value) => value >= 0 && value < 1,
  allowed: l10n.t('a number from 0 to below 1'),
};

/** Whether one of these controls shows the refusal beside itself. */
export const ownsRefusal = ({ path }: Refusal): boolean =>
  sameValue(path, RATIO) || sameValue(path, LEARNING_RATE);

const rateParameters = new Map<string, SliderParameter>();

/** Zones are the optimizer's. Kept, so that a slider sees the same object again. */
function rateParameter(optimizer: string): SliderParameter {
  const known = rateParameters.get(optimizer);
  if (known) return known;
  const parameter: SliderParameter = {
    label: l10n.t('Learning rate'),
    scale: logarithmicScale(Math.log10(LEARNING_RATES.from), Math.log10(LEARNING_RATES.to)),
    zones: learningRateZones(optimizer),
    format: formatLearningRate,
    allows: (value) => value > 0 && value <= 1e9,
    allowed: l10n.t('a number above 0, at most 1e9'),
  };
  rateParameters.set(optimizer, parameter);
  return parameter;
}

/** The three things that may be changed while a run goes on: drop ratio, learning rate, placement. */
@customElement('dp-hyperparameters')
export class Hyperparameters extends ViewElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      .row {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 8px 24px;
      }
      @container (max-width: 760px) {
        .row {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
        dp-placement {
          grid-column: 1 / -1;
          --dp-placement-flow: row wrap;
          --dp-placement-basis: calc(var(--dp-sites, 4) * 64px);
        }
      }
      @container (max-width: 440px) {
        dp-placement {
          --dp-placement-flow: column;
          --dp-placement-basis: auto;
        }
        .row {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;

  constructor() {
    super();
    new StoreController(this, ['experiment', 'refused', 'run', 'analyses', 'gap']);
  }

  override render() {
    const { experiment } = this.store;
    if (!experiment) return nothing;
    const { dropout, training, network } = experiment;
    return html`<div class="row">
      <dp-zone-slider
        why="ratio"
        .parameter=${ratioParameter}
        .value=${dropout.ratio}
        .aside=${l10n.t('keep {0}', formatRatio(1 - dropout.ratio))}
        .refusal=${this.#refusalOf(RATIO)}
        @dp-change=${({ detail }: CustomEvent<number>) => this.store.edit(RATIO, detail)}
      ></dp-zone-slider>
      <dp-zone-slider
        why="learning-rate"
        .parameter=${rateParameter(training.optimizer)}
        .value=${training.learningRate}
        .mark=${rateMark(this.store, training)}
        .refusal=${this.#refusalOf(LEARNING_RATE)}
        @dp-change=${({ detail }: CustomEvent<number>) => this.store.edit(LEARNING_RATE, detail)}
      >
        <button
          slot="beside"
          class="why"
          title=${l10n.t('Find Learning Rate')}
          aria-label=${l10n.t('Find Learning Rate')}
          @click=${() => this.store.command('findLearningRate')}
        >
          ${l10n.t('Find')}
        </button>
      </dp-zone-slider>
      <dp-placement
        .placement=${dropout.placement}
        .hiddenLayers=${network.hidden.length}
        .ratio=${dropout.ratio}
        @dp-placement=${({ detail }: CustomEvent<PlacementChange>) => place(this.store, detail)}
      ></dp-placement>
    </div>`;
  }

  #refusalOf(path: readonly string[]): string {
    const { refusal } = this.store;
    return refusal && sameValue(refusal.path, path) ? refusal.message : '';
  }
}

/** The optimizer's limit, where it has one, once the curvature has been measured on the run on the screen. */
function rateMark(store: ViewStore, training: TrainingSpec): SliderMark | undefined {
  const sharpness = sharpnessOf(store);
  const limit = sharpness && rateLimit(training, sharpness.lambdaMax);
  // Of another network it says nothing about this set-up.
  if (store.gap && !store.gap.onlyRate) return undefined;
  if (!limit || limit.limit < LEARNING_RATES.from || limit.limit > LEARNING_RATES.to) return undefined;
  return { value: limit.limit, label: limitText(limit), help: limitHelp(sharpness, training) };
}

/** Sets dropout at a site: the control's and the network's clicks alike. */
export function place(store: ViewStore, { site, value }: PlacementChange): void {
  const { experiment } = store;
  if (!experiment) return;
  const edit = siteEdit(experiment.dropout.placement, experiment.network.hidden.length, site, value);
  store.edit(edit.path, edit.value);
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-hyperparameters': Hyperparameters;
  }
}
