import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { post } from '../../bridge';
import { sharedStyles } from '../../shared-styles';
import { controlStyles } from './styles';
import { TextControl } from './text-control';

/** The path of a file: typed, or picked with VS Code's own dialog. */
@customElement('dp-field-file')
export class FileField extends TextControl {
  static override styles = [sharedStyles, controlStyles];

  override render() {
    const label = l10n.t('Choose a file for {0}', this.field.title);
    return html`<div class="line">
      ${this.textBox()}
      <button class="action" aria-label=${label} title=${label} @click=${this.#browse}>
        <vscode-icon name="folder-opened"></vscode-icon>
      </button>
    </div>`;
  }

  #browse(): void {
    this.draft.revert();
    this.complain('');
    post({ type: 'pickFile', path: [...this.field.path] });
  }
}
