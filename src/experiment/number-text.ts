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

/** `0.27 ± 0.02` over several seeds, `0.27` for one; `–` where it is not known. */
export function formatSpread(known: Spread | undefined): string {
  if (known === undefined) return '–';
  const { mean, deviation, count } = known;
  // What the last bits of equal numbers differ by is no spread.
  const spread = deviation < 1e-9 * Math.abs(mean) ? 0 : deviation;
  return count > 1 ? `${formatNumber(mean)} ± ${formatNumber(spread)}` : formatNumber(mean);
}

/** An epoch over several seeds: `73 ± 4`; where they agree, or of one, `30`. */
export function formatEpochs({ mean, deviation }: Spread): string {
  const spread = Math.round(deviation || 0);
  return spread > 0 ? `${formatCount(mean)} ± ${formatCount(spread)}` : formatCount(mean);
}

/** A share 0..1 as `88.1%`. */
export function formatShare(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)}%` : '–';
}

/** Percent without its sign: whole from ten on, else with a decimal; no loss is 100 % lower than another. */
function percent(fraction: number): string {
  const value = Math.abs(fraction) * 100;
  if (fraction < 0 && value >= 99) return Math.min(99.9, value).toFixed(1);
  return value >= 9.95 ? value.toFixed(0) : value.toFixed(1);
}

/** From this ratio on a loss is so many times another: nobody reads `1,521% higher`. */
const TIMES = Math.log(3);

/** A ratio of losses: `3.4`, `59`, `1,200`. */
function timesOf(logRatio: number): string {
  const ratio = Math.exp(logRatio);
  if (ratio < 9.95) return ratio.toFixed(1);
  return ratio < 999.5 ? formatCount(ratio) : formatNumber(ratio);
}

/** What a log ratio means for a loss: `50% lower`, `3.1% higher`, `59 times as high`, `equal`. */
export function changeText(logRatio: number): string {
  if (logRatio >= TIMES) return l10n.t('{0} times as high', timesOf(logRatio));
  const change = Math.expm1(logRatio);
  if (Math.abs(change) < 0.0005) return l10n.t('equal');
  return change < 0 ? l10n.t('{0}% lower', percent(change)) : l10n.t('{0}% higher', percent(change));
}

/** What a log ratio means for a loss, as short as it can be said: `−42%`, `+3.1%`, `×59`. */
export function shortChangeText(logRatio: number): string {
  if (logRatio >= TIMES) return `×${timesOf(logRatio)}`;
  const change = Math.expm1(logRatio);
  return `${change < 0 ? '−' : '+'}${percent(change)}%`;
}

/** An interval of log ratios: `44 to 56% lower`, `3.0% lower to 8.1% higher`, `26 to 134 times as high`. */
export function changeInterval(low: number, high: number): string {
  if (low >= TIMES) return l10n.t('{0} to {1} times as high', timesOf(low), timesOf(high));
  const [from, to] = [Math.expm1(low), Math.expm1(high)];
  if (to < 0) return l10n.t('{0} to {1}% lower', percent(to), percent(from));
  if (from > 0 && high < TIMES) return l10n.t('{0} to {1}% higher', percent(from), percent(to));
  return l10n.t('{0} to {1}', changeText(low), changeText(high));
}

/** A learning rate as short as it can be said: `0.003`, `3e-4`, `1.5`. */
export function rateText(rate: number): string {
  const rounded = Number(rate.toPrecision(6));
  if (rounded >= 0.001 && rounded < 10_000) return String(rounded);
  return rounded.toExponential().replace('e+', 'e');
}
