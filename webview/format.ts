import * as l10n from '@vscode/l10n';
import type { Task } from '../src/core/dataset';
import { formatNumber } from '../src/experiment/words';

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

/** `3.1 M samples/s`. */
export function formatThroughput(samplesPerSecond: number): string {
  if (!(samplesPerSecond > 0) || !Number.isFinite(samplesPerSecond)) return '';
  if (samplesPerSecond >= 1e6) return l10n.t('{0} M samples/s', (samplesPerSecond / 1e6).toFixed(1));
  if (samplesPerSecond >= 1e3) return l10n.t('{0} k samples/s', (samplesPerSecond / 1e3).toFixed(0));
  return l10n.t('{0} samples/s', samplesPerSecond.toFixed(0));
}

/** `12 s left`, `2 min left`. */
export function formatTimeLeft(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '';
  if (seconds < 90) return l10n.t('{0} s left', Math.max(1, Math.ceil(seconds)));
  if (seconds < 5400) return l10n.t('{0} min left', Math.round(seconds / 60));
  return l10n.t('{0} h left', (seconds / 3600).toFixed(1));
}

/** Reads what a person types as a number; undefined if it is none. A decimal comma is understood. */
export function parseNumber(text: string): number | undefined {
  const clean = text.trim().replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(clean)) return undefined;
  const value = Number(clean);
  return Number.isFinite(value) ? value : undefined;
}

/** `1.20e-5` → `1.2e-5`, `3e+4` → `3e4`. */
const shortExponent = (text: string): string => text.replace(/\.?0*e/, 'e').replace('e+', 'e');
