import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { sharedStyles } from '../../shared-styles';
import { controlStyles } from './styles';
import { TextControl } from './text-control';

/** The width of a first hidden layer. */
const FIRST = 64;

/** Neurons in each hidden layer, as text (`128, 128`) and with buttons for one layer more or less. */
@customElement('dp-field-widths')
export class WidthsField extends TextControl {
  static override styles = [sharedStyles, controlStyles];

  override render() {
    const { maxItems = Number.POSITIVE_INFINITY } = this.field;
    const widths = this.#widths;
    return html`<div class="line">
      ${this.textBox()}
      ${this.#button('remove', l10n.t('Remove the last layer'), widths.length > 0, () => widths.slice(0, -1))}
      ${this.#button('add', l10n.t('Add a layer'), widths.length < maxItems, () => [
        ...widths,
        widths.at(-1) ?? FIRST,
      ])}
    </div>`;
  }

  get #widths(): readonly number[] {
    return (this.field.value ?? []) as readonly number[];
  }

  protected override get placeholder(): string {
    return l10n.t('no hidden layer');
  }

  #button(icon: string, label: string, enabled: boolean, next: () => readonly number[]) {
    return html`<button
      class="action"
      aria-label=${label}
      title=${label}
      ?disabled=${!enabled}
      @click=${() => {
        this.draft.revert();
        this.edit(next());
      }}
    >
      <vscode-icon name=${icon}></vscode-icon>
    </button>`;
  }
}
