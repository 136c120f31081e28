import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FigureState } from '../../src/protocol';
import { Announcer } from '../announcer';
import '../explore/plot-view';
import { formatNumber } from '../format';
import { icon, iconStyles } from '../icon';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { fairStyles } from './fair-styles';
import { figurePlot } from './figure-plot';

/** A published figure, measured anew beside the paper's numbers, and whether its shape holds. */
@customElement('dp-figure')
export class FigureView extends ViewElement {
  static override styles = [sharedStyles, iconStyles, fairStyles];

  @property({ attribute: false }) store!: ViewStore;

  readonly #announcer = new Announcer(this);
  #announced: FigureState['status'] | undefined;

  constructor() {
    super();
    new StoreController(this, ['figure']);
  }

  override render() {
    const { figure } = this.store;
    if (!figure) return nothing;
    const { status, holds, title, claim, source, checks } = figure;
    const verdict = verdictOf(figure);
    if (status !== this.#announced) this.#announcer.say(`${title}. ${verdict}`);
    this.#announced = status;
    const tone = status === 'failed' ? 'failed' : holds ? 'good' : 'neutral';
    const name = { failed: 'error', good: 'pass', neutral: 'info' } as const;
    return html`
      <section class="card ${tone}" aria-label=${l10n.t('Published figure')}>
        ${icon(name[tone])}
        <div class="said">
          <h2>${title}</h2>
          <p>${claim} <a href=${source.url}>${source.name}</a></p>
          <p>${verdict}</p>
          <ul>
            ${checks.map(
              ({ label, value, low, high }) =>
                html`<li>
                  ${l10n.t('{0}: {1} (accepted: {2} to {3})', label, formatNumber(value), formatNumber(low), formatNumber(high))}
                </li>`,
            )}
          </ul>
        </div>
        <div class="plot">
          ${figure.lines.length > 0 ? html`<dp-plot .spec=${figurePlot(figure)}></dp-plot>` : nothing}
        </div>
        <div class="actions">
          ${
            status === 'running'
              ? this.#button(l10n.t('Cancel'), 'cancelFigure')
              : this.#button(l10n.t('Another Figure…'), 'reproduceFigure')
          }
        </div>
      </section>
      ${this.#announcer.region()}
    `;
  }

  #button(label: string, command: 'cancelFigure' | 'reproduceFigure') {
    return html`<vscode-button secondary @click=${() => this.store.command(command)}>${label}</vscode-button>`;
  }
}

function verdictOf({ status, holds, reason = '' }: FigureState): string {
  if (status === 'running') return l10n.t('Being measured …');
  if (status === 'cancelled') return l10n.t('Cancelled before all was measured.');
  if (status === 'failed') return reason;
  return holds ? l10n.t('The shape holds.') : l10n.t('The shape does not hold here.');
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-figure': FigureView;
  }
}
