import { type Expression, ExpressionReader } from './expressions';
import type { Token } from './tokens';

/** A call with the dotted names of what it calls. */
export type JsCall = Expression & { readonly type: 'call' };

/**
 * All calls of a text whose callee is a name or a path, in the order of the text.
 *
 * @param parameters the tokens where parameters begin: `build(rate) {` is no call
 */
export function callsOf(tokens: readonly Token[], parameters: ReadonlySet<number>): JsCall[] {
  const calls: JsCall[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const call = callAt(tokens, i, parameters);
    if (call) calls.push(call);
  }
  return calls;
}

/** The call that begins at a token; `.batch(32)` after a call or an index is one of an object without a name. */
function callAt(tokens: readonly Token[], i: number, parameters: ReadonlySet<number>): JsCall | undefined {
  if (tokens[i]!.type !== 'name' || tokens[i - 1]?.text === 'function') return undefined;
  const isMember = /^\??\.$/.test(tokens[i - 1]?.text ?? '');
  if (isMember && !/^[)\]]$/.test(tokens[i - 2]?.text ?? '')) return undefined;
  const reader = new ExpressionReader(tokens, i);
  const call = reader.readCall();
  if (parameters.has(reader.opened)) return undefined;
  return call && isMember ? { ...call, names: ['', ...call.names] } : call;
}
