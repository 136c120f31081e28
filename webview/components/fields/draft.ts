import { sameValue } from '../../edits';

/**
 * The text in a field between a person's keys and the host's answer. Nothing that was typed is lost: while it is being
 * typed, or after it was refused, the host's value does not take its place.
 */
export class Draft {
  /** What the person typed; null: the host's value stands. */
  #text: string | null = null;
  /** What was sent last, and what the host had until then. */
  #sent: { readonly text: string; readonly before: unknown } | null = null;
  #known: unknown;

  /** What the field shows. @param formatted the host's value as text. */
  shown(formatted: string): string {
    return this.#text ?? formatted;
  }

  get isDirty(): boolean {
    return this.#text !== null;
  }

  type(text: string): void {
    this.#text = text;
  }

  /** The text has been understood and sent. */
  commit(text: string): void {
    this.#sent = { text, before: this.#known };
    this.#text = null;
  }

  /** The host did not take what was sent last: it stands in the field again, to be corrected. */
  refused(): void {
    this.#text ??= this.#sent?.text ?? null;
  }

  /** Gives up what was typed. */
  revert(): void {
    this.#text = null;
    this.#sent = null;
  }

  /**
   * The host's value, as often as one likes. @returns whether what the person typed has given way to it: another value
   * came from elsewhere while nobody was typing.
   */
  receive(value: unknown, isTyping: boolean): boolean {
    const changed = !sameValue(value, this.#known);
    this.#known = value;
    // A refusal puts the old value back: that is no news.
    const isRollback = this.#sent !== null && sameValue(value, this.#sent.before);
    if (!changed || isTyping || isRollback || this.#text === null) return false;
    this.#text = null;
    return true;
  }
}
