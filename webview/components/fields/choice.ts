import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import * as l10n from '@vscode/l10n';
import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { html, type PropertyValues } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import type { Option } from '../../../src/experiment/schema-node';
import { sharedStyles } from '../../shared-styles';
import { fillSelect } from '../select-options';
import { FieldControl } from './control';
import { controlStyles } from './styles';

/** Heights of the list: of an option, of the description below them, and of the most options that it shows. */
const OPTION_HEIGHT = 22;
const DESCRIPTION_HEIGHT = 64;
const MOST_SHOWN = 10;
/** Stands for a value that is left out. */
const LEFT_OUT = '';

/** One of several; the list says of each what it is. */
@customElement('dp-field-choice')
export class ChoiceField extends FieldControl {
  static override styles = [sharedStyles, controlStyles];

  @query('vscode-single-select') private readonly select!: VscodeSingleSelect;

  protected override updated(_changed: PropertyValues): void {
    // Set from here, not in the template: the list replaces its value whenever its options change.
    fillSelect(this.select, this.#options, this.#value);
    this.select.updateComplete.then(() => {
      const face = this.select.shadowRoot?.querySelector('.face');
      this.describe(face);
    });
  }

  override render() {
    return html`<vscode-single-select
      .label=${this.field.title}
      ?invalid=${this.problem !== ''}
      @pointerdown=${this.#makeRoom}
      @keydown=${this.#makeRoom}
      @change=${this.#chosen}
    ></vscode-single-select>`;
  }

  get #value(): string {
    return this.field.value === undefined ? LEFT_OUT : String(this.field.value);
  }

  get #options(): readonly Option[] {
    const options = this.field.options ?? [];
    if (!this.field.optional || this.field.default !== undefined) return options;
    return [{ id: LEFT_OUT, title: l10n.t('Automatic'), description: this.field.description }, ...options];
  }

  #chosen(): void {
    const { value } = this.select;
    if (value !== this.#value) this.edit(value === LEFT_OUT ? undefined : this.#meant(value));
  }

  #meant(id: string): unknown {
    return this.field.isFlag ? id === 'true' : id;
  }

  /** Opens upward where there is too little room below. */
  #makeRoom(): void {
    const { top, bottom } = this.select.getBoundingClientRect();
    const shown = Math.min(MOST_SHOWN, this.#options.length);
    const below = document.documentElement.clientHeight - bottom;
    const needed = shown * OPTION_HEIGHT + DESCRIPTION_HEIGHT;
    this.select.position = below < needed && top > below ? 'above' : 'below';
  }
}
