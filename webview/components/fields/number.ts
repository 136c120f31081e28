import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { sharedStyles } from '../../shared-styles';
import type { SliderScale } from '../../slider-scale';
import { isWithin } from './check';
import { fieldScale, stepped } from './scale';
import { sliderStyles } from './slider-styles';
import { controlStyles } from './styles';
import { TextControl } from './text-control';

/** Paths that a running trainer takes at the next step: they are set while the slider moves, others when it rests. */
const LIVE = ['dropout.ratio', 'training.learningRate'];

/** A number, or a whole one: a box, and a slider where the parameter has a span to drag in. */
@customElement('dp-field-number')
export class NumberField extends TextControl {
  static override styles = [sharedStyles, controlStyles, sliderStyles];

  /** Where the slider is while it is being dragged. */
  @state() private dragged: number | null = null;

  override render() {
    const scale = fieldScale(this.field);
    return html`<div class="line">${scale ? this.#slider(scale) : nothing}${this.#numberBox()}</div>`;
  }

  #numberBox() {
    return html`<div class="number">${this.textBox()}</div>`;
  }

  #slider(scale: SliderScale) {
    const value =
      this.dragged ?? (typeof this.field.value === 'number' ? this.field.value : scale.valueAt(0));
    return html`<div class="slider">
      ${this.#usual(scale)}
      <input
        type="range"
        tabindex="-1"
        aria-hidden="true"
        min="0"
        max=${scale.last}
        step="1"
        .value=${live(String(scale.positionOf(value)))}
        @input=${(event: Event) => this.#drag(scale, event)}
        @change=${() => this.#drop()}
      />
    </div>`;
  }

  /** Where the value usually lies, as a band on the track. */
  #usual(scale: SliderScale) {
    const { usual } = this.field;
    if (!usual) return nothing;
    const [from, to] = usual.map((end) => scale.fractionOf(end) * 100);
    return html`<svg class="usual" aria-hidden="true">
      <rect x="${from}%" width="${to - from}%" height="100%"></rect>
    </svg>`;
  }

  #drag(scale: SliderScale, event: Event): void {
    const value = scale.valueAt(Number((event.target as HTMLInputElement).value));
    this.draft.revert();
    this.dragged = value;
    this.draft.type(String(value));
    if (LIVE.includes(this.field.path.join('.'))) this.edit(value);
  }

  #drop(): void {
    const value = this.dragged;
    this.dragged = null;
    this.draft.revert();
    if (value !== null) this.edit(value);
  }

  /** The slider is for the pointer; in the box the arrow keys move the value along the same scale. */
  protected override keydown(event: KeyboardEvent): void {
    super.keydown(event);
    const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : undefined;
    if (by === undefined) return;
    event.preventDefault();
    const from = typeof this.field.value === 'number' ? this.field.value : (this.field.min ?? 0);
    const value = stepped(this.field, from, by);
    if (value === from || !isWithin(this.field, value)) return;
    this.draft.revert();
    this.edit(value);
    this.requestUpdate();
  }
}
