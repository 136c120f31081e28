import { type Expression, pathOf, type Record } from '../syntax/tree';
import { spend } from '../work';
import type { Follower } from './outcome';

/** What an object has under a key. */
export interface Looked {
  /** `null`: nothing that is written. */
  readonly value: Expression | null;
  /** Something that is spread in it may give it otherwise. */
  readonly isOpen: boolean;
}

const NOTHING: Looked = { value: null, isOpen: false };
const OPEN: Looked = { value: null, isOpen: true };
/** Objects in objects in objects. */
const DEEPEST = 8;

/** Looks up a key: what stands further behind comes first. */
export function lookUp(follower: Follower, { entries }: Record, key: string, depth = 0): Looked {
  let isOpen = false;
  spend(entries.length / 10);
  for (const { key: own, value } of entries.toReversed()) {
    if (own === key) return { value, isOpen };
    if (value.type !== 'spread') continue;
    const inner = inSpread(follower, value.of, key, depth + 1);
    if (inner.value) return { value: inner.value, isOpen: isOpen || inner.isOpen };
    isOpen ||= inner.isOpen;
  }
  return { value: null, isOpen };
}

/** `...defaults`, `...{ a }`, `...(x && { a })`, `...(x ? { a } : {})`. */
function inSpread(follower: Follower, of: Expression, key: string, depth: number): Looked {
  if (depth > DEEPEST) return OPEN;
  const perhaps = choices(of);
  if (perhaps) {
    const isFree = perhaps.every((one) => isWithout(follower, one, key, depth));
    return isFree ? NOTHING : OPEN;
  }
  const { expression } = follower.follow(of);
  if (expression?.type !== 'record' || expression.isEnum) return OPEN;
  const path = pathOf(of);
  const { members } = follower.program;
  const isChanged = path !== undefined && (members.has(`${path}.${key}`) || members.has(`${path}.*`));
  return isChanged ? OPEN : lookUp(follower, expression, key, depth);
}

/** What may be spread or not. */
function choices(of: Expression): readonly Expression[] | undefined {
  if (of.type === 'condition') return [of.yes, of.no];
  if (of.type === 'binary' && of.operator === '&&') return [of.right];
  return undefined;
}

function isWithout(follower: Follower, of: Expression, key: string, depth: number): boolean {
  if (of.type === 'constant') return true;
  if (of.type !== 'record') return false;
  const { value, isOpen } = lookUp(follower, of, key, depth);
  return value === null && !isOpen;
}
