import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { describeRun } from '../../src/experiment/run-words';
import type { RunState, SetupGap } from '../../src/protocol';
import { Announcer } from '../announcer';
import { iconStyles } from '../icon';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { ViewElement } from '../view-element';

/** Above the results: whose they are. Where the controls show other settings, that, and the way to either. */
@customElement('dp-run-title')
export class RunTitle extends ViewElement {
  static override styles = [
    sharedStyles,
    iconStyles,
    css`
      :host {
        display: block;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 12px;
        min-height: 26px;
        padding: 3px 16px;
        border-bottom: 1px solid var(--dp-border);
        font-size: 12px;
        line-height: 18px;
      }
      .whose {
        display: flex;
        flex: 0 1 auto;
        gap: 0 10px;
        min-width: 0;
      }
      h2,
      .settings {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      h2 {
        flex: 0 1 auto;
        max-width: 44ch;
      }
      .settings {
        flex: 1 1 0;
        min-width: 12ch;
        color: var(--dp-muted);
        font-variant-numeric: tabular-nums;
      }
      .gap {
        display: flex;
        flex: none;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 2px 10px;
      }
      .chip {
        width: fit-content;
        padding: 0 7px;
        border: 1px solid var(--vscode-inputValidation-warningBorder, var(--vscode-charts-yellow));
        border-radius: 9px;
        line-height: 16px;
        cursor: pointer;
      }
      ul {
        margin: 4px 0;
        padding-left: 20px;
        overflow-wrap: anywhere;
      }
      @container (max-width: 560px) {
        .line {
          padding-right: 12px;
          padding-left: 12px;
        }
      }
      @container (max-width: 700px) {
        .whose {
          flex-basis: 100%;
          flex-wrap: wrap;
        }
        h2 {
          max-width: 100%;
        }
        .settings {
          flex: 0 1 auto;
          white-space: normal;
        }
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;

  readonly #announcer = new Announcer(this);

  constructor() {
    super();
    new StoreController(this, ['run', 'gap']);
  }

  override render() {
    const { run, gap } = this.store;
    if (!run) return nothing;
    const apart = gap?.run === run.id ? gap : undefined;
    this.#announcer.say(apart ? apartWords() : '');
    return html`<section class="line" aria-label=${l10n.t('The run that is shown')}>
        ${this.#whose(run)} ${apart ? this.#gap(apart) : nothing}
      </section>
      ${this.#announcer.region()}`;
  }

  #whose(run: RunState) {
    const settings = describeRun(run.experiment, run.info).join(' · ');
    return html`<div class="whose" title=${`${run.name}\n${settings}`}>
      <h2>${run.name}</h2>
      <span class="settings">${settings}</span>
    </div>`;
  }

  #gap({ differences, elsewhere }: SetupGap) {
    const details = [l10n.t('The controls show other settings than this run:'), ...differences].join('\n');
    const run = elsewhere ? l10n.t('Show the run in progress') : l10n.t('Run the current set-up');
    return html`<div class="gap">
      <details>
        <summary class="chip" title=${details}>${apartWords()}</summary>
        <ul>
          ${differences.map((difference) => html`<li>${difference}</li>`)}
        </ul>
      </details>
      <button type="button" class="why" title=${l10n.t('The controls take the settings of this run')} @click=${() => this.store.command('useRun')}>
        ${l10n.t('Take its settings')}
      </button>
      <button type="button" class="why" @click=${() => this.store.command('run')}>${run}</button>
    </div>`;
  }
}

const apartWords = (): string => l10n.t('not the current set-up');

declare global {
  interface HTMLElementTagNameMap {
    'dp-run-title': RunTitle;
  }
}
