import * as l10n from '@vscode/l10n';
import { html, nothing, svg } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { whyLink } from '../explore/why';
import { parseNumber } from '../format';
import { sharedStyles } from '../shared-styles';
import type { SliderScale } from '../slider-scale';
import { ViewElement } from '../view-element';
import { type Zone, zoneOf } from '../zones';
import { fitting } from './fitting';
import { sliderStyles } from './zone-slider-styles';

/** Pixels between two labels, at least. */
const LABEL_GAP = 6;

/** What a slider sets. */
export interface SliderParameter {
  readonly label: string;
  readonly scale: SliderScale;
  readonly zones: readonly Zone[];
  format(value: number): string;
  /** Whether a typed value may be set: the bounds are wider than the slider. */
  allows(value: number): boolean;
  /** What is allowed, in words. */
  readonly allowed: string;
}

/** A value on the track that is worth knowing. */
export interface SliderMark {
  readonly value: number;
  /** Short: it stands right above the tick. */
  readonly label: string;
  /** What it is, and who says so. */
  readonly help: string;
}

/**
 * A slider over the zones of a parameter, with the exact number beside it. Fires `dp-change` with the new value as
 * `detail`. The slider is a native range input: arrow keys, page keys, Home and End work as everywhere.
 */
@customElement('dp-zone-slider')
export class ZoneSlider extends ViewElement {
  static override styles = [sharedStyles, sliderStyles];

  @property({ attribute: false }) parameter!: SliderParameter;
  @property({ type: Number }) value = 0;
  /** A few words beside the value: `keep 0.50`. */
  @property() aside = '';
  /** The idea of the lesson that explains this parameter. */
  @property() why = '';
  /** What the host said against the last edit. */
  @property() refusal = '';

  @property({ attribute: false }) mark: SliderMark | undefined;

  @state() private error = '';
  /** What is being typed: an answer of the host's does not overwrite it. */
  @state() private draft: string | null = null;
  @query('.number') private field!: HTMLInputElement;

