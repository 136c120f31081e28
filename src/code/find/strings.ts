import type { Span } from '../finding';
import type { Text } from '../syntax/tree';

/** The number that a Python literal stands for: `1e-3`, `.5`, `1_000`, `0x10`, `64L`. */
export function numberOfText(text: string): number | undefined {
  const plain = text.replace(/_/g, '').replace(/[lL]$/, '');
  if (!/^[+-]?(?:0[xob][\da-f]+|(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)$/i.test(plain)) return undefined;
  const value = Number(/^[+-]?0\d/.test(plain) ? plain.replace(/^([+-]?)0+(?=\d)/, '$1') : plain);
  return Number.isFinite(value) ? value : undefined;
}

/** Where the content of a string stands, between the quotes. */
export function contentOf({ end, value }: Text, text: string): Span {
  const quotes = /^('''|""")$/.test(text.slice(end - 3, end)) ? 3 : 1;
  return { start: end - quotes - value.length, end: end - quotes };
}
