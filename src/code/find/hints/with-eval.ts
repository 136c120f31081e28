import * as l10n from '@vscode/l10n';
import type { CodeEdit, HintFix } from '../../finding';
import {
  type Branch,
  type Call,
  type Callable,
  contains,
  type Expression,
  type Node,
  pathOf,
} from '../../syntax/tree';
import { inside } from '../../syntax/walk';
import type { Context } from '../context';
import { indentAt, lineBreakOf } from './edits';
import { bodyOf, functionAround, loopAround, withAround } from './places';

/** What is called like a network. */
const modelName = /^(?:self\.)?(?:model|net|network|classifier)\w*$/;

/**
 * Switches to evaluation before `with torch.no_grad():`, and back where training may go on after it, or at the
 * beginning of a function that evaluates; `undefined` where it is not certain which network, or when training goes on.
 */
export function evalBefore(context: Context, place: Call | Callable): HintFix | undefined {
  if (place.type === 'callable') return evalInside(context, place);
  const block = withAround(place);
  const body = block && bodyOf(block);
  const model = body && onlyModel(body);
  const { text } = context;
  const indent = block && indentAt(text, block.start);
  if (!body || model === undefined || indent === undefined) return undefined;
  const line = (method: string) => `${indent}${model}.${method}()${lineBreakOf(text)}`;
  const at = block.start - indent.length;
  const before: CodeEdit = { start: at, end: at, newText: line('eval') };
  if (!trainsAfter(context, block))
    return { title: l10n.t('Add {0} before it', `${model}.eval()`), edits: [before] };
  const end = text.indexOf('\n', block.end) + 1;
  if (end === 0 || [...inside(body)].some(leaves)) return undefined;
  const after: CodeEdit = { start: end, end, newText: line('train') };
  const title = l10n.t('Add {0} before it and {1} after it', `${model}.eval()`, `${model}.train()`);
  return { title, edits: [before, after] };
}

function leaves(node: Node): boolean {
  return node.type === 'other' && /^(?:return|break|continue|raise)_statement$|^yield$/.test(node.word);
}

/** At the beginning of `def evaluate(model, …)`, where training switches back by itself. */
function evalInside(context: Context, definition: Callable): HintFix | undefined {
  const model = onlyModel(definition);
  const isGiven = definition.parameters.some(({ target }) => pathOf(target) === model);
  if (model === undefined || !isGiven || !switchesBack(context)) return undefined;
  return firstLine(
    context,
    definition.body.find((one) => one.type !== 'text'),
    `${model}.eval()`,
  );
}

/** `net.train()` at the beginning of a loop's body. */
export function trainAgain(context: Context, { callee }: Call, loop: Branch): HintFix | undefined {
  const body = bodyOf(loop);
  if (callee.type !== 'member' || body?.type !== 'block' || !contains(loop, callee)) return undefined;
  return firstLine(context, body.body[0], `${context.slice(callee.object)}.train()`);
}

function firstLine({ text }: Context, before: Node | undefined, line: string): HintFix | undefined {
  const indent = before && indentAt(text, before.start);
  if (!before || indent === undefined) return undefined;
  const { start } = before;
  const newText = `${line}${lineBreakOf(text)}${indent}`;
  return { title: l10n.t('Add {0} before it', line), edits: [{ start, end: start, newText }] };
}

function onlyModel(body: Node): string | undefined {
  const called = (node: Node): Expression[] => (node.type === 'call' ? [node.callee] : []);
  const paths = [...inside(body)].flatMap(called).map((callee) => pathOf(callee) ?? '');
  const names = new Set(paths.filter((path) => modelName.test(path)));
  return names.size === 1 ? [...names][0] : undefined;
}

/** `net.train()` */
export const isTrain = ({ callee, args, keywords }: Call) =>
  callee.type === 'member' && args.length + keywords.length === 0;

const switchesBack = ({ program }: Context) => program.callsOf('train').some(isTrain);

/** Whether training may follow without a call of `train()`: in a loop, in a function, or further down. */
function trainsAfter(context: Context, block: Branch): boolean {
  if (switchesBack(context)) return false;
  if (loopAround(block) || functionAround(block)) return true;
  return context.program.callsOf('backward').some(({ start }) => start > block.end);
}
