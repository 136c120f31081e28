import type { Task } from '../core/dataset';
import { formatNumber } from '../experiment/words';

export { formatNumber };

/** Stands for a value that there is none of. */
export const NONE = '–';

/** Accuracy as a percentage, R² as it is. */
export function formatScore(value: number, task: Task): string {
  if (!Number.isFinite(value)) return NONE;
  if (task === 'classification') return `${(value * 100).toFixed(1)}%`;
  return Math.abs(value) < 100 ? value.toFixed(3) : formatNumber(value);
}

/** As short as it can be said: `0.003`, `3e-4`, `1.5`. */
export function formatLearningRate(value: number): string {
  const rounded = Number(value.toPrecision(6));
  if (rounded >= 0.001 && rounded < 10_000) return String(rounded);
  return shortExponent(rounded.toExponential());
}

/** At least two decimals: `0.50`, `0.125`. */
export function formatRatio(value: number): string {
  const text = String(Number(value.toFixed(4)));
  const decimals = text.split('.')[1]?.length ?? 0;
  return decimals >= 2 ? text : value.toFixed(2);
}

/** `1.20e-5` → `1.2e-5`, `3e+4` → `3e4`. */
const shortExponent = (text: string): string => text.replace(/\.?0*e/, 'e').replace('e+', 'e');
