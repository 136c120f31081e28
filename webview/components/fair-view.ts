import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatScore } from '../../src/charts/format';
import type { PlotPoint, PlotSpec } from '../../src/charts/plot-spec';
import { greatest, least } from '../../src/core/lists';
import { formatEpochs, formatSpread, rateText } from '../../src/experiment/number-text';
import type { FairSide, FairState, FairTrial } from '../../src/protocol';
import { Announcer } from '../announcer';
import '../explore/plot-view';
import { colorAt } from '../../src/charts/side-color';
import { formatNumber } from '../format';
import { type IconName, icon, iconStyles } from '../icon';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { fairStyles } from './fair-styles';
import { regularizersTable } from './regularizers-table';

type Answer = NonNullable<FairState['answer']>;

const TONES: Readonly<Record<Answer['claim'], { tone: string; icon: IconName }>> = {
  lower: { tone: 'good', icon: 'pass' },
  higher: { tone: 'bad', icon: 'warning' },
  none: { tone: 'neutral', icon: 'info' },
  open: { tone: 'neutral', icon: 'info' },
};

/** A fair comparison of dropout with none: the learning rates that each side tries, and the answer on fresh seeds. */
@customElement('dp-fair')
export class FairView extends ViewElement {
  static override styles = [sharedStyles, iconStyles, fairStyles];

  @property({ attribute: false }) store!: ViewStore;

  readonly #announcer = new Announcer(this);
  #announced: FairState['status'] | undefined;

  constructor() {
    super();
    new StoreController(this, ['fair', 'experiment']);
  }

  override render() {
    const { fair } = this.store;
    if (!fair) return nothing;
    this.#announce(fair);
    const { tone, icon: name } = fair.answer
      ? TONES[fair.answer.claim]
      : fair.status === 'failed'
        ? { tone: 'failed', icon: 'error' as const }
        : { tone: 'neutral', icon: 'info' as const };
    return html`
      <section class="card ${tone}" aria-label=${l10n.t('Fair comparison')}>
        ${icon(name)}
        <div class="said">
          ${fair.answer ? answered(fair.answer, fair) : this.#going(fair)}
          <p class="basis">${fair.isOfRuns ? l10n.t('Data: {0}', fair.of) : l10n.t('Trained with: {0}', fair.of)}</p>
        </div>
        <div class="plot">
          ${!fair.isOfRegularizers && comparableTrials(fair).length > 0 ? html`<dp-plot .spec=${fairPlot(fair)}></dp-plot>` : nothing}
        </div>
        <div class="actions">${this.#actions(fair)}</div>
      </section>
      ${this.#announcer.region()}
    `;
  }

  #announce({ status, answer, reason }: FairState): void {
    if (status === this.#announced) return;
    this.#announced = status;
    if (answer) this.#announcer.say(`${answer.title}. ${answer.evidence}`);
    else if (status === 'running') this.#announcer.say(l10n.t('A fair comparison has begun.'));
    else if (reason) this.#announcer.say(reason);
  }

  #going(fair: FairState) {
    const { status, done, total, seconds, fresh, reason } = fair;
    if (status === 'failed')
      return html`<h2>${l10n.t('The comparison could not be made.')}</h2><p>${reason}</p>`;
    if (status === 'cancelled')
      return html`<h2>${l10n.t('The comparison was cancelled.')}</h2>
        <p>${l10n.t('{0} of {1} trainings were done.', done, total)}</p>`;
    const left = done > 5 && seconds > 2 ? (seconds / done) * (total - done) : undefined;
    return html`<h2>${goingTitle(fair)}</h2>
      <p>
        ${
          fresh.length === 0
            ? l10n.t('Each side tries learning rates; the validation loss decides.')
            : l10n.t('The best of each side is trained on seeds that the search has not seen.')
        }
      </p>
      <div class="progress" role="progressbar" aria-valuemin="0" aria-valuemax=${total} aria-valuenow=${done}>
        <div .style=${`width: ${(100 * done) / total}%`}></div>
      </div>
      <p class="basis">
        ${l10n.t('{0} of {1} trainings', done, total)}${left === undefined ? nothing : html` · ${leftWords(left)}`}
      </p>`;
  }

  #actions({ status, answer, isOfRuns, isOfRegularizers }: FairState) {
    if (status === 'running')
      return this.#button(l10n.t('Cancel'), () => this.store.command('cancelFairComparison'));
    // The set-ups of runs are compared from the list.
    if (isOfRuns) return nothing;
    if (isOfRegularizers)
      return this.#button(l10n.t('Compare Again'), () => this.store.command('compareRegularizers'));
    const again = this.#button(l10n.t('Compare Again'), () => this.store.command('compareFairly'));
    return [answer ? this.#use(answer.sides[0]!) : nothing, again];
  }

  /** Puts the learning rate that is best with dropout into the set-up. */
  #use({ learningRate }: FairSide) {
    if (this.store.experiment?.training.learningRate === learningRate) return nothing;
    return this.#button(l10n.t('Use learning rate {0}', rateText(learningRate)), () =>
      this.store.edit(['training', 'learningRate'], learningRate),
    );
  }

  #button(label: string, act: () => void) {
    return html`<vscode-button secondary @click=${act}>${label}</vscode-button>`;
  }
}

