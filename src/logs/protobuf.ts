/** One field of a protobuf message. `value`: of a varint or a fixed number; `from`, `to`: of a text or message. */
export interface WireField {
  readonly number: number;
  readonly type: number;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** A message that is none. */
export class WireError extends Error {}

/**
 * Calls `each` for every field of a message, with one object that is used again.
 * @throws WireError where bytes are no message.
 */
export function fields(bytes: Uint8Array, from: number, to: number, each: (field: WireField) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const field = { number: 0, type: 0, value: 0, from: 0, to: 0 };
  const cursor = { at: from };
  while (cursor.at < to) {
    const key = varint(bytes, cursor, to);
    field.number = Math.floor(key / 8);
    field.type = key % 8;
    if (field.type === 0) field.value = varint(bytes, cursor, to);
    else contents(field, bytes, view, cursor, to);
    each(field);
  }
}

/** Where a field with contents lies, and its number where it is one. */
function contents(
  field: { type: number; value: number; from: number; to: number },
  bytes: Uint8Array,
  view: DataView,
  cursor: { at: number },
  to: number,
): void {
  const fixed = SIZES[field.type];
  const size = fixed ?? varint(bytes, cursor, to);
  field.from = cursor.at;
  field.to = cursor.at += size;
  if (field.to > to || size < 0 || fixed === 0) throw new WireError();
  if (fixed === 8) field.value = view.getFloat64(field.from, true);
  else if (fixed === 4) field.value = view.getFloat32(field.from, true);
}

/** Bytes of a field by its type; those of type 2 say it themselves, groups (3 and 4) are long out of use. */
const SIZES: Readonly<Record<number, number>> = { 1: 8, 3: 0, 4: 0, 5: 4, 6: 0, 7: 0 };

/** A varint as a number; of an int64 below zero, the number below zero. */
function varint(bytes: Uint8Array, cursor: { at: number }, to: number): number {
  let value = 0;
  let scale = 1;
  for (let count = 0; count < 10; count++) {
    if (cursor.at >= to) throw new WireError();
    const byte = bytes[cursor.at++]!;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value >= 2 ** 63 ? value - 2 ** 64 : value;
    scale *= 128;
  }
  throw new WireError();
}

/** Texts, many of them the same again. */
export class Texts {
  readonly #known = new Map<string, string>();

  read(bytes: Uint8Array, from: number, to: number): string {
    const key = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
    let text = this.#known.get(key);
    if (text === undefined) {
      text = new TextDecoder().decode(bytes.subarray(from, to));
      if (key.length <= 500) this.#known.set(key, text);
    }
    return text;
  }
}
