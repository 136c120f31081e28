/** What begins a text in UTF-16: Windows PowerShell saves output so. */
const MARKS = [
  [0xff, 0xfe, 'utf-16le'],
  [0xfe, 0xff, 'utf-16be'],
] as const;

/** Text that arrives in pieces: UTF-8, or UTF-16 where it begins with its mark. The mark itself is no part of it. */
export class TextPieces {
  #decoder: TextDecoder | undefined;
  /** A first byte that came alone and may begin a mark. */
  #held = new Uint8Array();

  push(piece: Uint8Array): string {
    if (this.#decoder) return this.#decoder.decode(piece, { stream: true });
    const bytes = this.#held.length > 0 ? Uint8Array.from([...this.#held, ...piece]) : piece;
    if (bytes.length < 2 && !(bytes[0]! < 0xfe)) {
      this.#held = Uint8Array.from(bytes);
      return '';
    }
    const mark = MARKS.find(([one, two]) => bytes[0] === one && bytes[1] === two);
    this.#decoder = new TextDecoder(mark?.[2]);
    return this.#decoder.decode(bytes, { stream: true });
  }
}

/** The text that some first bytes begin. */
export const textOf = (head: Uint8Array): string => new TextPieces().push(head);
