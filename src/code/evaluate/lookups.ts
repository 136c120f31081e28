import type { Call, Expression } from '../syntax/tree';

/** What an object is asked for by a key that is written: `d.get('lr', 0.1)`, `getattr(args, 'lr', 0.1)`. */
export interface Lookup {
  readonly object: Expression;
  readonly name: string;
  /** Where the key stands. */
  readonly at: number;
  /** What is taken where the object has nothing under the key. */
  readonly otherwise: Expression | undefined;
}

/** Reads a call as a lookup; `undefined`: it is none. */
export function lookedUp({ callee, args }: Call, methods = /^(?:get|pop)$/): Lookup | undefined {
  const isMethod = callee.type === 'member' && methods.test(callee.name);
  const isGetattr = callee.type === 'name' && callee.name === 'getattr';
  const [object, key, otherwise] = isMethod ? [callee.object, ...args] : isGetattr ? args : [];
  if (!object || key?.type !== 'text') return undefined;
  return { object, name: key.value, at: key.start, otherwise };
}
