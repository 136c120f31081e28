import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import * as l10n from '@vscode/l10n';
import type { VscodeCheckbox } from '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Placement, Site } from '../../../src/core/spec';
import { formatRatio, parseNumber } from '../../format';
import { type SiteName, siteEdit, sitesOf, siteValue } from '../../placement';
import { sharedStyles } from '../../shared-styles';
import { siteTitle } from '../network-model';
import { FieldControl } from './control';
import { placementStyles } from './placement-styles';
import { controlStyles } from './styles';

/** A line for each site: whether dropout stands there, and at which ratio. Nothing typed: the shared one. */
@customElement('dp-field-placement')
export class PlacementField extends FieldControl {
  static override styles = [sharedStyles, controlStyles, placementStyles];

  @property({ type: Number }) layers = 0;
  /** The shared drop ratio. */
  @property({ type: Number }) ratio = 0;
  /** What is being typed, and where. */
  @state() private typed: { readonly site: SiteName; readonly text: string } | null = null;

  override render() {
    return html`<div class="sites" role="group" aria-label=${this.field.title}>
      ${sitesOf(this.layers).map((site) => this.#line(site))}
    </div>`;
  }

  #line(site: SiteName) {
    const value = siteValue(this.field.value as Placement, site);
    const title = siteTitle(site);
    return html`<div class="site">
      <vscode-checkbox
        .label=${title}
        .checked=${live(value !== false)}
        @change=${(event: Event) => this.#set(site, (event.target as VscodeCheckbox).checked)}
      ></vscode-checkbox>
      ${value === false ? nothing : this.#ratioBox(site, title, value)}
    </div>`;
  }

  #ratioBox(site: SiteName, title: string, value: Site) {
    const own = typeof value === 'number' ? formatRatio(value) : '';
    return html`<input
      class="ratio"
      inputmode="decimal"
      spellcheck="false"
      aria-label=${l10n.t('Drop ratio of {0}', title)}
      aria-invalid=${this.typed?.site === site && this.problem ? 'true' : 'false'}
      title=${l10n.t('A drop ratio of its own. Empty: the shared one, {0}.', formatRatio(this.ratio))}
      placeholder=${formatRatio(this.ratio)}
      .value=${live(this.typed?.site === site ? this.typed.text : own)}
      @input=${(event: Event) => this.#type(site, (event.target as HTMLInputElement).value)}
      @change=${() => this.#commit(site)}
      @keydown=${(event: KeyboardEvent) => this.#key(event)}
    />`;
  }

  #type(site: SiteName, text: string): void {
    this.typed = { site, text };
    this.complain(siteOf(text) === undefined ? this.#problemOf(text) : '');
  }

  #commit(site: SiteName): void {
    if (this.typed?.site !== site) return;
    const value = siteOf(this.typed.text);
    if (value === undefined) return;
    this.typed = null;
    this.#set(site, value);
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.typed) return;
    event.stopPropagation();
    this.typed = null;
    this.complain('');
  }

  #problemOf(text: string): string {
    return l10n.t('“{0}” is not allowed here: it must be a number at least 0 and below 1.', text);
  }

  #set(site: SiteName, value: Site): void {
    const { path, value: next } = siteEdit(this.field.value as Placement, this.layers, site, value);
    this.edit(next, path);
  }
}

/** What a text in a line means; undefined: nothing that is allowed. */
function siteOf(text: string): Site | undefined {
  if (text.trim() === '') return true;
  const value = parseNumber(text);
  return value !== undefined && value >= 0 && value < 1 ? value : undefined;
}
