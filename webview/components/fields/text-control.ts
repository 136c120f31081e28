import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import * as l10n from '@vscode/l10n';
import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, type PropertyValues } from 'lit';
import { query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { FormField } from '../../../src/experiment/form';
import { checkText, textOf } from './check';
import { FieldControl } from './control';
import { Draft } from './draft';

/**
 * A control with a text box. What is typed is checked at every key and set with Enter or on leaving the box; Escape
 * gives it up. The host's answers never take the place of text that is being typed or was refused.
 */
export abstract class TextControl extends FieldControl {
  protected readonly draft = new Draft();
  @query('vscode-textfield') protected readonly box!: VscodeTextfield;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('problem') && this.problem !== '' && !this.draft.isDirty) this.draft.refused();
    if (this.draft.receive(this.field.value, this.isInUse)) this.complain('');
  }

  protected override updated(): void {
    this.box.updateComplete.then(() => {
      const { wrappedElement } = this.box;
      this.describe(wrappedElement);
      wrappedElement.setAttribute('inputmode', isNumeric(this.field) ? 'decimal' : 'text');
      wrappedElement.setAttribute('spellcheck', 'false');
    });
  }

  protected textBox() {
    return html`<vscode-textfield
      .label=${this.field.title}
      .placeholder=${this.placeholder}
      ?invalid=${this.problem !== ''}
      .value=${live(this.draft.shown(textOf(this.field)))}
      @input=${this.#typed}
      @change=${this.commit}
      @keydown=${this.keydown}
    ></vscode-textfield>`;
  }

  /** What stands for an empty box: the default that it means. */
  protected get placeholder(): string {
    const { default: value, optional } = this.field;
    if (value === undefined) return optional ? l10n.t('automatic') : '';
    return textOf({ ...this.field, value });
  }

  protected keydown(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.commit();
    if (event.key !== 'Escape' || !this.draft.isDirty) return;
    event.stopPropagation();
    this.draft.revert();
    this.complain('');
    this.requestUpdate();
  }

  protected commit(): void {
    if (!this.draft.isDirty) return;
    const text = this.box.value;
    const checked = checkText(this.field, text);
    if (!checked.ok) {
      this.complain(checked.problem);
      return;
    }
    this.draft.commit(text);
    this.edit(checked.value);
    this.requestUpdate();
  }

  #typed(event: Event): void {
    // The browser's own undo reaches boxes that nobody is in; the value is what it was.
    if (!this.isInUse) {
      this.requestUpdate();
      return;
    }
    // The box fires its own event too: what the person sees counts.
    const text = (event.target as VscodeTextfield).value;
    this.draft.type(text);
    const checked = checkText(this.field, text);
    this.complain(checked.ok ? '' : checked.problem);
    this.requestUpdate();
  }
}

const isNumeric = ({ kind }: FormField): boolean => kind === 'number' || kind === 'integer';
