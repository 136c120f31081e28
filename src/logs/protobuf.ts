/** A message that is none. */
export class WireError extends Error {}

/** Bytes of numbers of a fixed size, by their type on the wire; groups (3, 4) and what is not defined have none. */
const SIZES = [-1, 8, -1, 0, 0, 4, 0, 0] as const;

/** The fields of a protobuf message, one after the other; one object reads many messages, so that none is made for each. */
export class Wire {
  /** Of the field that was read last. `value`: of a varint or a fixed number; `from`, `to`: of a text or message. */
  number = 0;
  type = 0;
  value = 0;
  from = 0;
  to = 0;
  #bytes: Uint8Array = new Uint8Array();
  #view = new DataView(this.#bytes.buffer);
  #at = 0;
  #end = 0;

  /** Begins a message. @param view of the same bytes. */
  open(bytes: Uint8Array, view: DataView, from: number, to: number): this {
    this.#bytes = bytes;
    this.#view = view;
    this.#at = from;
    this.#end = to;
    return this;
  }

  /** Reads the next field; false at the end. @throws WireError where bytes are no message. */
  next(): boolean {
    if (this.#at >= this.#end) return false;
    const key = this.#varint();
    this.number = Math.floor(key / 8);
    this.type = key % 8;
    if (this.type === 0) this.value = this.#varint();
    else this.#contents();
    return true;
  }

  /** Where a field with contents lies, and its number where it is one. */
  #contents(): void {
    const fixed = SIZES[this.type]!;
    const size = fixed < 0 ? this.#varint() : fixed;
    this.from = this.#at;
    this.to = this.#at += size;
    if (this.to > this.#end || size < 0 || fixed === 0) throw new WireError();
    if (fixed === 8) this.value = this.#view.getFloat64(this.from, true);
    else if (fixed === 4) this.value = this.#view.getFloat32(this.from, true);
  }

  /** A varint as a number; of an int64 below zero, the number below zero. */
  #varint(): number {
    const first = this.#bytes[this.#at]!;
    if (first < 0x80 && this.#at < this.#end) {
      this.#at++;
      return first;
    }
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      if (this.#at >= this.#end) throw new WireError();
      const byte = this.#bytes[this.#at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value >= 2 ** 63 ? value - 2 ** 64 : value;
      scale *= 128;
    }
    throw new WireError();
  }
}

/**
 * Calls `each` for every field of a message, with one object that is used again.
 * @throws WireError where bytes are no message.
 */
export function fields(bytes: Uint8Array, from: number, to: number, each: (field: Wire) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const wire = new Wire().open(bytes, view, from, to);
  while (wire.next()) each(wire);
}

/** Longer texts, and more of them than this, are not the names of metrics. */
const MOST_BYTES = 500;
const MOST_TEXTS = 50_000;

/** Texts, many of them the same again. */
export class Texts {
  readonly #known = new Map<number, { readonly bytes: Uint8Array; readonly text: string }>();

  read(bytes: Uint8Array, from: number, to: number): string {
    let hash = to - from;
    if (hash > MOST_BYTES) return decoded(bytes, from, to);
    for (let at = from; at < to; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    const known = this.#known.get(hash);
    if (known && isSame(known.bytes, bytes, from, to)) return known.text;
    const text = decoded(bytes, from, to);
    if (!known && this.#known.size < MOST_TEXTS)
      this.#known.set(hash, { bytes: bytes.slice(from, to), text });
    return text;
  }
}

const decoded = (bytes: Uint8Array, from: number, to: number) =>
  new TextDecoder().decode(bytes.subarray(from, to));

function isSame(known: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (known.length !== to - from) return false;
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[from + i]) return false;
  return true;
}
