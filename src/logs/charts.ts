import { splitOf, wordsOf } from './role';
import type { NamedCurve } from './run';

/** Curves of one quantity, on whichever rows: they belong into one chart. */
export interface LogChart {
  /** What is measured, without the rows: `loss`, `box loss`, `accuracy`. */
  readonly title: string;
  readonly kind: 'loss' | 'score' | 'learningRate' | 'other';
  readonly curves: readonly NamedCurve[];
}

const PRESETS: Readonly<Record<LogChart['kind'], number>> = { loss: 0, score: 1, learningRate: 2, other: 3 };

/** A chart for each quantity; those with training and validation come first, losses before scores. */
export function chartsOf(curves: readonly NamedCurve[]): LogChart[] {
  const charts = new Map<string, NamedCurve[]>();
  for (const one of curves) {
    const kind = kindOf(one);
    const key = `${kind} ${kind === 'learningRate' ? '' : quantityOf(one.name)}`;
    const some = charts.get(key);
    if (some) some.push(one);
    else charts.set(key, [one]);
  }
  return [...charts.values()]
    .map((some) => ({ title: titleOf(some[0]!), kind: kindOf(some[0]!), curves: some }))
    .sort((a, b) => PRESETS[a.kind] - PRESETS[b.kind] || weight(b) - weight(a));
}

/** The name without what says which rows, and whether it is of a step or an epoch. */
function quantityOf(name: string): string {
  const words = wordsOf(name).filter((word) => !splitOf(word) && !UNIT.has(word));
  const quantity = words.join(' ').replace(/^(?:train|valid|val|test|eval)(?=\p{L})/u, '');
  return SAME[quantity] ?? quantity;
}

const UNIT = new Set(['epoch', 'step', 'batch']);
const SAME: Readonly<Record<string, string>> = { acc: 'accuracy', losses: 'loss' };

const titleOf = (one: NamedCurve): string =>
  kindOf(one) === 'learningRate' ? 'learning rate' : quantityOf(one.name) || one.name;

function kindOf({ role }: NamedCurve): LogChart['kind'] {
  if (role === null) return 'other';
  if (role === 'learningRate') return role;
  return role.endsWith('Loss') ? 'loss' : 'score';
}

/** The plain loss, and what is there of several rows, is what people look at first. */
function weight({ title, curves }: LogChart): number {
  const rows = new Set(curves.map(({ role }) => role)).size;
  return 10 * rows + (title === 'loss' || title === 'accuracy' ? 5 : 0);
}
