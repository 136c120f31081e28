import type { Confidence } from './finding';

const ORDER: readonly Confidence[] = ['high', 'medium', 'low'];

/** The lower of two confidences. */
export function lower(a: Confidence, b: Confidence): Confidence {
  return ORDER[Math.max(ORDER.indexOf(a), ORDER.indexOf(b))]!;
}
