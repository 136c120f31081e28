import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Site } from '../../src/core/spec';
import { formatRatio, parseNumber } from '../format';
import { inside } from '../inside';
import { sharedStyles } from '../shared-styles';
import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { popupStyles } from './popup-styles';
import { ratioMenuStyles } from './ratio-menu-styles';

type Choice = 'off' | 'shared' | 'own';

/** What a ratio of one's own starts with, where the shared one is 0. */
const FIRST_RATIO = 0.5;
const STEP = 0.05;
/** The buttons stop here; a higher ratio may be typed. */
const MOST = 0.95;

/**
 * A pop-up that sets dropout at one site: off, the shared drop ratio, or a ratio of its own. Fires `dp-site` with the
 * new value (`Site`) at every change.
 */
@customElement('dp-ratio-menu')
export class RatioMenu extends ViewElement {
  static override styles = [sharedStyles, popupStyles, ratioMenuStyles];

  /** The site's name, for the title. */
  @property() name = '';
  @property({ attribute: false }) value: Site = false;
  /** The shared drop ratio. */
  @property({ type: Number }) shared = 0;

  @state() private text = '';
  @state() private complaint = '';
  @query('.popup') private readonly popup!: HTMLElement;

  #anchor: HTMLElement | null = null;
  #hadFocus = false;

  get isOpen(): boolean {
    return this.popup?.matches(':popover-open') ?? false;
  }

  /** Opens below (or, without room, above) an element. */
  async open(anchor: HTMLElement): Promise<void> {
    this.#anchor = anchor;
    this.text = this.#ownText();
    this.complaint = '';
    await this.updateComplete;
    this.popup.showPopover();
    place(this.popup, anchor);
    this.renderRoot.querySelector<HTMLInputElement>('input:checked')?.focus();
  }

  close(): void {
    if (this.isOpen) this.popup.hidePopover();
  }

  override render() {
    const chosen: Choice = this.value === false ? 'off' : typeof this.value === 'number' ? 'own' : 'shared';
    return html`
      <div
        class="popup"
        popover="auto"
        role="dialog"
        aria-label=${l10n.t('Dropout at {0}', this.name)}
        @beforetoggle=${() => {
          this.#hadFocus = this.popup.matches(':focus-within');
        }}
        @toggle=${this.#giveFocusBack}
      >
        <div class="title" aria-hidden="true">${l10n.t('Dropout at {0}', this.name)}</div>
        <div role="radiogroup" aria-label=${l10n.t('Dropout at {0}', this.name)}>
          ${this.#option('off', chosen, l10n.t('Off'))}
          ${this.#option('shared', chosen, l10n.t('Shared ratio'), formatRatio(this.shared))}
          ${this.#option('own', chosen, l10n.t('Own ratio'))}
        </div>
        ${this.#own(chosen === 'own')}
        ${this.complaint ? html`<div class="complaint" id="complaint" role="alert">${this.complaint}</div>` : nothing}
      </div>
    `;
  }

  /** The browser does so by itself only within one shadow tree. A click elsewhere has taken the focus already. */
  #giveFocusBack(event: ToggleEvent): void {
    if (event.newState === 'closed' && this.#hadFocus) this.#anchor?.focus();
  }

  #option(choice: Choice, chosen: Choice, label: string, detail = '') {
    return html`<label class="option">
      <input type="radio" name="choice" .checked=${choice === chosen} @change=${() => this.#choose(choice)} />
      <span>${label}</span>
      <span class="detail">${detail}</span>
    </label>`;
  }

  #own(enabled: boolean) {
    const value = typeof this.value === 'number' ? this.value : FIRST_RATIO;
    return html`<div class="stepper">
      <button
        class="step"
        aria-label=${l10n.t('Less')}
        ?disabled=${!enabled || value <= 0}
        @click=${() => this.#step(-STEP)}
      >
        <vscode-icon name="remove"></vscode-icon>
      </button>
      <input
        class="number"
        inputmode="decimal"
        aria-label=${l10n.t('Own drop ratio of {0}', this.name)}
        aria-invalid=${this.complaint ? 'true' : 'false'}
        aria-describedby=${this.complaint ? 'complaint' : nothing}
        .value=${this.text}
        @input=${this.#typed}
        @keydown=${this.#key}
      />
      <button
        class="step"
        aria-label=${l10n.t('More')}
        ?disabled=${!enabled || value >= MOST}
        @click=${() => this.#step(STEP)}
      >
        <vscode-icon name="add"></vscode-icon>
      </button>
    </div>`;
  }

  #ownText(): string {
    return formatRatio(typeof this.value === 'number' ? this.value : this.shared || FIRST_RATIO);
  }

  #choose(choice: Choice): void {
    this.complaint = '';
    if (choice === 'own') this.#set(parseRatio(this.text) ?? (this.shared || FIRST_RATIO));
    else this.#set(choice === 'shared');
  }

  #step(by: number): void {
    const now = typeof this.value === 'number' ? this.value : FIRST_RATIO;
    const next = Number(Math.min(MOST, Math.max(0, now + by)).toFixed(4));
    this.text = formatRatio(next);
    this.complaint = '';
    this.#set(next);
  }

  #typed(event: Event): void {
    const field = event.target as HTMLInputElement;
    // The browser's own undo reaches fields that nobody is in; the value is what it was.
    if (this.shadowRoot?.activeElement !== field) {
      field.value = this.text;
      return;
    }
    this.text = field.value;
    const ratio = parseRatio(this.text);
    this.complaint = ratio === undefined ? l10n.t('A number, at least 0 and below 1.') : '';
    if (ratio !== undefined) this.#set(ratio);
  }

  #key(event: KeyboardEvent): void {
    const by = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      this.#step(by);
    } else if (event.key === 'Enter') this.close();
  }

  #set(value: Site): void {
    this.value = value;
    this.dispatchEvent(new CustomEvent<Site>('dp-site', { detail: value }));
  }
}

/** Undefined for what is no drop ratio. */
function parseRatio(text: string): number | undefined {
  const value = parseNumber(text);
  return value !== undefined && value >= 0 && value < 1 ? value : undefined;
}

/** Between a pop-up and what it is about. */
const GAP = 4;

/** Puts an open pop-up next to an element, inside the window. */
function place(popup: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const { width, height } = popup.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const left = inside(at.left + at.width / 2 - width / 2, width, clientWidth);
  const below = at.bottom + GAP;
  const top =
    below + height <= clientHeight - GAP ? below : inside(at.top - height - GAP, height, clientHeight);
  popup.style.setProperty('left', `${Math.round(left)}px`);
  popup.style.setProperty('top', `${Math.round(top)}px`);
}
