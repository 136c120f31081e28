import type { Task } from '../core/dataset';
import { formatCount, formatNumber, rateText } from '../experiment/number-text';

export { formatCount, formatNumber, rateText as formatLearningRate };

/** Placeholder for a missing value. */
export const NONE = '–';

/** Accuracy as a percentage, R² as it is. */
export function formatScore(value: number, task: Task): string {
  if (!Number.isFinite(value)) return NONE;
  if (task === 'classification') return `${(value * 100).toFixed(1)}%`;
  return Math.abs(value) < 100 ? value.toFixed(3) : formatNumber(value);
}

/** Formats a position on an axis, as one would enter it: `25`, `1,600`, `0.1`, `3e-4`. */
export function formatPlace(value: number): string {
  const round = Number.isInteger(value) ? value : Number(value.toPrecision(3));
  if (Number.isInteger(round)) return formatCount(round);
  return round > 0 ? rateText(round) : String(round);
}

/** Formats a drop ratio with at least two decimals: `0.50`, `0.125`. */
export function formatRatio(value: number): string {
  const text = String(Number(value.toFixed(4)));
  const decimals = text.split('.')[1]?.length ?? 0;
  return decimals >= 2 ? text : value.toFixed(2);
}
