import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FormField } from '../../src/experiment/form';
import type { Experiment } from '../../src/experiment/schema';
import { sharedStyles } from '../shared-styles';
import type { Refusal } from '../store';
import { textOf } from './fields/check';
import type { EditDetail } from './fields/control';
import { fieldKinds } from './fields/index';
import { fieldStyles } from './form-field-styles';
import { concerns, isChanged, isNested } from './form-model';

/** A field of the form: title, control, what is wrong, and the way back to the default. */
@customElement('dp-field')
export class FormFieldView extends ViewElement {
  static override styles = [sharedStyles, fieldStyles];

  @property({ attribute: false }) field!: FormField;
  @property({ attribute: false }) experiment!: Experiment;
  /** The last edit that the host did not take; of this field or another. */
  @property({ attribute: false }) refusal: Refusal | null = null;

  @state() private problem = '';

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('refusal')) return;
    if (this.refusal && concerns(this.refusal.path, this.field)) this.problem = this.refusal.message;
    // A control that has gone back to the old value has nothing left to correct.
    else if (!fieldKinds[this.field.kind].keepsText) this.problem = '';
  }

  override render() {
    const { field, problem, experiment } = this;
    const kind = fieldKinds[field.kind];
    const changed = isChanged(field);
    const classes = [
      'field',
      changed ? 'changed' : '',
      kind.isBlock ? 'block' : '',
      kind.isTitled ? 'titled' : '',
      isNested(field) ? 'nested' : '',
    ];
    return html`
      <div class=${classes.filter(Boolean).join(' ')} @dp-problem=${this.#setProblem}>
        ${kind.isTitled ? nothing : html`<div class="title" title=${field.description}>${field.title}</div>`}
        <div class="control">${kind.control({ field, problem, experiment })}</div>
        ${changed ? this.#resetButton() : nothing}
      </div>
      ${problem ? html`<div class="problem" role="alert">${problem}</div>` : nothing}
    `;
  }

  #resetButton() {
    const label = l10n.t('Put {0} back to its default{1}', this.field.title, this.#defaultWords());
    return html`<button class="reset" aria-label=${label} title=${label} @click=${this.#reset}>
      <vscode-icon name="discard" size="14"></vscode-icon>
    </button>`;
  }

  /** ` (0.5)`; nothing for what a few words cannot say. */
  #defaultWords(): string {
    const { field } = this;
    const { default: value } = field;
    if (field.kind === 'placement' || value === undefined || value === '') return '';
    const text =
      field.options?.find(({ id }) => id === value)?.title ??
      (typeof value === 'boolean' ? (value ? l10n.t('on') : l10n.t('off')) : textOf({ ...field, value }));
    return text === '' ? '' : ` (${text})`;
  }

  #reset(): void {
    this.problem = '';
    const detail: EditDetail = { path: this.field.path, value: undefined };
    this.dispatchEvent(new CustomEvent<EditDetail>('dp-edit', { detail, bubbles: true, composed: true }));
  }

  #setProblem(event: CustomEvent<string>): void {
    event.stopPropagation();
    this.problem = event.detail;
  }
}