function goingTitle({ sides, isOfRuns, isOfRegularizers }: FairState): string {
  if (isOfRegularizers)
    return l10n.t('Comparing {0} regularizers with none, each at its best', sides.length - 1);
  return isOfRuns
    ? l10n.t('Comparing {0} set-ups, each at its best learning rate', sides.length)
    : l10n.t('Comparing dropout with none, each at its best learning rate');
}

function leftWords(seconds: number): string {
  return seconds < 90
    ? l10n.t('about {0} s left', Math.max(1, Math.round(seconds)))
    : l10n.t('about {0} min left', Math.round(seconds / 60));
}

function answered(answer: Answer, { task = 'classification', isOfRegularizers }: FairState) {
  if (isOfRegularizers) return regularizersTable(answer, task);
  const { title, evidence, remarks, pairs, sides } = answer;
  const score = task === 'classification' ? l10n.t('test accuracy') : l10n.t('test R²');
  return html`<h2>${title}</h2>
    <p>${evidence}</p>
    ${pairs.slice(1).map((pair) => html`<h2>${pair.title}</h2><p>${pair.evidence}</p>`)}
    <div class="scroller" role="region" tabindex="0" aria-label=${l10n.t('Each side on fresh seeds')}>
      <table>
        <caption class="visually-hidden">
          ${l10n.t('Each side on fresh seeds')}
        </caption>
        <tr>
          <td></td>
          <th scope="col">${l10n.t('learning rate')}</th>
          <th scope="col">${l10n.t('test loss')}</th>
          <th scope="col">${score}</th>
          <th scope="col">${l10n.t('best epoch')}</th>
          <th scope="col" class="long">${l10n.t('validation loss when chosen → fresh')}</th>
        </tr>
        ${sides.map(
          (side, i) =>
            html`<tr>
              <th scope="row" class=${colorAt(i)}>${side.name}</th>
              <td>${rateText(side.learningRate)}</td>
              <td>${formatSpread(side.test)}</td>
              <td>${formatScore(side.score.mean, task)}</td>
              <td>${formatEpochs(side.epoch)}</td>
              <td>${formatNumber(side.found)} → ${formatNumber(side.validation.mean)}</td>
            </tr>`,
        )}
      </table>
    </div>
    <ul>
      ${remarks.map((remark) => html`<li>${remark}</li>`)}
    </ul>`;
}

/**
 * Means over the same seeds: those of complete trials. While there is none, the first round's, which all have as many.
 */
function comparableTrials({ trials }: FairState): readonly FairTrial[] {
  const complete = trials.filter(({ state }) => state === 'complete');
  const all = complete.length > 0 ? complete : trials;
  return all.filter(({ validationLoss }) => validationLoss !== null);
}

/** A range of losses that a linear axis shows well, as greatest / least. */
const NARROW = 20;

/** The validation losses of the learning rates that each side tried. */
export function fairPlot(fair: FairState): PlotSpec {
  const { sides, answer } = fair;
  const trials = comparableTrials(fair);
  const losses = trials.map(({ validationLoss }) => validationLoss!);
  const title = l10n.t('validation loss');
  const x = l10n.t('learning rate');
  return {
    label: l10n.t('{0} against {1}', title, x),
    x: { title: x, logarithmic: true },
    y: { title, logarithmic: greatest(losses) > NARROW * least(losses) },
    series: sides.map((label, side) => ({
      ...{ label, color: colorAt(side), style: 'solid' as const },
      points: trials
        .filter((trial) => trial.side === side)
        .map(({ learningRate, validationLoss }): PlotPoint => ({ x: learningRate, y: validationLoss! }))
        .sort((a, b) => a.x - b.x),
    })),
    marks: (answer?.sides ?? []).map(({ learningRate, name }, side) => ({
      ...{ x: learningRate, label: l10n.t('best: {0}', name), color: colorAt(side) },
    })),
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-fair': FairView;
  }
}
