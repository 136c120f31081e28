import * as l10n from '@vscode/l10n';
import type { CodeEdit, HintFix } from '../../finding';
import {
  type Assignment,
  around,
  type Call,
  type Declaration,
  type List,
  type Member,
  type Node,
  pathOf,
} from '../../syntax/tree';
import { targetOf } from '../../syntax/walk';
import type { Context } from '../context';
import { withoutMember, withoutStatement } from './edits';
import { nodesOf, statementsAround } from './places';

/** Takes a dropout layer out of a network; `undefined` where it is not certain what else would have to change. */
export function withoutDropout(context: Context, layer: Call): HintFix | undefined {
  const edits = editsOf(context, layer);
  return edits && { title: l10n.t('Remove this dropout'), edits };
}

function editsOf(context: Context, layer: Call): readonly CodeEdit[] | undefined {
  const { up } = layer;
  switch (up?.type) {
    case 'list': {
      // `('drop', nn.Dropout(0.5))` of an OrderedDict.
      const outer = up.isTuple ? up.up : undefined;
      if (up.isTuple) return outer?.type === 'list' ? listed(context, up, outer) : undefined;
      return listed(context, layer, up);
    }
    case 'call':
      return up.callee === layer ? some(applied(context, up)) : listed(context, layer, up);
    case 'declaration':
    case 'assignment':
      return kept(context, layer, up) ?? some(applied(context, layer));
    default:
      return some(applied(context, layer));
  }
}

const some = (edit: CodeEdit | undefined) => edit && [edit];

/** A member of a container; one that is asked for by its number elsewhere is left alone. */
function listed(context: Context, layer: Node, list: List | Call): readonly CodeEdit[] | undefined {
  const holder = list.type === 'list' ? list.up : list;
  if (holder?.type !== 'call') return undefined;
  if (holder.callee.type === 'member' && holder.callee.name === 'add')
    return statementsAround(holder) && some(withoutStatement(context, holder));
  const target = targetOf(holder);
  const isPath = target?.type === 'name' || target?.type === 'member';
  if (isPath && isIndexed(context, pathOf(target))) return undefined;
  const siblings = list.type === 'list' ? list.items : [...list.args, ...list.keywords];
  return some(withoutMember(context, layer, siblings));
}

/** `net[2]` */
function isIndexed(context: Context, path: string | undefined): boolean {
  return nodesOf(context).some((node) => node.type === 'index' && pathOf(node.object) === path);
}

/** `x = F.dropout(x)` goes with its line; elsewhere what is dropped from stands for itself. */
function applied(context: Context, call: Call): CodeEdit | undefined {
  const [input] = call.args;
  if (!input || !/^(?:name|call|member|index)$/.test(input.type)) return undefined;
  const newText = context.slice(input);
  const target = targetOf(call);
  if (target && context.slice(target) === newText) return withoutStatement(context, call.up!);
  const { start, end } = call;
  return { start, end, newText };
}

/** `self.drop = nn.Dropout(0.5)` and its only use. */
function kept(
  context: Context,
  layer: Call,
  assignment: Declaration | Assignment,
): readonly CodeEdit[] | undefined {
  const { target } = assignment;
  const owner = around(layer, 'class');
  if (target.type !== 'member' || !owner || !pathOf(target)?.startsWith('self.')) return undefined;
  const isSame = (node: Node): node is Member =>
    node.type === 'member' && node.name === target.name && node !== target;
  const [use, ...more] = nodesOf(context).filter(isSame);
  const call = use?.up?.type === 'call' && use.up.callee === use ? use.up : undefined;
  if (!use || !call || more.length > 0 || pathOf(use) !== pathOf(target)) return undefined;
  if (around(use, 'class') !== owner) return undefined;
  const definition = withoutStatement(context, assignment);
  const application = applied(context, call);
  return definition && application ? [definition, application] : undefined;
}
