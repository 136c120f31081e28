import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formSections } from '../../src/experiment/form';
import type { Experiment } from '../../src/experiment/schema';
import type { ViewCommand } from '../../src/protocol';
import { shortAloneWords } from '../alone-words';
import { readState, writeState } from '../bridge';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import type { EditDetail } from './fields/control';
import { concerns, type FormState, isShown, type SectionModel, sectionModel, toggled } from './form-model';
import './form-section';
import './scenario-picker';

const UNFOLDED: FormState = { folded: [], unfoldedMore: [] };

/** The set-up of a run as a form; what it shows is the host's experiment, and every change goes there. */
@customElement('dp-sidebar')
export class SidebarView extends ViewElement {
  static override styles = [sharedStyles, sidebarStyles()];

  @property({ attribute: false }) store!: ViewStore;
  @state() private form: FormState = readState(UNFOLDED);

  constructor() {
    super();
    new StoreController(this, ['experiment', 'refused', 'run', 'connection']);
  }

  override render() {
    const { experiment } = this.store;
    if (!experiment) return nothing;
    const models = formSections(experiment).map((section) => sectionModel(section, this.form));
    return html`
      <main ?inert=${this.store.isAlone} @dp-edit=${this.#edit}>
        <h1 class="visually-hidden">${l10n.t('Set-up of a run')}</h1>
        <dp-scenario-picker
          .experiment=${experiment}
          @dp-scenario=${({ detail }: CustomEvent<string>) => this.store.openScenario(detail)}
        ></dp-scenario-picker>
        ${models.map((model) => this.#section(model, experiment))}
      </main>
      <footer>${this.#notice(models)} ${this.#buttons()}</footer>
    `;
  }

  #section(model: SectionModel, experiment: Experiment) {
    return html`<dp-form-section
      .model=${model}
      .experiment=${experiment}
      .refusal=${this.store.refusal}
      @dp-fold=${({ detail }: CustomEvent<string>) => this.#remember({ folded: toggled(this.form.folded, detail) })}
      @dp-more=${({ detail }: CustomEvent<string>) =>
        this.#remember({ unfoldedMore: toggled(this.form.unfoldedMore, detail) })}
    ></dp-form-section>`;
  }

  /** What no field that shows can say. */
  #notice(models: readonly SectionModel[]) {
    const { refusal, isAlone } = this.store;
    // The panel raises the alarm, if there is one; it need not be heard twice.
    if (isAlone) return html`<div class="message warning" role="status">${shortAloneWords()}</div>`;
    if (!refusal) return nothing;
    const isSaid = models.some((model) =>
      model.section.fields.some((field) => isShown(model, field) && concerns(refusal.path, field)),
    );
    return isSaid ? nothing : this.#message(refusal.message);
  }

  #message(text: string) {
    return html`<div class="message" role="alert">${text}</div>`;
  }

  #buttons() {
    const [command, icon, label] = mainButton(this.store.run?.status);
    return html`<div class="buttons" ?inert=${this.store.isAlone}>
      <vscode-button class="main" icon=${icon} @click=${() => this.store.command(command)}>${label}</vscode-button>
      <vscode-button
        secondary
        icon="clear-all"
        title=${l10n.t('Puts every setting back to its default.')}
        @click=${() => this.store.command('reset')}
        >${l10n.t('Reset')}</vscode-button
      >
    </div>`;
  }

  #edit({ detail }: CustomEvent<EditDetail>): void {
    this.store.edit(detail.path, detail.value);
  }

  #remember(patch: Partial<FormState>): void {
    this.form = { ...this.form, ...patch };
    writeState(patch);
  }
}

function mainButton(status: string | undefined): readonly [ViewCommand, string, string] {
  if (status === 'running' || status === 'loading') return ['pause', 'debug-pause', l10n.t('Pause')];
  return status === 'paused'
    ? ['resume', 'debug-continue', l10n.t('Resume')]
    : ['run', 'play', l10n.t('Run')];
}

function sidebarStyles() {
  return css`
    :host {
      display: flex;
      flex-direction: column;
      height: 100%;
      min-width: 0;
      color: var(--vscode-sideBar-foreground, var(--vscode-foreground));
    }
    main {
      flex: 1;
      min-height: 0;
      overflow: hidden auto;
    }
    [inert] {
      opacity: 0.6;
    }
    footer {
      flex: none;
      padding: 8px 12px 8px 20px;
      border-top: 1px solid var(--vscode-sideBarSectionHeader-border, var(--dp-border));
    }
    .buttons {
      display: flex;
      gap: 8px;
    }
    .main {
      flex: 1;
    }
    .message {
      margin-bottom: 8px;
      padding: 4px 8px;
      border: 1px solid var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
      border-radius: 4px;
      background: var(--vscode-inputValidation-errorBackground);
      color: var(--vscode-inputValidation-errorForeground, var(--vscode-foreground));
      line-height: 18px;
      overflow-wrap: anywhere;
    }
    .message.warning {
      border-color: var(--vscode-inputValidation-warningBorder, var(--vscode-charts-yellow));
      background: var(--vscode-inputValidation-warningBackground);
      color: var(--vscode-inputValidation-warningForeground, var(--vscode-foreground));
    }
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-sidebar': SidebarView;
  }
}
