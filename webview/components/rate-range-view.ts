import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RateRangeState } from '../../src/protocol';
import { Announcer } from '../announcer';
import '../explore/plot-view';
import { icon, iconStyles } from '../icon';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { fairStyles } from './fair-styles';
import { rangePlot } from './rate-range-plot';

/** A learning-rate range test: the loss against the rate on each seed, what was found, and a suggestion. */
@customElement('dp-rate-range')
export class RateRangeView extends ViewElement {
  static override styles = [sharedStyles, iconStyles, fairStyles];

  @property({ attribute: false }) store!: ViewStore;

  readonly #announcer = new Announcer(this);
  #announced: RateRangeState['status'] | undefined;

  constructor() {
    super();
    new StoreController(this, ['rateRange', 'experiment']);
  }

  override render() {
    const { rateRange: range, experiment } = this.store;
    if (!range) return nothing;
    this.#announce(range);
    const tone = range.status === 'failed' ? 'failed' : range.answer?.suggestion ? 'good' : 'neutral';
    const name = { failed: 'error', good: 'pass', neutral: 'info' } as const;
    const rate = experiment?.training.learningRate;
    return html`
      <section class="card ${tone}" aria-label=${l10n.t('Learning-rate range test')}>
        ${icon(name[tone])}
        <div class="said">
          ${said(range)}
          <p class="basis">${l10n.t('Trained with: {0}', range.of)}</p>
        </div>
        <div class="plot">
          ${range.seeds.length > 0 ? html`<dp-plot .spec=${rangePlot(range, rate)}></dp-plot>` : nothing}
        </div>
        <div class="actions">${this.#actions(range, rate)}</div>
      </section>
      ${this.#announcer.region()}
    `;
  }

  #announce({ status, answer, reason }: RateRangeState): void {
    if (status === this.#announced) return;
    this.#announced = status;
    if (answer) this.#announcer.say(`${answer.title}. ${answer.evidence}`);
    else if (status === 'running') this.#announcer.say(l10n.t('A range test has begun.'));
    else if (reason) this.#announcer.say(reason);
  }

  #actions({ status, answer }: RateRangeState, now: number | undefined) {
    if (status === 'running')
      return this.#button(l10n.t('Cancel'), () => this.store.command('cancelFindLearningRate'));
    const suggested = answer?.suggestion?.rate;
    return [
      suggested === undefined || suggested === now
        ? nothing
        : this.#button(l10n.t('Use This Learning Rate'), () =>
            this.store.edit(['training', 'learningRate'], suggested),
          ),
      this.#button(l10n.t('Test Again'), () => this.store.command('findLearningRate')),
    ];
  }

  #button(label: string, act: () => void) {
    return html`<vscode-button secondary @click=${act}>${label}</vscode-button>`;
  }
}

function said({ status, answer, reason, seeds, total }: RateRangeState) {
  if (answer)
    return html`<h2>${answer.title}</h2>
      <p>${answer.evidence}</p>
      <ul>
        ${answer.remarks.map((remark) => html`<li>${remark}</li>`)}
      </ul>`;
  if (status === 'failed')
    return html`<h2>${l10n.t('The range test could not be made.')}</h2><p>${reason}</p>`;
  if (status === 'cancelled') return html`<h2>${l10n.t('The range test was cancelled.')}</h2>`;
  const done = seeds.filter(({ findings }) => findings).length;
  return html`<h2>${l10n.t('Looking for a learning rate')}</h2>
    <p>
      ${l10n.t('The rate rises with each step of a training; the training loss is measured after each.')}
    </p>
    <p class="basis">${l10n.t('{0} of {1} seeds', done, total)}</p>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-rate-range': RateRangeView;
  }
}
