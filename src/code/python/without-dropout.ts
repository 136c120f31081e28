import * as l10n from '@vscode/l10n';
import type { CodeEdit, HintFix, Span } from '../finding';
import { argumentsOf } from './arguments';
import { withoutMember, withoutStatement } from './lines-of';
import { type Node, textOf } from './node';
import { classOf } from './scopes';
import type { PythonSource } from './source';

/** Takes a dropout layer out of a network; `undefined` where it is not certain what else would have to change. */
export function withoutDropout(source: PythonSource, layer: Span): HintFix | undefined {
  const call = nodeAt(source, layer, 'call');
  const edits = call && editsOf(source, call);
  return edits && { title: l10n.t('Remove this dropout'), edits };
}

/** The node of a type that a span is of. */
export function nodeAt(source: PythonSource, { start, end }: Span, type: string): Node | undefined {
  const block = source.blockAt(start);
  let node: Node | null = block.nodeAt(start - block.start);
  while (
    node &&
    (source.end(node) < end ||
      (node.type !== type && source.end(node) === end && source.start(node) === start))
  )
    node = node.parent;
  return node?.type === type && source.start(node) === start && source.end(node) === end ? node : undefined;
}

function editsOf(source: PythonSource, call: Node): readonly CodeEdit[] | undefined {
  const parent = call.parent;
  switch (parent?.type) {
    case 'list':
    case 'argument_list':
      return listed(source, call, parent);
    case 'tuple':
      // `('drop', nn.Dropout(0.5))` of an OrderedDict.
      return parent.parent?.type === 'list' ? listed(source, parent, parent.parent) : undefined;
    case 'call':
      return some(applied(source, parent));
    case 'assignment':
      return member(source, call, parent) ?? some(applied(source, call));
    default:
      return some(applied(source, call));
  }
}

function some(edit: CodeEdit | undefined): readonly CodeEdit[] | undefined {
  return edit && [edit];
}

/** A member of a container; one that is asked for by its number elsewhere is left alone. */
function listed(source: PythonSource, layer: Node, list: Node): readonly CodeEdit[] | undefined {
  const holder = list.type === 'list' ? list.parent?.parent : list.parent;
  if (holder?.type !== 'call') return undefined;
  const callee = holder.childForFieldName('function');
  if (callee?.type === 'attribute' && textOf(callee).endsWith('.add')) {
    const statement = holder.parent;
    return statement?.type === 'expression_statement' ? some(withoutStatement(source, statement)) : undefined;
  }
  const left = holder.parent?.type === 'assignment' ? holder.parent.childForFieldName('left') : null;
  if (left && source.text.includes(`${textOf(left)}[`)) return undefined;
  return some(withoutMember(source, layer));
}

/** `x = F.dropout(x)` goes with its line; elsewhere what is dropped from stands for itself. */
function applied(source: PythonSource, call: Node): CodeEdit | undefined {
  const args = argumentsOf(call);
  const input = args?.positional[0];
  if (!input || !/^(?:identifier|call|attribute|subscript)$/.test(input.type)) return undefined;
  const assignment = call.parent?.type === 'assignment' ? call.parent : null;
  const left = assignment?.childForFieldName('left');
  if (left && textOf(left) === textOf(input) && assignment?.parent)
    return withoutStatement(source, assignment.parent);
  return { ...source.span(call), newText: textOf(input) };
}

/** `self.drop = nn.Dropout(0.5)` and its only use. */
function member(source: PythonSource, call: Node, assignment: Node): readonly CodeEdit[] | undefined {
  const left = assignment.childForFieldName('left');
  const name = left?.type === 'attribute' ? left.childForFieldName('attribute') : null;
  const owner = classOf(call);
  if (!left || !name || !owner || !textOf(left).startsWith('self.') || !assignment.parent) return undefined;
  const word = textOf(name);
  const { block } = call;
  const places = block.offsetsOf(word).filter((offset) => block.nodeAt(offset) !== name);
  const [place] = places;
  if (places.length !== 1 || source.text.split(`.${word}`).length > 3) return undefined;
  const use = block.nodeAt(place!).parent?.parent;
  const callee = use?.type === 'call' ? use.childForFieldName('function') : null;
  if (!use || !callee || textOf(callee) !== textOf(left) || classOf(use) !== owner) return undefined;
  const definition = withoutStatement(source, assignment.parent);
  const application = applied(source, use);
  return definition && application ? [definition, application] : undefined;
}
