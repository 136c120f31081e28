import * as l10n from '@vscode/l10n';
import type { CodeEdit, HintFix } from '../finding';
import type { Context } from './context';
import { indentAt, lineBreakOf } from './lines-of';
import { type Node, textOf } from './node';
import { enclosing } from './scopes';

type Fix = HintFix | undefined;

/** What is called like a network: its name is captured. */
const modelCall = /(?<![\w.])((?:self\.)?(?:model|net|network|classifier)\w*)\(/g;

/**
 * Switches to evaluation before `with torch.no_grad():` at `call`, and back where training may go on after it;
 * `undefined` where it is not certain which network, or when training goes on.
 */
export function evalBefore(context: Context, call: Node): Fix {
  if (call.parent?.type === 'function_definition') return evalInside(context, call.parent);
  const block = enclosing(call, 'with_statement');
  const body = block?.childForFieldName('body');
  const model = body && onlyModel(textOf(body));
  if (!block || !body || !model) return undefined;
  const { text } = context.file.source;
  const at = context.file.source.start(block);
  const indent = indentAt(text, at);
  if (text.slice(at - indent.length, at) !== indent || !isAtLineStart(text, at - indent.length))
    return undefined;
  const line = (method: string) => `${indent}${model}.${method}()${lineBreakOf(text)}`;
  const before: CodeEdit = { start: at - indent.length, end: at - indent.length, newText: line('eval') };
  if (!trainsAfter(context, block))
    return { title: l10n.t('Add {0} before it', `${model}.eval()`), edits: [before] };
  const end = afterLine(text, context.file.source.end(block));
  if (end === undefined || /\b(?:return|break|continue|yield|raise)\b/.test(textOf(body))) return undefined;
  const after: CodeEdit = { start: end, end, newText: line('train') };
  const title = l10n.t('Add {0} before it and {1} after it', `${model}.eval()`, `${model}.train()`);
  return { title, edits: [before, after] };
}

/** At the beginning of `def evaluate(model, …)`, where training switches back by itself. */
function evalInside(context: Context, definition: Node): Fix {
  const body = definition.childForFieldName('body');
  const model = body && onlyModel(textOf(body));
  const parameters = definition.childForFieldName('parameters')?.namedChildren.map(textOf) ?? [];
  if (!body || !model || !parameters.some((name) => name.split(/[:=\s]/)[0] === model)) return undefined;
  if (!switchesBack(context)) return undefined;
  const first = body.namedChildren.find((child) => !isDocumentation(child));
  const { text } = context.file.source;
  const at = first && context.file.source.start(first);
  const indent = at === undefined ? '' : indentAt(text, at);
  if (at === undefined || !isAtLineStart(text, at - indent.length)) return undefined;
  const newText = `${model}.eval()${lineBreakOf(text)}${indent}`;
  return { title: l10n.t('Add {0} before it', `${model}.eval()`), edits: [{ start: at, end: at, newText }] };
}

function isDocumentation(statement: Node): boolean {
  return statement.type === 'comment' || statement.firstNamedChild?.type === 'string';
}

function onlyModel(text: string): string | undefined {
  const names = new Set([...text.matchAll(modelCall)].map(([, name]) => name!));
  return names.size === 1 ? [...names][0] : undefined;
}

function isAtLineStart(text: string, offset: number): boolean {
  return offset === 0 || text[offset - 1] === '\n';
}

/** Where the next line begins; `undefined`: the text ends first. */
function afterLine(text: string, offset: number): number | undefined {
  const lineBreak = text.indexOf('\n', offset);
  return lineBreak < 0 ? undefined : lineBreak + 1;
}

/** Whether the file calls `train()` of a network. */
function switchesBack({ file }: Pick<Context, 'file'>): boolean {
  return file.calls.get('train').some((call) => textOf(call).endsWith('.train()'));
}

/** Whether training may follow without a call of `train()`: in a loop, in a function, or further down. */
function trainsAfter({ file }: Context, block: Node): boolean {
  if (switchesBack({ file })) return false;
  const from = file.source.end(block);
  const isRepeated = enclosing(block, 'for_statement', 'while_statement', 'function_definition') !== null;
  return isRepeated || file.calls.get('backward').some((call) => file.source.start(call) > from);
}
