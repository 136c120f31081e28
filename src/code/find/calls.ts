import type { Confidence } from '../finding';
import { canonical } from '../frameworks/canonical';
import { callNames, methods, optimizerOfName, spellings } from '../frameworks/index';
import type { MethodSpelling } from '../frameworks/types';
import { type Call, type Expression, lastName, type Member } from '../syntax/tree';
import { type Arguments, argumentsOf, pick } from './arguments';
import type { Context } from './context';
import type { KnownCall } from './known-call';
import { objectAllows } from './objects';

type Called = Pick<KnownCall, 'call' | 'callee' | 'args' | 'partial'>;

/** What is called, and what it is given: `partial(optim.SGD, lr=0.1)` calls `optim.SGD`. */
function calledBy({ imports }: Context, call: Call): Called | undefined {
  if (lastName(call.callee) !== 'partial') return undefined;
  const args = argumentsOf(call);
  const [callee, ...positional] = args.positional;
  if (!callee || imports.qualify(call.callee) !== 'functools.partial') return undefined;
  return { call, callee, args: { ...args, positional }, partial: true };
}

/** A call as the tables know it through the file's imports; `undefined`: they do not. */
export function knownCall(context: Context, call: Call): KnownCall | undefined {
  const wrapped = calledBy(context, call);
  const callee = wrapped?.callee ?? call.callee;
  const called = () => wrapped ?? { call, callee, args: argumentsOf(call), partial: false };
  const name = qualifiedName(context, callee);
  const spelling = spellings.get(name);
  if (spelling) {
    const confidence = context.imports.isFromStar(callee) ? 'medium' : 'high';
    return { ...called(), spelling, name, confidence };
  }
  const own = ownOptimizer(context, call);
  if (own) return own;
  if (callee.type !== 'member' || !callNames.has(callee.name)) return undefined;
  const found = called();
  for (const method of methods.get(callee.name) ?? []) {
    const confidence = methodAllowed(context, callee, found.args, method);
    if (confidence) return { ...found, spelling: method, name: method.names[0]!, confidence };
  }
  return undefined;
}

/** What optimizers from elsewhere take as those of PyTorch do: the parameters, then the rate. */
const usual = spellings.get('torch.optim.Adam')!;

/** `RAdam(net.parameters(), lr=0.1)` of another file or library; what it does by default is not known. */
function ownOptimizer({ traits, text }: Context, call: Call): KnownCall | undefined {
  const word = lastName(call.callee) ?? '';
  const optimizer = /^[A-Z]/.test(word) ? optimizerOfName(word) : undefined;
  if (optimizer === undefined || !traits.packages.has('torch')) return undefined;
  const args = argumentsOf(call);
  const given = pick(args, ['params'], 0)?.value;
  if (!given || !/\bparameters\(\)/.test(text.slice(given.start, given.end))) return undefined;
  const name = `torch.optim.${word}`;
  const spelling = spellings.get(name) ?? { ...usual, optimizer };
  return { call, callee: call.callee, args, spelling, name, confidence: 'medium', partial: true };
}

/** The canonical name of what is called; `getattr(optim, args.optimizer)` is followed to the word. */
function qualifiedName(context: Context, callee: Expression): string {
  const found = context.qualify(callee);
  if (found !== undefined || callee.type !== 'call' || lastName(callee.callee) !== 'getattr')
    return found ?? '';
  const [object, name] = context.imports.isFromStar(callee.callee) ? callee.args : [];
  const base = object && context.qualify(object);
  const word = base && name ? context.stringAt(name) : undefined;
  return word === undefined ? '' : canonical(`${base}.${word}`);
}

function methodAllowed(
  context: Context,
  { object }: Member,
  args: Arguments,
  method: MethodSpelling,
): Confidence | undefined {
  if (!method.packages.some((name) => context.traits.packages.has(name))) return undefined;
  const asked = method.requires.length === 0 || method.requires.some((name) => args.keywords.has(name));
  return objectAllows(context, object, method.packages, asked);
}
