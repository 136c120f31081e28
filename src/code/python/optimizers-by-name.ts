import type { Finding } from '../finding';
import { optimizerOfName, spellings } from '../frameworks/index';
import type { Context } from './context';
import { stringOf } from './literals';
import { type Node, textOf } from './node';
import { optionsOf } from './options';
import { same } from './scopes';

const option = /^(?:optimi[sz]er|optim|opt)(?:_?(?:name|type|class|cls|method|fn|func))?$/i;
const any = () => true;

/**
 * Optimizers that are named beside a usual name and made elsewhere: `{'optimizer': 'adam'}`, `--optimizer`,
 * `train(optimizer_class=optim.SGD)`. Those that a call of the file makes are `known`, and are left out.
 */
export function optimizersByName(context: Context, known: readonly Finding[]): Finding[] {
  const { source } = context.file;
  const made = new Set(known.flatMap(({ kind, name }) => (kind === 'optimizer' ? [name] : [])));
  const found: Finding[] = [];
  const add = (finding: Finding | undefined) => finding && !made.has(finding.name) && found.push(finding);
  for (const { node } of source.marked('optimizers', any))
    add(context.foundAt(node, () => named(context, node)));
  for (const { node } of context.framework ? source.marked('names', isRate) : [])
    add(context.foundAt(node.parent ?? node, () => besideRate(context, node)));
  for (const { name, call, default: value } of source.blocks.flatMap(optionsOf)) {
    if (value && option.test(name)) add(context.foundAt(value, () => finding(context, call, value, name)));
  }
  return found;
}

/** `optimizer='adam'` as a keyword, a default, a constant or a field; `'optimizer': 'adam'` in a dictionary. */
function named(context: Context, node: Node): Finding | undefined {
  const string = node.type === 'identifier' ? null : node.type === 'string' ? node : node.parent;
  const member = node.parent?.type === 'attribute' ? node.parent : null;
  const key = string ?? (member && same(member.childForFieldName('attribute'), node) ? member : node);
  const owner = key.parent;
  const field = { pair: 'key', keyword_argument: 'name', assignment: 'left' }[owner?.type ?? ''] ?? 'name';
  if (!owner || !same(owner.childForFieldName(field), key)) return undefined;
  const value = owner.childForFieldName(owner.type === 'assignment' ? 'right' : 'value');
  return value ? finding(context, owner, value, context.file.text(node)) : undefined;
}

const isRate = (word: string) => /^(?:lr|learning_rate)$/.test(word);
const typeKeys = ['type', 'name', '_target_', 'class_name'];

/** `dict(type='SGD', lr=0.02)`, `{'type': 'AdamW', 'lr': 1e-4}` */
function besideRate(context: Context, name: Node): Finding | undefined {
  const key = name.type === 'identifier' || name.type === 'string' ? name : name.parent;
  const entry = key?.parent;
  const holder = entry?.parent;
  if (!entry || !holder || !isRecord(holder) || !same(entry.firstNamedChild, key)) return undefined;
  for (const other of holder.namedChildren) {
    const found = other === entry ? undefined : typeAt(context, other);
    if (found) return found;
  }
  return undefined;
}

function isRecord(node: Node): boolean {
  return (
    node.type === 'dictionary' || (node.type === 'argument_list' && /^dict\(/.test(textOf(node.parent!)))
  );
}

function typeAt(context: Context, entry: Node): Finding | undefined {
  const [label, value] = entry.namedChildren;
  const word = label && (stringOf(label) ?? textOf(label));
  return value && word && typeKeys.includes(word) ? finding(context, entry, value, word) : undefined;
}

function finding(context: Context, use: Node, value: Node, spelling: string): Finding | undefined {
  const text = stringOf(value);
  const name =
    text === undefined
      ? spellings.get(context.file.qualify(value) ?? '')?.optimizer
      : optimizerOfName(text.slice(text.lastIndexOf('.') + 1));
  return name === undefined
    ? undefined
    : context.finding(use, 'optimizer', { name, spelling, confidence: 'medium' });
}
