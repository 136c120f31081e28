import { type Node, textOf } from './node';

const folds: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '**': (a, b) => a ** b,
};

/** The number that a Python literal stands for: `1e-3`, `.5`, `1_000`, `0x10`, `64L`. */
export function numberOfText(text: string): number | undefined {
  const plain = text.replace(/_/g, '').replace(/[lL]$/, '');
  if (!/^[+-]?(?:0[xob][\da-f]+|(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)$/i.test(plain)) return undefined;
  const value = Number(/^[+-]?0\d/.test(plain) ? plain.replace(/^([+-]?)0+(?=\d)/, '$1') : plain);
  return Number.isFinite(value) ? value : undefined;
}

/** Longer arithmetic is no one's hyperparameter, and may nest deeper than a stack is. */
const MAX_LENGTH = 400;

/** The number of a literal or of arithmetic on literals alone (`1/2`, `10**-3`, `2**6`); otherwise `undefined`. */
export function numberOf(node: Node): number | undefined {
  switch (node.type) {
    case 'integer':
    case 'float':
      return numberOfText(textOf(node));
    case 'parenthesized_expression':
      return node.namedChildCount === 1 ? numberOf(node.firstNamedChild!) : undefined;
    case 'unary_operator':
      return isLong(node) ? undefined : signed(node);
    case 'binary_operator':
      return isLong(node) ? undefined : fold(node);
    default:
      return undefined;
  }
}

function isLong(node: Node): boolean {
  return node.endIndex - node.startIndex > MAX_LENGTH;
}

function signed(node: Node): number | undefined {
  const argument = node.childForFieldName('argument');
  const number = argument ? numberOf(argument) : undefined;
  const sign = textOf(node)[0];
  if (number === undefined || (sign !== '-' && sign !== '+')) return undefined;
  return sign === '-' ? -number : number;
}

function fold(node: Node): number | undefined {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  const operator = node.childForFieldName('operator');
  if (!left || !right || !operator) return undefined;
  const a = numberOf(left);
  const b = numberOf(right);
  return a === undefined || b === undefined ? undefined : computed(textOf(operator), a, b);
}

/** What a binary operator makes of two numbers; `undefined`: nothing finite, or it is none for numbers. */
export function computed(operator: string, a: number, b: number): number | undefined {
  const value = folds[operator]?.(a, b);
  return value !== undefined && Number.isFinite(value) ? Number(value.toPrecision(12)) : undefined;
}

/** The content of a string without interpolation, and where it stands between the quotes. */
export function stringOf(node: Node): string | undefined {
  if (node.type !== 'string') return undefined;
  const children = node.namedChildren;
  if (children.some((child) => child?.type === 'interpolation')) return undefined;
  const content = children.find((child) => child?.type === 'string_content');
  return content ? textOf(content) : '';
}
