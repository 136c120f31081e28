import type { Input, Random } from './target';

/** Mulberry32: small, fast, and the same on every machine. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return Math.floor((((word ^ (word >>> 14)) >>> 0) / 4294967296) * below);
  };
}

export const pick = <T>(random: Random, some: readonly T[]): T => some[random(some.length)]!;

/** Texts that readers have stumbled over. */
const ODD_TEXTS = [
  '"', "'", '"""', '\\', '\0', '\n', '\r', '\r\n', '\t', ' ', '\u00a0', '\ufeff', '\ud800', '\udc00', '\u2028',
  '{', '}', '[', ']', '(', ')', ':', ',', ';', '#', '-', '|', '&', '*', '!', '`', '${', '/*', '*/', '//', '%',
  '0', '-0', '1e308', '-1e309', '1e-400', 'NaN', 'Infinity', '9007199254740993', '0x1p3', '1_000', '٣', '½', '-',
  'null', 'true', 'None', 'NA', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '\\u0000', '\\ud800',
]; // biome-ignore format: a table

/** Bytes and words that readers have stumbled over. */
const ODD_WORDS = [
  0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x0a0d,
];

/** An input with one to four changes. `others`: inputs whose pieces may be put in. */
export function mutated(random: Random, input: Input, others: readonly Input[]): Input {
  let result = input;
  for (let times = 1 + random(4); times > 0; times--)
    result =
      typeof result === 'string'
        ? changedText(random, result, pick(random, others) as string)
        : changedBytes(random, result, pick(random, others) as Uint8Array);
  return result;
}

/** A piece of an input, many times in its place: what takes longer than its size allows shows there. */
export function pumped(random: Random, input: Input): (n: number) => Input {
  const [from, to] = pieceOf(random, input.length, 40);
  if (typeof input === 'string') {
    const piece = input.slice(from, to) || 'a';
    return (n) => input.slice(0, from) + piece.repeat(Math.ceil(n / piece.length)) + input.slice(to);
  }
  const piece = to > from ? input.subarray(from, to) : Uint8Array.of(0);
  return (n) => {
    const middle = Buffer.alloc(Math.ceil(n / piece.length) * piece.length, piece);
    return joined(input.subarray(0, from), middle, input.subarray(to));
  };
}

/** Without the characters or bytes from `from` to `to`. */
export function without<I extends Input>(input: I, from: number, to: number): I {
  if (typeof input === 'string') return (input.slice(0, from) + input.slice(to)) as I;
  return joined(input.subarray(0, from), input.subarray(to)) as I;
}

function pieceOf(random: Random, length: number, longest: number): [number, number] {
  const from = random(length + 1);
  return [from, Math.min(length, from + random(longest + 1))];
}

function changedText(random: Random, text: string, other: string): string {
  const [from, to] = pieceOf(random, text.length, pick(random, [1, 8, 60]));
  const piece = text.slice(from, to);
  const [head, tail] = [text.slice(0, from), text.slice(to)];
  switch (random(9)) {
    case 0:
      return head + tail;
    case 1:
      return head + piece + piece + tail;
    case 2:
      return head + piece.repeat(1 + random(200)) + tail;
    case 3:
      return head + other.slice(...pieceOf(random, other.length, 60)) + tail;
    case 4:
      return head;
    case 5:
      return head + String.fromCharCode(random(random(2) ? 0x80 : 0x10000)) + tail;
    case 6:
      return text.replace(pick(random, ['\n', ',', '"', ' ', '0']), pick(random, ODD_TEXTS));
    default:
      return head + pick(random, ODD_TEXTS) + (random(2) ? piece : '') + tail;
  }
}

function changedBytes(random: Random, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  const [from, to] = pieceOf(random, bytes.length, pick(random, [1, 8, 60]));
  const [head, piece, tail] = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)];
  switch (random(8)) {
    case 0:
      return joined(head, tail);
    case 1:
      return joined(head, piece, piece, tail);
    case 2:
      return joined(head, ...Array.from({ length: 1 + random(200) }, () => piece), tail);
    case 3:
      return joined(head, other.subarray(...pieceOf(random, other.length, 60)), tail);
    case 4:
      return head;
    case 5:
      return joined(head, Uint8Array.of(random(256)), tail);
    case 6:
      return joined(head, Uint8Array.of((piece[0] ?? 0) ^ (1 << random(8))), bytes.subarray(from + 1));
    default:
      return withWord(random, bytes, from);
  }
}

/** A number of 1, 2, 4 or 8 bytes at the edge of what it can be, in the place of what stands there. */
function withWord(random: Random, bytes: Uint8Array, at: number): Uint8Array {
  const word = new DataView(new ArrayBuffer(8));
  const width = pick(random, [1, 2, 4, 8]);
  const value = pick(random, ODD_WORDS);
  if (width === 8) word.setFloat64(0, pick(random, [1e308, -1e308, 1e-320, Number.NaN, -0]), random(2) === 0);
  else word.setUint32(0, value, random(2) === 0);
  return joined(bytes.subarray(0, at), new Uint8Array(word.buffer, 0, width), bytes.subarray(at + width));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
