import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PlotPoint } from '../../src/charts/plot-spec';
import { QUANTITIES, type Quantity, Trials } from '../../src/charts/study/trials';
import type { StudyState } from '../../src/protocol';
import { plotSvg } from '../../src/report/plot-svg';
import { formatNumber, formatPlace } from '../format';
import { icon, iconStyles } from '../icon';
import { type Drawn, pictures } from '../pictures';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { ViewElement } from '../view-element';
import { pickStyles } from './pick-styles';
import './plot-view';
import { quantityTitle, type SweepOptions, sweepSpec } from '../../src/charts/study/sweep-plot';

/** The results of a sweep: a point is read, and taken over. */
@customElement('dp-sweep')
export class SweepView extends ViewElement {
  static override styles = [
    sharedStyles,
    iconStyles,
    pickStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 6px;
      }
      p {
        margin: 0;
        max-width: 76ch;
        line-height: 1.5;
      }
      .other {
        display: flex;
        gap: 6px;
        padding: 4px 8px;
        border-left: 3px solid var(--vscode-charts-yellow);
      }
      .chosen {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 12px;
        align-items: center;
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;
  @property({ attribute: false }) study!: StudyState;
  @property({ attribute: false }) options: SweepOptions = {};
  @state() private quantity: Quantity = 'testLoss';
  @state() private chosen: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    pictures.set(this.study.id, this.#picture);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    pictures.delete(this.study.id);
  }

  /** The plot as it is, for who takes it away. */
  readonly #picture = ({ kind: _kind, ...frame }: Drawn): string => {
    const { study, quantity, options } = this;
    return plotSvg(sweepSpec(study, new Trials(study), quantity, options), { ...frame, caption: study.of });
  };

  protected override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get('study') as StudyState | undefined;
    if (!before || before.id === this.study.id) return;
    this.chosen = undefined;
    pictures.delete(before.id);
    pictures.set(this.study.id, this.#picture);
  }

  override render() {
    const { study, quantity } = this;
    const trials = new Trials(study);
    return html`
      <div class="pick">
        <label
          >${l10n.t('Show')}
          <select @change=${(event: Event) => (this.quantity = (event.target as HTMLSelectElement).value as Quantity)}>
            ${QUANTITIES.map((id) => html`<option value=${id} ?selected=${id === quantity}>${quantityTitle(id, study)}</option>`)}
          </select></label
        >
        <vscode-button secondary @click=${() => this.store.exportStudy(study)}>${l10n.t('Export…')}</vscode-button>
      </div>
      <dp-plot
        .spec=${sweepSpec(study, trials, quantity, this.options)}
        .chosen=${this.chosen}
        @dp-pick=${({ detail }: CustomEvent<PlotPoint>) => (this.chosen = detail.id)}
      ></dp-plot>
      ${this.#other()}
      ${this.#choice(trials)}
      <p class="muted">${this.#basis(trials)}</p>
    `;
  }

  /** That the set-up says otherwise by now: points of one set-up are not read as those of another. */
  #other() {
    const { differences, status } = this.study;
    if (!differences) return nothing;
    const lead =
      status === 'running'
        ? l10n.t('The sweep continues with the set-up that it began with. The set-up now has:')
        : l10n.t('These points are from another set-up. The set-up now has:');
    return html`<p class="other" role="note">${icon('info')}<span>${lead} ${differences.join('; ')}</span></p>`;
  }

  #choice(trials: Trials) {
    const trial = this.chosen;
    if (trial === undefined || trial >= trials.count)
      return html`<p class="muted">${l10n.t('Choose a point to use its values or to see its runs.')}</p>`;
    const act = (action: 'takeValues' | 'openRuns' | 'apply') => () =>
      this.store.actOnSweep(this.study, trial, action);
    return html`<div class="chosen">
      <span>${this.#words(trials, trial)}</span>
      <vscode-button secondary @click=${act('takeValues')}>${l10n.t('Use These Values')}</vscode-button>
      <vscode-button secondary @click=${act('openRuns')}>${l10n.t('Open Its Runs')}</vscode-button>
      ${this.store.code ? html`<vscode-button secondary @click=${act('apply')}>${l10n.t('Apply to Code')}</vscode-button>` : nothing}
    </div>`;
  }

  /** `Learning rate 0.003, Drop ratio 0.5 · test loss 0.31 · best at epoch 120` */
  #words(trials: Trials, trial: number): string {
    const { axes } = this.study;
    const values = axes.map(({ title, choices }, i) => {
      const value = trials.value(trial, i);
      return `${title} ${choices ? choices[value] : formatPlace(value)}`;
    });
    const value = trials.get(trial, this.quantity);
    const result = Number.isFinite(value) ? formatNumber(value) : l10n.t('diverged');
    const epoch = trials.get(trial, 'epoch');
    return [
      values.join(', '),
      `${quantityTitle(this.quantity, this.study)} ${result}`,
      ...(Number.isFinite(epoch) ? [l10n.t('best at epoch {0}', Math.round(epoch))] : []),
    ].join(' · ');
  }

  /** What the points are, and what they are not. */
  #basis(trials: Trials): string {
    const { of, seeds, status } = this.study;
    const complete = trials.counting('validationLoss').length;
    const lost = Array.from({ length: trials.count }, (_, trial) => trials.why(trial)).filter(
      (why) => why === 'diverged',
    ).length;
    return [
      l10n.t('Trained with: {0}', of),
      l10n.t('{0} seeds a point, each at its best epoch by validation.', seeds),
      ...(lost > 0 ? [l10n.t('Diverged: {0}', lost)] : []),
      ...(status === 'completed' && complete > 2
        ? [
            l10n.t(
              'The best of several points looks better than it is: run it again with another seed before you trust it.',
            ),
          ]
        : []),
    ].join(' · ');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-sweep': SweepView;
  }
}