  /** Labels of narrow zones would lie on one another where the slider is short. */
  readonly #resized = new ResizeObserver(() => this.#fitLabels());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  protected override updated(): void {
    this.#fitLabels();
  }

  override render() {
    const { label, scale, zones, format } = this.parameter;
    const zone = zoneOf(zones, this.value);
    const error = this.error || this.refusal;
    return html`
      <div class="top">
        <label for="range">${label}</label>
        ${this.why ? whyLink(this, this.why, label) : nothing}
        <slot name="beside"></slot>
        <span class="aside muted"><span>${this.aside}</span></span>
        <input
          class="number"
          type="text"
          inputmode="decimal"
          autocomplete="off"
          spellcheck="false"
          .value=${live(this.draft ?? format(this.value))}
          aria-label=${l10n.t('{0}, exact value', label)}
          aria-invalid=${error ? 'true' : 'false'}
          aria-describedby=${ifDefined(error ? 'error' : undefined)}
          @input=${this.#typed}
          @change=${this.#commit}
          @blur=${this.#leave}
          @keydown=${this.#keydown}
          @focus=${() => this.field.select()}
        />
      </div>
      <div class="track ${this.mark ? 'marked' : ''}">
        ${this.#track(zones, scale)} ${this.mark ? this.#tick(this.mark, scale) : nothing}
        <input
          id="range"
          type="range"
          min="0"
          max=${scale.last}
          step="1"
          .value=${live(String(scale.positionOf(this.value)))}
          aria-valuetext=${`${format(this.value)}, ${zone.label}`}
          aria-describedby=${this.mark ? 'zone mark' : 'zone'}
          @input=${this.#slide}
        />
      </div>
      ${this.#zoneLabels(zones, scale, zone)}
      <span id="zone" class="visually-hidden">${zone.help}</span>
      ${error ? html`<p id="error" class="error" role="alert">${error}</p>` : nothing}
    `;
  }

  #track(zones: readonly Zone[], scale: SliderScale) {
    return html`<svg class="zones" aria-hidden="true">
      ${zones.map(({ from, to, tone }) => {
        const start = scale.fractionOf(from) * 100;
        const width = scale.fractionOf(to) * 100 - start;
        return svg`<rect class=${tone} x="${start}%" width="${width}%" y="0" height="100%"></rect>`;
      })}
    </svg>`;
  }

  /** A line across the track with its name above; the name stays within the track. */
  #tick({ value, label, help }: SliderMark, scale: SliderScale) {
    const fraction = scale.fractionOf(value);
    const anchor = fraction < 0.3 ? 'start' : fraction > 0.7 ? 'end' : 'middle';
    const x = `${fraction * 100}%`;
    return html`<svg class="mark" role="img" aria-label=${label}>
        <title>${help}</title>
        ${svg`<text x=${x} y="9" text-anchor=${anchor}>${label}</text>
          <line x1=${x} x2=${x} y1="13" y2="28"></line>`}
      </svg>
      <span id="mark" class="visually-hidden">${label}. ${help}</span>`;
  }

  /** The first label begins with its zone, the last ends with its own, the others stand in the middle of theirs. */
  #zoneLabels(zones: readonly Zone[], scale: SliderScale, current: Zone) {
    const last = zones.length - 1;
    return html`<svg class="labels" aria-hidden="true">
      ${zones.map((zone, index) => {
        const from = scale.fractionOf(zone.from) * 100;
        const to = scale.fractionOf(zone.to) * 100;
        const anchor = index === 0 ? 'start' : index === last ? 'end' : 'middle';
        const x = index === 0 ? from : index === last ? to : (from + to) / 2;
        return svg`<text class=${zone === current ? 'current' : ''} x="${x}%" y="11" text-anchor=${anchor}>${zone.label}<title>${zone.help}</title></text>`;
      })}
    </svg>`;
  }

  /** Where there is no room for all labels, that of the current zone stays, and then the outer ones. */
  #fitLabels(): void {
    const texts = [...this.renderRoot.querySelectorAll<SVGTextElement>('.labels text')];
    const spans = texts.map((text) => {
      const { x, width } = text.getBBox();
      return [x, x + width] as const;
    });
    const current = texts.findIndex((text) => text.classList.contains('current'));
    const order = [current, texts.length - 1, ...texts.keys()];
    const shown = fitting(spans, order, LABEL_GAP);
    texts.forEach((text, index) => {
      text.classList.toggle('crowded', !shown.has(index));
    });
  }

  #slide(event: Event): void {
    this.#change(this.parameter.scale.valueAt(Number((event.target as HTMLInputElement).value)));
  }

  #typed(): void {
    // The browser's own undo reaches fields that nobody is in; the value is what it was.
    if (this.shadowRoot?.activeElement !== this.field) {
      this.requestUpdate();
      return;
    }
    this.draft = this.field.value;
  }

  /** What was typed and not taken stays, with the reason, as long as the person is there. */
  #leave(): void {
    if (!this.error) this.draft = null;
  }

  #commit(): void {
    const { allows, allowed } = this.parameter;
    const value = parseNumber(this.field.value);
    if (value === undefined || !allows(value)) {
      this.error = l10n.t('{0} is not {1}.', this.field.value.trim() || l10n.t('Nothing'), allowed);
      return;
    }
    this.#change(value);
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      this.error = '';
      this.draft = null;
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      this.#step(event.key === 'ArrowUp' ? 1 : -1);
    }
  }

  #step(by: number): void {
    const { scale } = this.parameter;
    const position = Math.min(scale.last, Math.max(0, scale.positionOf(this.value) + by));
    this.#change(scale.valueAt(position));
  }

  #change(value: number): void {
    this.error = '';
    this.draft = null;
    this.dispatchEvent(new CustomEvent<number>('dp-change', { detail: value }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-zone-slider': ZoneSlider;
  }
}
