import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import type { Placement, Site } from '../../src/core/spec';
import { whyLink } from '../explore/why';
import { formatRatio, parseNumber } from '../format';
import { type SiteName, siteRatio, sitesOf, siteTitle, siteValue } from '../placement';
import { sharedStyles } from '../shared-styles';
import { ViewElement } from '../view-element';

/** Detail of `dp-placement`: what a person sets at a site. */
export interface PlacementChange {
  readonly site: SiteName;
  readonly value: Site;
}

/** Hidden layers that go by their names; of more, the numbers are written. */
const MOST_NAMED = 3;

/**
 * Where dropout stands: a toggle for each site, and below it the site's drop ratio (the shared one until another is
 * typed). The same truth as a click on the network's layers. Fires `dp-placement`.
 */
@customElement('dp-placement')
export class PlacementControl extends ViewElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        flex-flow: var(--dp-placement-flow, column);
        gap: 0 16px;
        min-width: 0;
      }
      .title {
        display: flex;
        align-items: center;
        gap: 8px;
        height: 24px;
        font-weight: 600;
        white-space: nowrap;
      }
      .title .muted {
        overflow: hidden;
        font-weight: normal;
        text-overflow: ellipsis;
      }
      /* Beside the title where all sites stand in one row there, below it otherwise. */
      .sites {
        flex: 1 1 var(--dp-placement-basis, auto);
        min-width: 0;
        container-type: inline-size;
      }
      ul {
        display: flex;
        gap: 4px;
        flex-wrap: wrap;
        margin: 4px 0 0;
        padding: 2px;
        list-style: none;
      }
      li {
        display: flex;
        flex: 1 0 auto;
        min-width: 56px;
        flex-direction: column;
        max-width: 104px;
        border: 1px solid var(--vscode-input-border, var(--dp-border));
        border-radius: 4px;
        overflow: hidden;
      }
      li.on {
        border-color: var(
          --vscode-contrastActiveBorder,
          var(--vscode-inputOption-activeBorder, var(--vscode-focusBorder))
        );
        background: var(--vscode-inputOption-activeBackground);
        /* High-contrast themes have no other background for it, and much the same border for all. */
        box-shadow: inset 0 0 0 1px var(--vscode-contrastActiveBorder, transparent);
      }
      :host([many]) {
        flex-flow: column;
      }
      :host([many]) .sites {
        flex: none;
      }
      /* Rows of equal places: none is left out, and none is out of sight. */
      :host([many]) ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(50px, 1fr));
      }
      :host([many]) li {
        min-width: 0;
      }
      :host([many]) button {
        padding: 0 2px;
      }
      button,
      input {
        border: 0;
        background: none;
        color: var(--dp-muted);
        font: inherit;
        font-size: 12px;
        line-height: 18px;
        text-align: center;
      }
      button {
        padding: 0 4px;
        cursor: pointer;
        white-space: nowrap;
      }
      li.on button {
        font-weight: 600;
      }
      li.on button,
      li.on input {
        color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
      }
      button:hover {
        background: var(--vscode-toolbar-hoverBackground);
        color: var(--vscode-foreground);
      }
      button:focus-visible,
      input:focus-visible {
        outline-offset: -1px;
      }
      input {
        width: 0;
        min-width: 100%;
        padding: 0;
        font-variant-numeric: tabular-nums;
      }
      li.own input {
        font-weight: 700;
      }
      input[aria-invalid='true'] {
        outline: 1px solid var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
        outline-offset: -1px;
      }
      p {
        margin: 4px 0 0;
        color: var(--dp-error-text);
        font-size: 12px;
      }
      .off {
        display: block;
      }
      /* Four sites fit into the narrowest panel. */
      @container (max-width: 300px) {
        li {
          min-width: 42px;
        }
        button,
        input {
          font-size: 11px;
        }
        button {
          padding: 0 2px;
        }
      }
    `,
  ];

  @property({ attribute: false }) placement!: Placement;
  @property({ type: Number }) hiddenLayers = 0;
  /** The shared drop ratio. */
  @property({ type: Number }) ratio = 0;
  /** What is being typed, and where. */
  @state() private draft: { readonly site: SiteName; readonly text: string } | null = null;
  /** What was typed is no drop ratio: it stays, with the reason, until it is corrected or given up. */
  @state() private problem: { readonly site: SiteName; readonly text: string } | null = null;

  /** So many sites that their names would not stand in a row. */
  get #isMany(): boolean {
    return this.hiddenLayers > MOST_NAMED;
  }

  override willUpdate(): void {
    this.toggleAttribute('many', this.#isMany);
    this.style.setProperty('--dp-sites', String(sitesOf(this.hiddenLayers).length));
  }

  override render() {
    return html`
      <div class="title">
        <span id="title">${l10n.t('Placement')}</span> ${whyLink(this, 'placement', l10n.t('Placement'))}
        <span class="muted">${l10n.t('which layers drop')}</span>
      </div>
      <div class="sites">
        <ul aria-labelledby="title">
          ${sitesOf(this.hiddenLayers).map((site) => this.#chip(site))}
        </ul>
        ${this.problem ? html`<p id="problem" role="alert">${this.problem.text}</p>` : nothing}
      </div>
    `;
  }

  #chip(site: SiteName) {
    const value = siteValue(this.placement, site);
    const on = value !== false;
    const own = typeof value === 'number';
    const title = siteTitle(site);
    const label = this.#isMany && typeof site === 'number' ? site + 1 : title;
    const warning = site === 'output' ? l10n.t('Drops logits: allowed, rarely wanted') : undefined;
    return html`<li class="${on ? 'on' : ''} ${own ? 'own' : ''}">
      <button
        type="button"
        aria-label=${ifDefined(label === title ? undefined : title)}
        aria-pressed=${on ? 'true' : 'false'}
        title=${ifDefined(warning ?? (label === title ? undefined : title))}
        @click=${() => this.#set(site, !on)}
      >
        ${label} ${on ? nothing : html`<span class="off">${l10n.t('off')}</span>`}
      </button>
      ${on ? this.#ratioBox(site, title, own) : nothing}
    </li>`;
  }

  #ratioBox(site: SiteName, title: string, own: boolean) {
    const ratio = formatRatio(siteRatio(this.placement, site, this.ratio));
    const wrong = this.problem?.site === site;
    return html`<input
      type="text"
      inputmode="decimal"
      autocomplete="off"
      aria-label=${l10n.t('Drop ratio of {0}', title)}
      aria-invalid=${wrong ? 'true' : 'false'}
      aria-describedby=${ifDefined(wrong ? 'problem' : undefined)}
      title=${
        own
          ? l10n.t('Its own drop ratio. Clear it to use the shared one.')
          : l10n.t('The shared drop ratio. Type another to give this layer its own.')
      }
      .value=${live(this.draft?.site === site ? this.draft.text : ratio)}
      @input=${(event: Event) => this.#type(site, event)}
      @blur=${() => this.problem?.site !== site && this.#giveUp()}
      @keydown=${({ key }: KeyboardEvent) => key === 'Escape' && this.#giveUp()}
      @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
      @change=${(event: Event) => this.#commit(site, event.target as HTMLInputElement)}
    />`;
  }

  #type(site: SiteName, event: Event): void {
    this.draft = { site, text: (event.target as HTMLInputElement).value };
    if (this.problem?.site !== site) this.problem = null;
  }

  #giveUp(): void {
    this.draft = null;
    this.problem = null;
  }

  #commit(site: SiteName, field: HTMLInputElement): void {
    const typed = field.value.trim();
    const value = parseNumber(typed);
    if (typed === '' || value === this.ratio) this.#set(site, true);
    else if (value !== undefined && value >= 0 && value < 1) this.#set(site, value);
    else {
      const text = l10n.t('“{0}” is not allowed here: it must be a number at least 0 and below 1.', typed);
      this.problem = { site, text };
    }
  }

  #set(site: SiteName, value: Site): void {
    this.#giveUp();
    this.dispatchEvent(new CustomEvent<PlacementChange>('dp-placement', { detail: { site, value } }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-placement': PlacementControl;
  }
}
