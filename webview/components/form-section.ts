import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { FormField } from '../../src/experiment/form';
import type { Experiment } from '../../src/experiment/schema';
import { sharedStyles } from '../shared-styles';
import type { Refusal } from '../store';
import './form-field';
import type { SectionModel } from './form-model';

/** A section of the form. Fires `dp-fold` and `dp-more` when a person folds it, or asks for all of its settings. */
@customElement('dp-form-section')
export class FormSectionView extends ViewElement {
  static override styles = [sharedStyles, sectionStyles()];

  @property({ attribute: false }) model!: SectionModel;
  @property({ attribute: false }) experiment!: Experiment;
  @property({ attribute: false }) refusal: Refusal | null = null;

  override render() {
    const { section, isOpen } = this.model;
    return html`
      <h2>
        <button
          class="head"
          aria-expanded=${isOpen ? 'true' : 'false'}
          aria-controls="body"
          @click=${() => this.#fire('dp-fold')}
        >
          <vscode-icon name=${isOpen ? 'chevron-down' : 'chevron-right'}></vscode-icon>${section.title}
        </button>
      </h2>
      <div class="body" id="body" role="group" aria-label=${section.title} ?hidden=${!isOpen}>
        ${isOpen ? this.#body() : nothing}
      </div>
    `;
  }

  #body() {
    const { shown, more, showsMore } = this.model;
    return html`${this.#fields(shown)} ${more.length > 0 ? this.#moreButton() : nothing}
    ${showsMore ? this.#fields(more) : nothing}`;
  }

  #fields(fields: readonly FormField[]) {
    return repeat(
      fields,
      ({ path, kind }) => `${path.join('.')}:${kind}`,
      (field) => html`<dp-field
        .field=${field}
        .experiment=${this.experiment}
        .refusal=${this.refusal}
      ></dp-field>`,
    );
  }

  #moreButton() {
    const { showsMore, changedInMore } = this.model;
    return html`<button
      class="more"
      aria-expanded=${showsMore ? 'true' : 'false'}
      @click=${() => this.#fire('dp-more')}
    >
      ${showsMore ? l10n.t('Fewer settings') : l10n.t('More settings')}
      ${!showsMore && changedInMore > 0 ? html`<span class="muted">${l10n.t('{0} changed', changedInMore)}</span>` : nothing}
    </button>`;
  }

  #fire(name: 'dp-fold' | 'dp-more'): void {
    this.dispatchEvent(new CustomEvent<string>(name, { detail: this.model.section.id }));
  }
}

function sectionStyles() {
  return css`
    :host {
      display: block;
      border-top: 1px solid var(--vscode-sideBarSectionHeader-border, var(--dp-border));
    }
    .head {
      display: flex;
      align-items: center;
      gap: 2px;
      width: 100%;
      height: 24px;
      padding: 0 4px 0 2px;
      border: 0;
      background: var(--vscode-sideBarSectionHeader-background);
      color: var(--vscode-sideBarSectionHeader-foreground, var(--vscode-foreground));
      font: inherit;
      font-size: 11px;
      font-weight: 700;
      text-align: left;
      text-transform: uppercase;
      cursor: pointer;
    }
    .head:focus-visible,
    .more:focus-visible {
      outline-offset: -1px;
    }
    .head vscode-icon {
      color: inherit;
    }
    .body {
      padding: 4px 0 12px;
    }
    .more {
      display: flex;
      gap: 8px;
      margin: 4px 0 4px 16px;
      padding: 0 4px;
      border: 0;
      border-radius: 4px;
      background: none;
      color: var(--vscode-textLink-foreground);
      font: inherit;
      line-height: 22px;
      cursor: pointer;
    }
    .more:hover {
      color: var(--vscode-textLink-activeForeground);
      text-decoration: underline;
    }
  `;
}
