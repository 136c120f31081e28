import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import * as l10n from '@vscode/l10n';
import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { sameJson } from '../../src/experiment/same-json';
import { type Scenario, scenarios } from '../../src/experiment/scenarios/index';
import type { Experiment } from '../../src/experiment/schema';
import { sharedStyles } from '../shared-styles';
import { fillSelect } from './select-options';

/** The experiment is none of the scenarios. */
const OWN = 'custom';

/** Experiments worth seeing, to start from. Fires `dp-scenario` with the id of the one that a person chose. */
@customElement('dp-scenario-picker')
export class ScenarioPicker extends ViewElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        padding: 8px 28px 12px 20px;
      }
      .title {
        line-height: 20px;
        margin-bottom: 2px;
      }
      vscode-single-select {
        width: 100%;
      }
      p {
        margin: 4px 0 0;
        color: var(--dp-muted);
        line-height: 18px;
      }
    `,
  ];

  @property({ attribute: false }) experiment!: Experiment;
  @query('vscode-single-select') private readonly select!: VscodeSingleSelect;

  protected override updated(): void {
    const current = this.#current?.id ?? OWN;
    const own = { id: OWN, title: l10n.t('Custom'), description: '' };
    const options = scenarios.map(({ id, title, description }) => ({
      id,
      title: l10n.t(title),
      description: l10n.t(description),
    }));
    fillSelect(this.select, current === OWN ? [own, ...options] : options, current);
  }

  override render() {
    const current = this.#current;
    return html`
      <div class="title" aria-hidden="true">${l10n.t('Scenario')}</div>
      <vscode-single-select .label=${l10n.t('Scenario')} @change=${this.#chosen}></vscode-single-select>
      ${current ? html`<p>${l10n.t(current.description)}</p>` : nothing}
    `;
  }

  get #current(): Scenario | undefined {
    const { name: _name, changes: _changes, ...experiment } = this.experiment;
    return scenarios.find((scenario) => {
      const { name: _ownName, changes: _ownChanges, ...its } = scenario.experiment;
      return sameJson(experiment, its);
    });
  }

  #chosen(): void {
    const { value } = this.select;
    if (value === OWN) return;
    this.dispatchEvent(new CustomEvent<string>('dp-scenario', { detail: value }));
  }
}
