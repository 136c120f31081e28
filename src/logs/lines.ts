import { TextPieces } from './text';

/** A longer line is no line of a log. */
const MOST_CHARACTERS = 1 << 20;

/** Whole lines of a text that arrives in pieces, without their ends; the last one on `rest`. Longer ones are left out. */
export class Lines {
  readonly #text = new TextPieces();
  #rest = '';
  #isTooLong = false;

  push(bytes: Uint8Array): string[] {
    const lines = (this.#rest + this.#text.push(bytes)).split('\n');
    this.#rest = lines.pop()!;
    // The end of one whose beginning was left out.
    if (this.#isTooLong && lines.length > 0) {
      lines.shift();
      this.#isTooLong = false;
    }
    for (let i = 0; i < lines.length; i++) if (lines[i]!.endsWith('\r')) lines[i] = lines[i]!.slice(0, -1);
    this.#isTooLong ||= this.#rest.length > MOST_CHARACTERS;
    if (this.#isTooLong) this.#rest = '';
    return lines;
  }

  /** What stands after the last line end. */
  get rest(): string {
    return this.#rest;
  }
}
