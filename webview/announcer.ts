import { html, type ReactiveControllerHost } from 'lit';

/** Milliseconds between two announcements: a screen reader would otherwise never come to an end. */
const INTERVAL = 3_000;

/** A polite live region that speaks rarely: of several texts within the interval only the last is said. */
export class Announcer {
  #said = '';
  #next = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly #host: ReactiveControllerHost;
  readonly #interval: number;

  constructor(host: ReactiveControllerHost, interval = INTERVAL) {
    this.#host = host;
    this.#interval = interval;
  }

  /** May be called while the host renders. */
  say(text: string): void {
    if (text === this.#next) return;
    this.#next = text;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#said = this.#next;
      this.#host.requestUpdate();
    }, this.#interval);
  }

  /** To be put into the host's template. */
  region() {
    return html`<div class="visually-hidden" aria-live="polite">${this.#said}</div>`;
  }
}
