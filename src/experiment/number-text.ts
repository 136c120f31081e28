import * as l10n from '@vscode/l10n';
import type { Spread } from '../core/analysis/spread';

/** A number of things, whole and with its thousands grouped: `1,600`. */
export function formatCount(value: number): string {
  // Never `-0`.
  return (Math.round(value) + 0).toLocaleString('en');
}

/** A number with three significant digits, as curves are read: `0.270`; thousands are written out: `1,600`, `1.25e7`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1e6) return value.toExponential(2).replace('e+', 'e');
  if (size >= 999.5) return formatCount(value);
  if (size > 0 && size < 0.001) return value.toExponential(1);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

/** `0.27 ± 0.02` over several seeds, `0.27` for one. */
export function formatSpread({ mean, deviation, count }: Spread): string {
  // What the last bits of equal numbers differ by is no spread.
  const spread = deviation < 1e-9 * Math.abs(mean) ? 0 : deviation;
  return count > 1 ? `${formatNumber(mean)} ± ${formatNumber(spread)}` : formatNumber(mean);
}

/** A share 0..1 as `88.1%`. */
export function formatShare(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)}%` : '–';
}

/** Percent without its sign: with a decimal below ten, whole above, thousands as in {@link formatNumber}. */
function percent(fraction: number): string {
  const value = Math.abs(fraction) * 100;
  if (value >= 999.5) return formatNumber(value);
  return value.toFixed(value >= 9.95 ? 0 : 1);
}

/** What a log ratio means for a loss: `50% lower`. */
export function changeText(logRatio: number): string {
  const change = Math.expm1(logRatio);
  return change < 0 ? l10n.t('{0}% lower', percent(change)) : l10n.t('{0}% higher', percent(change));
}

/** What a log ratio means for a loss, in percent with its sign: `−42`, `+3.1`. */
export function signedPercent(logRatio: number): string {
  const change = Math.expm1(logRatio);
  return `${change < 0 ? '−' : '+'}${percent(change)}`;
}

/** An interval of log ratios: `44 to 56% lower`, `3.0% lower to 8.1% higher`. */
export function changeInterval(low: number, high: number): string {
  const [from, to] = [Math.expm1(low), Math.expm1(high)];
  if (to < 0) return l10n.t('{0} to {1}% lower', percent(to), percent(from));
  if (from > 0) return l10n.t('{0} to {1}% higher', percent(from), percent(to));
  return l10n.t('{0} to {1}', changeText(low), changeText(high));
}

/** A learning rate as short as it can be said: `0.003`, `3e-4`, `1.5`. */
export function rateText(rate: number): string {
  const rounded = Number(rate.toPrecision(6));
  if (rounded >= 0.001 && rounded < 10_000) return String(rounded);
  return rounded.toExponential().replace('e+', 'e');
}
