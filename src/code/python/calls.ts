import type { Confidence } from '../finding';
import { canonical } from '../frameworks/canonical';
import { methods, spellings } from '../frameworks/index';
import type { MethodSpelling, Spelling } from '../frameworks/types';
import { type Arguments, argumentsOf } from './arguments';
import { callOf } from './call-index';
import type { Context } from './context';
import { type Node, textOf } from './node';
import { objectAllows } from './objects';
import { standIns } from './traits';

/** A call that the tables know. */
export interface KnownCall {
  readonly call: Node;
  readonly callee: Node;
  readonly args: Arguments;
  readonly spelling: Spelling;
  /** The qualified name, or the bare name of a method. */
  readonly name: string;
  readonly confidence: Confidence;
  /** More arguments may be given elsewhere: `partial(nn.Dropout, inplace=True)`. */
  readonly partial: boolean;
}

type Called = Pick<KnownCall, 'call' | 'callee' | 'args' | 'partial'>;

/** What is called where the identifier `name` stands before a parenthesis, and what it is given. */
function calledBy({ file }: Context, name: Node): Called | undefined {
  const found = callOf(name);
  const args = found && argumentsOf(found.call);
  if (!found || !args) return undefined;
  const called = { ...found, args, partial: false };
  if (!standIns.has(textOf(name))) return called;
  const outer = found.call.parent;
  const outerArgs = outer?.type === 'call' ? argumentsOf(outer) : undefined;
  if (textOf(name) !== 'partial')
    return outer && outerArgs ? { call: outer, callee: found.call, args: outerArgs, partial: false } : called;
  const [callee, ...positional] = args.positional;
  if (!callee || file.qualify(found.callee) !== 'functools.partial') return called;
  return { call: found.call, callee, args: { ...args, positional }, partial: true };
}

/** The call whose callee ends in the identifier `name`, if the tables know it through the file's imports. */
export function knownCall(context: Context, name: Node): KnownCall | undefined {
  const found = calledBy(context, name);
  if (!found) return undefined;
  const { callee, args } = found;
  const qualified = qualifiedName(context, callee);
  const spelling = spellings.get(qualified);
  if (spelling) {
    const confidence = context.file.isFromStar(callee) ? 'medium' : 'high';
    return { ...found, spelling, name: qualified, confidence };
  }
  for (const method of callee.type === 'attribute' ? (methods.get(textOf(name)) ?? []) : []) {
    const confidence = methodAllowed(context, callee, args, method);
    if (confidence) return { ...found, spelling: method, name: method.names[0]!, confidence };
  }
  return undefined;
}

/** The canonical name of what is called; `getattr(optim, args.optimizer)` is followed to the word. */
function qualifiedName({ file, tracer }: Context, callee: Node): string {
  const found = file.qualify(callee);
  const inner = callee.type === 'call' ? callee.childForFieldName('function') : null;
  if (found !== undefined || !inner || textOf(inner) !== 'getattr' || !file.isFromStar(inner))
    return found ?? '';
  const [object, name] = argumentsOf(callee)?.positional ?? [];
  const base = object && file.qualify(object);
  const word = base && name ? tracer.stringAt(name) : undefined;
  return word === undefined ? '' : canonical(`${base}.${word}`);
}

function methodAllowed(
  context: Context,
  callee: Node,
  args: Arguments,
  method: MethodSpelling,
): Confidence | undefined {
  const { file } = context;
  const object = callee.childForFieldName('object');
  if (!object || !method.packages.some((name) => file.traits.packages.has(name))) return undefined;
  const asked = method.requires.length === 0 || method.requires.some((name) => args.keywords.has(name));
  return objectAllows(context, object, method.packages, asked);
}
