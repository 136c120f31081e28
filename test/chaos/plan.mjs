import { ACTIONS } from './actions.mjs';
import { generator } from './random.mjs';

/** Seconds that an action and the pause after it take, about. */
const SECONDS_EACH = 1.1;

/**
 * The actions of a seed. What each is about (which window, run, file, how far a curve is cut) follows from its own four
 * numbers from 0 to below 1, so that a seed can be shrunk by leaving actions out: the others stay as they are.
 */
export function plan(seed, seconds) {
  const random = generator(seed);
  const count = Math.max(3, Math.round(seconds / SECONDS_EACH));
  const used = new Map();
  return Array.from({ length: count }, (_, index) => {
    const kind = kindAt(random(), index, used);
    used.set(kind, (used.get(kind) ?? 0) + 1);
    const [a, b, c, d] = [random(), random(), random(), random()];
    return { index, kind, a, b, c, d, pause: Math.round(600 * random() ** 2) };
  });
}

/** Something has to have been run before there is anything to lose. */
function kindAt(fraction, index, used) {
  if (index < 2) return 'start';
  const open = Object.entries(ACTIONS).filter(([kind, { most = Infinity }]) => (used.get(kind) ?? 0) < most);
  const total = open.reduce((sum, [, { weight }]) => sum + weight, 0);
  let left = fraction * total;
  for (const [kind, { weight }] of open) {
    left -= weight;
    if (left < 0) return kind;
  }
  return open[0][0];
}
