import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import type { VscodeCheckbox } from '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { html } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { sharedStyles } from '../../shared-styles';
import { FieldControl } from './control';
import { controlStyles } from './styles';

/** A switch; its title stands beside it. */
@customElement('dp-field-boolean')
export class BooleanField extends FieldControl {
  static override styles = [sharedStyles, controlStyles];

  @query('vscode-checkbox') private readonly box!: VscodeCheckbox;

  protected override updated(): void {
    this.box.updateComplete.then(() => this.describe(this.box.shadowRoot?.querySelector('input')));
  }

  override render() {
    return html`<vscode-checkbox
      title=${this.field.description}
      .label=${this.field.title}
      .checked=${live(this.field.value === true)}
      @change=${() => this.edit(this.box.checked)}
    ></vscode-checkbox>`;
  }
}
