import type { Finding } from '../finding';
import { optimizerOfName, spellings } from '../frameworks/index';
import { type Entry, type Expression, lastName, type Node } from '../syntax/tree';
import type { Context } from './context';
import { namesOf } from './named';

const usual = /^(?:optimi[sz](?:er|ing)|optim)(?:_?(?:name|type|class|cls|method|fn|func|cls_name))?$/i;
const option = /^(?:optimi[sz]er|optim|opt)(?:_?(?:name|type|class|cls|method|fn|func))?$/i;

/**
 * Optimizers that are named beside a usual name and made elsewhere: `{'optimizer': 'adam'}`, `--optimizer`,
 * `train(optimizer_class=optim.SGD)`. Those that a call of the file makes are `known`, and are left out.
 */
export function optimizersByName(context: Context, known: readonly Finding[]): Finding[] {
  const { program, evaluator } = context;
  const made = new Set(known.flatMap(({ kind, name }) => (kind === 'optimizer' ? [name] : [])));
  const records = [
    ...program.records.map(({ entries }) => entries),
    ...program.calls.flatMap(({ callee, keywords }) => (lastName(callee) === 'dict' ? [keywords] : [])),
  ];
  const found = [
    ...namesOf(context).flatMap(({ name, use, value }) =>
      value && usual.test(name) ? (finding(context, use, value, name) ?? []) : [],
    ),
    ...(context.framework ? records.flatMap((entries) => besideRate(context, entries) ?? []) : []),
    ...evaluator.options.flatMap(({ name, call, default: value }) =>
      value && option.test(name) ? (finding(context, call, value, name) ?? []) : [],
    ),
  ];
  return found.filter(({ name }) => !made.has(name));
}

const typeKeys = new Set(['type', 'name', '_target_', 'class_name']);

/** `dict(type='SGD', lr=0.02)`, `{'type': 'AdamW', 'lr': 1e-4}` */
function besideRate(context: Context, entries: readonly Entry[]): Finding | undefined {
  if (!entries.some(({ key }) => key === 'lr' || key === 'learning_rate')) return undefined;
  for (const entry of entries) {
    const { key, value } = entry;
    const found = key !== null && typeKeys.has(key) ? finding(context, entry, value, key) : undefined;
    if (found) return found;
  }
  return undefined;
}

function finding(context: Context, use: Node, value: Expression, spelling: string): Finding | undefined {
  const name =
    value.type === 'text'
      ? optimizerOfName(value.value.slice(value.value.lastIndexOf('.') + 1))
      : spellings.get(context.qualify(value) ?? '')?.optimizer;
  return name === undefined
    ? undefined
    : context.finding(use, 'optimizer', { name, spelling, confidence: 'medium' });
}
