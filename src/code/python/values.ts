import type { Confidence } from '../finding';

/** The lower of two confidences. */
export function lower(a: Confidence, b: Confidence): Confidence {
  const order: Confidence[] = ['high', 'medium', 'low'];
  return order[Math.max(order.indexOf(a), order.indexOf(b))]!;
}

/** 1 − value, without the noise of binary fractions. */
export function complementOf(value: number): number {
  return Number((1 - value).toPrecision(12));
}
