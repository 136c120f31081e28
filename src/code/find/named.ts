import type { Binding } from '../program/scopes';
import type { Call, Entry, Expression, Member, Node } from '../syntax/tree';
import type { Context } from './context';

/** A value beside a name. */
export interface NamedValue {
  readonly name: string;
  /** Where the name stands. */
  readonly at: number;
  /** `null`: a parameter without a default. */
  readonly value: Expression | null;
  /** Both of them. */
  readonly use: Node;
  readonly place: Place;
}

export type Place =
  /** `lr = 0.1` in code or in the body of a class, `def train(lr=0.1)`; all bindings of the name in its scope. */
  | { readonly kind: 'binding'; readonly binding: Binding; readonly alike: readonly Binding[] }
  /** `config.lr = 0.1`, `config['lr'] = 0.1` */
  | { readonly kind: 'member'; readonly target: Member; readonly isKey: boolean }
  /** `Trainer(lr=0.1)` */
  | { readonly kind: 'keyword'; readonly call: Call }
  /** `{'lr': 0.1}` */
  | { readonly kind: 'pair' };

const perContext = new WeakMap<Context, readonly NamedValue[]>();

/** Every value that stands beside a name, in the order of the text. */
export function namesOf(context: Context): readonly NamedValue[] {
  const known = perContext.get(context) ?? namesIn(context).sort((a, b) => a.at - b.at);
  perContext.set(context, known);
  return known;
}

function namesIn(context: Context): NamedValue[] {
  const { program, text } = context;
  const keywords = program.calls.flatMap((call) =>
    call.keywords.flatMap((entry) => named(entry, { kind: 'keyword', call })),
  );
  const pairs = program.records.flatMap(({ entries }) => entries.flatMap((entry) => named(entry, PAIR)));
  const members = program.assignments.flatMap((use): NamedValue[] => {
    const { target, operator, value } = use;
    if (target.type !== 'member' || operator !== '=') return [];
    const isKey = text[target.end - 1] === ']';
    return [{ name: target.name, at: target.end, value, use, place: { kind: 'member', target, isKey } }];
  });
  return [...program.scopes.all().flatMap(bound), ...members, ...keywords, ...pairs];
}

const PAIR: Place = { kind: 'pair' };

function named(use: Entry, place: Place): NamedValue[] {
  const { key: name, start: at, value } = use;
  return name === null ? [] : [{ name, at, value, use, place }];
}

function bound({ name, bindings: alike }: { name: string; bindings: readonly Binding[] }): NamedValue[] {
  return alike.flatMap((binding) => {
    const { at, value } = binding;
    const use = holderOf(binding);
    return use ? [{ name, at: at.start, value, use, place: { kind: 'binding', binding, alike } }] : [];
  });
}

/** The statement, or the parameter, that binds a name to a value that is written; `undefined`: nothing does. */
function holderOf({ at, value, formal }: Binding): Node | undefined {
  if (formal) return at.up ?? undefined;
  if (!value || value.type === 'class' || value.type === 'callable') return undefined;
  let holder: Node | null = at.up;
  while (holder?.type === 'list' || holder?.type === 'spread') holder = holder.up;
  if (holder?.type === 'assignment') return holder.operator === '=' ? holder : undefined;
  return holder?.type === 'declaration' || holder?.type === 'field' ? holder : undefined;
}
