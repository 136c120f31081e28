import * as l10n from '@vscode/l10n';

export {
  formatCount,
  formatLearningRate,
  formatNumber,
  formatPlace,
  formatRatio,
  formatScore,
  NONE,
} from '../src/charts/format';

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
  if (!/^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(clean)) return undefined;
  const value = Number(clean);
  return Number.isFinite(value) ? value : undefined;
}
