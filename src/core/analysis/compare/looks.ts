/**
 * When a comparison may make a claim. Whoever looks after every seed and stops at the first significant result finds one
 * even where there is none. So claims are made at planned numbers of pairs alone, each at a level of its own; together
 * the levels come to {@link LEVEL} at the most, however long one goes on (alpha spending, Lan and DeMets 1983).
 */

/** The share of comparisons without a difference that ever claim one. */
export const LEVEL = 0.05;
/** What the first look spends: most comparisons end there. */
const FIRST = 0.03;
/** With fewer pairs the exact test cannot reach {@link FIRST}: its least p value is 2 / 2ⁿ. */
export const FEWEST_PAIRS = 7;

/** A number of pairs at which a claim may be made, and the level of that claim. */
export interface Look {
  readonly pairs: number;
  readonly level: number;
}

/** The n-th look of a comparison planned with so many pairs: at 1, 2, 4, 8 … times the number. */
function lookAt(planned: number, n: number): Look {
  const pairs = Math.max(FEWEST_PAIRS, planned) * 2 ** n;
  return { pairs, level: n === 0 ? FIRST : (LEVEL - FIRST) / 2 ** n };
}

/** The last look that `pairs` have reached; undefined before the first. */
export function lastLook(planned: number, pairs: number): Look | undefined {
  let last: Look | undefined;
  for (let n = 0; lookAt(planned, n).pairs <= pairs; n++) last = lookAt(planned, n);
  return last;
}

/** The next look after `pairs`. */
export function nextLook(planned: number, pairs: number): Look {
  let n = 0;
  while (lookAt(planned, n).pairs <= pairs) n++;
  return lookAt(planned, n);
}
