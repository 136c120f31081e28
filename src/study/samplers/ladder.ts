import type { FloatDistribution, Point } from '../distribution';
import type { PastTrial, Sampler } from '../sampler';

/** How often a search may go one rung beyond its range, where the best value is the last one. */
const BEYOND = 3;

/**
 * Looks for the best value of one setting: rungs over the whole range first, evenly on its scale, then again and again
 * between the best value and its neighbours. Where the best value is an end of the range, the range grows by a rung.
 * A curve with one valley takes few trials this way, and none by chance.
 */
export function ladder(name: string, distribution: FloatDistribution, rungs: number): Sampler {
  const { low, high, log } = distribution;
  const scaled = (value: number) => (log ? Math.log(value) : value);
  const valueAt = (at: number) => (log ? Math.exp(at) : at);
  const [from, to] = [scaled(low), scaled(high)];
  const gap = (to - from) / (rungs - 1);
  const bounds = [from - BEYOND * gap, to + BEYOND * gap] as const;
  const rung = (i: number): Point => ({ [name]: round(valueAt(from + gap * i)) });
  const digits = log && high / low > WIDE ? 2 : 4;
  const round = (value: number) => Number(value.toPrecision(digits));
  return {
    propose(count, history) {
      const first = Array.from({ length: Math.max(0, rungs - history.length) }, (_, i) =>
        rung(history.length + i),
      );
      const points = first.slice(0, count);
      const known = history.map(({ point, value }) => ({ at: scaled(point[name]!), value }));
      while (points.length < count && first.length === 0) {
        const open = points.map((point) => ({ at: scaled(point[name]!), value: undefined }));
        const at = besideBest([...known, ...open], gap, bounds);
        const value = at === undefined ? undefined : round(valueAt(at));
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

/**
 * The middle of the wider gap beside the best value, or a rung beyond the end that it is; undefined: no value is known,
 * or the gaps are closed.
 */
function besideBest(
  all: readonly { at: number; value: PastTrial['value'] }[],
  gap: number,
  [from, to]: readonly [number, number],
): number | undefined {
  const sorted = [...all].sort((a, b) => a.at - b.at);
  const loss = (i: number) => sorted[i]?.value ?? Number.POSITIVE_INFINITY;
  const best = sorted.reduce((least, _, i) => (loss(i) < loss(least) ? i : least), 0);
  if (loss(best) === Number.POSITIVE_INFINITY) return undefined;
  const { at } = sorted[best]!;
  const slack = 0.01 * gap;
  if (best === 0 && at - gap >= from - slack) return at - gap;
  if (best === sorted.length - 1 && at + gap <= to + slack) return at + gap;
  const gaps = [best - 1, best].flatMap((i) =>
    sorted[i] && sorted[i + 1] ? [{ from: sorted[i].at, size: sorted[i + 1]!.at - sorted[i].at }] : [],
  );
  const widest = gaps.sort((a, b) => b.size - a.size)[0];
  return widest && widest.size > CLOSED ? widest.from + widest.size / 2 : undefined;
}

/** Neighbouring values that differ by less make no difference. */
const CLOSED = 0.02;
