import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { FormField } from '../../../src/experiment/form';
import type { Path } from '../../../src/experiment/schema-node';
import { ViewElement } from '../../view-element';

/** Detail of `dp-edit`: sets one value of the experiment; `undefined` puts the default back. */
export interface EditDetail {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * What every control of the form is. A control shows `field.value` and never changes it: it fires `dp-edit` with what a
 * person set, and `dp-problem` with what is wrong with what they typed ('' when nothing is).
 */
export abstract class FieldControl extends ViewElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  @property({ attribute: false }) field!: FormField;
  /** What is wrong with the value; said by the element around the control. */
  @property() problem = '';

  /** Whether a person is in this control now. */
  protected get isInUse(): boolean {
    return this.matches(':focus-within');
  }

  /** Sets the value. A path other than the field's own reaches into it. */
  protected edit(value: unknown, path: Path = this.field.path): void {
    this.complain('');
    this.#fire<EditDetail>('dp-edit', { path, value });
  }

  protected complain(problem: string): void {
    this.#fire('dp-problem', problem);
  }

  /**
   * Gives the description and the state to the element that takes the focus. It stands in another shadow tree than the
   * description's text, so it cannot point there.
   */
  protected describe(target: Element | null | undefined): void {
    if (!target) return;
    const text = [this.problem, this.field.description].filter(Boolean).join(' ');
    if (text) target.setAttribute('aria-description', text);
    else target.removeAttribute('aria-description');
    target.setAttribute('aria-invalid', this.problem ? 'true' : 'false');
  }

  #fire<T>(name: string, detail: T): void {
    this.dispatchEvent(new CustomEvent<T>(name, { detail, bubbles: true, composed: true }));
  }
}
