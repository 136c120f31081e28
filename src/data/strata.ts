/** Row indices of each set, in the order of the requested sizes. */
type Sets = Uint32Array[];

/** A class with at most this many rows cannot be split: its first row goes to the first set. */
const TINY = 2;

/**
 * Deals rows out, in order, to sets of the given sizes. With classes, each set gets its proportional share of each
 * class, rounded to a whole row; the first row of a class of one or two goes to the first set while it has room. Rows
 * beyond the sizes are in no set.
 */
export function deal(
  order: Uint32Array,
  sizes: readonly number[],
  classes: ArrayLike<number> | undefined,
): Sets {
  const quotas = quotasOf(order, sizes, classes);
  const sets = sizes.map((size) => new Uint32Array(size));
  const filled = sizes.map(() => 0);
  for (const row of order) {
    const quota = quotas.get(classes?.[row] ?? 0)!;
    const set = quota.findIndex((count) => count > 0);
    quota[set]--;
    if (set < sets.length) sets[set][filled[set]++] = row;
  }
  return sets;
}

/** Rows of each class for each set; the last column is for rows in no set. */
function quotasOf(
  order: Uint32Array,
  sizes: readonly number[],
  classes: ArrayLike<number> | undefined,
): Map<number, number[]> {
  const left = order.length - sizes.reduce((sum, size) => sum + size, 0);
  const [first, ...others] = [...sizes, left];
  const counts = new Map<number, number>();
  for (const row of order) {
    const label = classes?.[row] ?? 0;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  // In the order of their first rows.
  const tiny = [...counts.keys()].filter((label) => classes && counts.get(label)! <= TINY).slice(0, first);
  for (const label of tiny) counts.set(label, counts.get(label)! - 1);
  const seated = [...counts.keys()].map((label) => tiny.includes(label));
  const table = shares([...counts.values()], [first - tiny.length, ...others], seated);
  const quotas = new Map([...counts.keys()].map((label, c) => [label, table[c]]));
  for (const label of tiny) quotas.get(label)![0]++;
  return quotas;
}

/**
 * Controlled rounding of the shares `counts[c] · sizes[s] / total`: each is rounded down or up such that the sums over
 * classes and over sets are exact. Rounding up favours classes that would otherwise be missing from the first set
 * (unless already `seated` there), then the largest fractions. The sizes must sum to the counts.
 */
export function shares(
  counts: readonly number[],
  sizes: readonly number[],
  seated: readonly boolean[] = [],
): number[][] {
  // May be 0: every class has one row, and all rows train.
  const total = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
  const floors = counts.map((count) => sizes.map((size) => Math.floor((count * size) / total)));
  const worth = counts.map((count, c) =>
    sizes.map((size, s) => {
      const wish = s > 0 ? 0 : seated[c] ? -1 : floors[c][s] === 0 ? FIRST : 0;
      return worthOf((count * size) % total, total, wish);
    }),
  );
  const up = counts.map((count, c) =>
    largest(worth[c], count - floors[c].reduce((sum, one) => sum + one, 0)),
  );
  const excess = sizes.map((size, s) =>
    floors.reduce((sum, row, c) => sum + row[s] + Number(up[c][s]), -size),
  );
  while (excess.some((one) => one > 0)) moveOne(up, worth, excess);
  return floors.map((row, c) => row.map((floor, s) => floor + Number(up[c][s])));
}

/** Outweighs any sum of fractions along a chain. */
const FIRST = 100;

/** Gain of rounding up; −∞ if the share is already whole. */
function worthOf(remainder: number, total: number, wish: number): number {
  return remainder === 0 ? Number.NEGATIVE_INFINITY : remainder / total + wish;
}

function largest(worth: readonly number[], count: number): boolean[] {
  const chosen = [...worth.keys()].sort((a, b) => worth[b] - worth[a] || a - b).slice(0, count);
  return worth.map((_, s) => chosen.includes(s));
}

interface Step {
  readonly cost: number;
  readonly from: number;
  /** The class that moves a row from one set to the other. */
  readonly label: number;
}

/** Moves one row from a set with too many to one with too few, along the cheapest chain of exchanges. */
function moveOne(up: boolean[][], worth: readonly (readonly number[])[], excess: number[]): void {
  const best: Step[] = excess.map((one) => ({
    cost: one > 0 ? 0 : Number.POSITIVE_INFINITY,
    from: -1,
    label: -1,
  }));
  const edges = excess.map((_, from) => excess.map((_, to) => cheapest(up, worth, from, to)));
  for (let round = 1; round < excess.length; round++) relax(best, edges);
  let to = -1;
  for (const [s, one] of excess.entries()) if (one < 0 && (to < 0 || best[s].cost < best[to].cost)) to = s;
  excess[to]++;
  while (best[to].from >= 0) {
    const { from, label } = best[to];
    up[label][from] = false;
    up[label][to] = true;
    to = from;
  }
  excess[to]--;
}

/** One round of Bellman–Ford. */
function relax(best: Step[], edges: readonly (readonly Omit<Step, 'from'>[])[]): void {
  for (const [from, row] of edges.entries())
    for (const [to, { cost, label }] of row.entries()) {
      const sum = best[from].cost + cost;
      // The tolerance keeps rounding errors from closing a cycle.
      if (sum < best[to].cost - 1e-9) best[to] = { cost: sum, from, label };
    }
}

/** The class with the lowest cost for moving a row between two sets. */
function cheapest(up: readonly boolean[][], worth: readonly (readonly number[])[], from: number, to: number) {
  let best = { cost: Number.POSITIVE_INFINITY, label: -1 };
  if (from === to) return best;
  for (const [label, row] of up.entries()) {
    if (!row[from] || row[to] || worth[label][to] === Number.NEGATIVE_INFINITY) continue;
    const cost = worth[label][from] - worth[label][to];
    if (cost < best.cost) best = { cost, label };
  }
  return best;
}
