/** A longer line is no line of a log. */
const MOST_CHARACTERS = 1 << 20;

/** Whole lines of UTF-8 that arrives in pieces, without their ends; the last one on `rest`. */
export class Lines {
  readonly #decoder = new TextDecoder();
  #rest = '';

  push(bytes: Uint8Array): string[] {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#rest = lines.pop()!;
    for (let i = 0; i < lines.length; i++) if (lines[i]!.endsWith('\r')) lines[i] = lines[i]!.slice(0, -1);
    if (this.#rest.length > MOST_CHARACTERS) this.#rest = '';
    return lines;
  }

  /** What stands after the last line end. */
  get rest(): string {
    return this.#rest;
  }
}
