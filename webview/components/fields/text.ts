import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { sharedStyles } from '../../shared-styles';
import { controlStyles } from './styles';
import { TextControl } from './text-control';

/** A line of text. */
@customElement('dp-field-text')
export class TextField extends TextControl {
  static override styles = [sharedStyles, controlStyles];

  override render() {
    return html`<div class="line">${this.textBox()}</div>`;
  }
}
