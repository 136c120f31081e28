import type { Expression } from '../syntax/tree';

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  // Python's.
  '//': (a, b) => Math.floor(a / b),
};

/** Longer sums are data. */
const DEEPEST = 60;

/** Without the noise of binary fractions. */
export const rounded = (value: number) => Number(value.toPrecision(12));

/** `1 - x`: the fraction that is left. */
export function isComplement(expression: Expression): boolean {
  return (
    expression.type === 'binary' &&
    expression.operator === '-' &&
    expression.left.type === 'number' &&
    expression.left.value === 1
  );
}

/** The number that literals alone make: `-0.5`, `2 ** 5`, `1 / 4 * 2`; what is left of 1 is no number by itself. */
export function numberOf(expression: Expression, depth = 0): number | undefined {
  if (expression.type === 'number') return expression.value;
  if (depth > DEEPEST) return undefined;
  if (expression.type === 'unary') {
    const value = numberOf(expression.operand, depth + 1);
    if (value === undefined || !/^[-+]$/.test(expression.operator)) return undefined;
    return expression.operator === '-' ? -value : value;
  }
  if (expression.type !== 'binary' || isComplement(expression)) return undefined;
  const left = numberOf(expression.left, depth + 1);
  const right = left === undefined ? undefined : numberOf(expression.right, depth + 1);
  return right === undefined ? undefined : computed(expression.operator, left!, right);
}

/** What an operator makes of two numbers; `undefined`: nothing finite, or it is none for numbers. */
export function computed(operator: string, a: number, b: number): number | undefined {
  const value = Object.hasOwn(operators, operator) ? operators[operator]!(a, b) : Number.NaN;
  return Number.isFinite(value) ? rounded(value) : undefined;
}
