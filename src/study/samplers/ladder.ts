import type { FloatDistribution, Point } from '../distribution';
import type { PastTrial, Sampler } from '../sampler';

/**
 * Looks for the best value of one setting: rungs over the whole range first, evenly on its scale, then again and again
 * between the best value and its neighbours. A curve with one valley takes few trials this way, and none by chance.
 */
export function ladder(name: string, distribution: FloatDistribution, rungs: number): Sampler {
  const { low, high, log } = distribution;
  const scaled = (value: number) => (log ? Math.log(value) : value);
  const valueAt = (at: number) => (log ? Math.exp(at) : at);
  const [from, to] = [scaled(low), scaled(high)];
  const rung = (i: number): Point => ({ [name]: clip(valueAt(from + ((to - from) * i) / (rungs - 1))) });
  const digits = log && high / low > WIDE ? 2 : 4;
  const clip = (value: number) => Math.min(high, Math.max(low, Number(value.toPrecision(digits))));
  return {
    propose(count, history) {
      const first = Array.from({ length: Math.max(0, rungs - history.length) }, (_, i) =>
        rung(history.length + i),
      );
      const points = first.slice(0, count);
      const known = history.map(({ point, value }) => ({ at: scaled(point[name]!), value }));
      while (points.length < count && first.length === 0) {
        const at = betweenBest([
          ...known,
          ...points.map((point) => ({ at: scaled(point[name]!), value: undefined })),
        ]);
        const value = at === undefined ? undefined : clip(valueAt(at));
        if (
          value === undefined ||
          [...history.map(({ point }) => point), ...points].some((one) => one[name] === value)
        )
          break;
        points.push({ [name]: value });
      }
      return points;
    },
  };
}

/** Over a range as wide as this, two digits tell values well enough apart. */
const WIDE = 100;

/** The middle of the wider gap beside the best value; undefined: no value is known, or the gaps are closed. */
function betweenBest(all: readonly { at: number; value: PastTrial['value'] }[]): number | undefined {
  const sorted = [...all].sort((a, b) => a.at - b.at);
  const loss = (i: number) => sorted[i]?.value ?? Number.POSITIVE_INFINITY;
  const best = sorted.reduce((least, _, i) => (loss(i) < loss(least) ? i : least), 0);
  if (loss(best) === Number.POSITIVE_INFINITY) return undefined;
  const gaps = [best - 1, best].flatMap((i) =>
    sorted[i] && sorted[i + 1] ? [{ from: sorted[i].at, size: sorted[i + 1]!.at - sorted[i].at }] : [],
  );
  const widest = gaps.sort((a, b) => b.size - a.size)[0];
  return widest && widest.size > CLOSED ? widest.from + widest.size / 2 : undefined;
}

/** Neighbouring values that differ by less make no difference. */
const CLOSED = 0.02;
