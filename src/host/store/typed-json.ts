// A value as JSON text with its typed arrays beside it, byte for byte, and with the numbers that JSON does not know.

const KINDS = { Uint8Array, Uint32Array, Float32Array, Float64Array } as const;
type Kind = keyof typeof KINDS;
type TypedArray = InstanceType<(typeof KINDS)[Kind]>;

/** Arrays start at multiples of this, so that they can be read in place. */
const ALIGNMENT = 8;

const align = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** JSON text, and the arrays that it refers to, one after the other. */
export interface TypedJson {
  readonly text: string;
  readonly bytes: Uint8Array;
}

function kindOf(value: unknown): Kind | undefined {
  return (Object.keys(KINDS) as Kind[]).find((kind) => value instanceof KINDS[kind]);
}

/** What this format writes itself. A person's object that has such a key is written as `{ $plain: entries }`. */
const OWN_KEYS = ['$array', '$number', '$plain'];

const isAmbiguous = (item: unknown): item is object =>
  typeof item === 'object' && item !== null && OWN_KEYS.some((key) => Object.hasOwn(item, key));

export function encodeTypedJson(value: unknown): TypedJson {
  const arrays: TypedArray[] = [];
  let size = 0;
  const text = JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'number' && !Number.isFinite(item)) return { $number: String(item) };
    if (isAmbiguous(item)) return { $plain: Object.entries(item) };
    const kind = kindOf(item);
    if (kind === undefined) return item;
    const array = item as TypedArray;
    const reference = { $array: kind, at: size, length: array.length };
    arrays.push(array);
    size += align(array.byteLength);
    return reference;
  });
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += align(array.byteLength);
  }
  return { text, bytes };
}

interface Reference {
  readonly $array?: unknown;
  readonly $number?: unknown;
  readonly $plain?: unknown;
  readonly at?: unknown;
  readonly length?: unknown;
}

function readArray(reference: Reference, bytes: Uint8Array): TypedArray {
  const kind = Object.hasOwn(KINDS, String(reference.$array)) ? KINDS[reference.$array as Kind] : undefined;
  const { at, length } = reference;
  const size = kind === undefined ? 0 : kind.BYTES_PER_ELEMENT * Number(length);
  const fits = Number.isInteger(at) && Number.isInteger(length) && Number(at) + size <= bytes.length;
  if (kind === undefined || !fits || Number(at) < 0 || Number(length) < 0) {
    throw new RangeError(`no ${String(reference.$array)} of ${String(length)} values at byte ${String(at)}`);
  }
  // A copy: `slice` of a Node Buffer would be a view.
  const copy = new Uint8Array(bytes.subarray(Number(at), Number(at) + size));
  return new kind(copy.buffer);
}

/** Throws a TypeError where these are no entries. */
function plain(entries: unknown[]): unknown {
  return Object.fromEntries((entries as [string, unknown][]).filter(([key]) => key !== '__proto__'));
}

/**
 * The reverse of {@link encodeTypedJson}. Throws a SyntaxError where the text is broken, and a RangeError where a reference
 * is; `leniently`, an array that is not there is left out.
 */
export function decodeTypedJson(
  text: string,
  bytes: Uint8Array = new Uint8Array(),
  leniently = false,
): unknown {
  return JSON.parse(text, (key, item: unknown) => {
    if (key === '__proto__') return undefined;
    if (typeof item !== 'object' || item === null) return item;
    const reference = item as Reference;
    if (typeof reference.$number === 'string') return Number(reference.$number);
    if (Array.isArray(reference.$plain)) return plain(reference.$plain);
    if (typeof reference.$array !== 'string') return item;
    if (!leniently) return readArray(reference, bytes);
    try {
      return readArray(reference, bytes);
    } catch {
      return undefined;
    }
  });
}
