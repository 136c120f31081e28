import type { Confidence } from '../finding';
import { methods, spellings } from '../frameworks/index';
import type { MethodSpelling, Spelling } from '../frameworks/types';
import { type Arguments, argumentsOf } from './arguments';
import { callOf } from './call-index';
import type { Context } from './context';
import { type Node, textOf } from './node';
import { objectAllows } from './objects';
import { WRAPPER } from './traits';

/** A call that the tables know. */
export interface KnownCall {
  readonly call: Node;
  readonly callee: Node;
  readonly args: Arguments;
  readonly spelling: Spelling;
  /** The qualified name, or the bare name of a method. */
  readonly name: string;
  readonly confidence: Confidence;
}

function calledBy(name: Node): { call: Node; callee: Node } | undefined {
  const found = callOf(name);
  const outer = found && textOf(name) === WRAPPER ? found.call.parent : null;
  return outer?.type === 'call' ? { call: outer, callee: found!.call } : found;
}

/** The call whose callee ends in the identifier `name`, if the tables know it through the file's imports. */
export function knownCall(context: Context, name: Node): KnownCall | undefined {
  const found = calledBy(name);
  const args = found && argumentsOf(found.call);
  if (!found || !args) return undefined;
  const { callee } = found;
  const qualified = context.file.qualify(callee) ?? '';
  const spelling = spellings.get(qualified);
  if (spelling) {
    const confidence = context.file.isFromStar(callee) ? 'medium' : 'high';
    return { ...found, args, spelling, name: qualified, confidence };
  }
  const method = callee.type === 'attribute' ? methods.get(textOf(name)) : undefined;
  const confidence = method && methodAllowed(context, callee, args, method);
  return confidence && { ...found, args, spelling: method, name: method.names[0]!, confidence };
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
