import { make } from './make';
import { field, named, type Raw } from './raw';
import { span, TreeReader } from './reader';
import type {
  Assignment,
  Block,
  Branch,
  Call,
  Callable,
  Class,
  Constant,
  Declaration,
  Entry,
  Expression,
  Field,
  Member,
  Name,
  Node,
  Other,
  Parameter,
  Record as RecordNode,
  Statement,
} from './tree';

/** Types, comments, and the words and marks that are no operators: a third of all nodes. */
export const LEFT_OUT_OF_PYTHON: ReadonlySet<string> = new Set([
  ...['comment', 'type_parameter', 'line_continuation', 'pass_statement'],
  ...['string_start', 'string_end', 'positional_separator'],
  ...[',', '=', '->', 'def', 'class', 'return', 'import', 'from', 'as', 'with', 'async', 'for', 'while'],
  ...['if', 'elif', 'else', 'try', 'except', 'finally', 'raise', 'assert', 'del', 'global', 'nonlocal'],
  ...['pass', 'break', 'continue'],
]);

const wrappers = new Set(['parenthesized_expression', 'await', 'expression_statement', 'else_clause']);
const names = new Set(['identifier', 'keyword_identifier', 'print']);
const lists = new Set(['list', 'tuple', 'expression_list', 'pattern_list', 'tuple_pattern', 'list_pattern']);
const branches = new Set([
  ...['if_statement', 'elif_clause', 'while_statement', 'try_statement', 'except_clause', 'finally_clause'],
  ...['with_statement', 'match_statement', 'case_clause'],
]);
const comprehensions = new Set([
  ...['list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression'],
]);
/** Decorators of classes that have fields and no more. */
const records = /^@(?:\w+\.)?(?:dataclass|define|frozen|attrs|s)\b/;
const constants: Readonly<Record<string, boolean | null>> = { true: true, false: false, none: null };

/** Makes the small tree of a Python text, or of the block of one that `root` is of. */
export function pythonTree(text: string, root: Raw): Block {
  return new Reader(text).block(root);
}

class Reader extends TreeReader {
  protected node(raw: Raw): Node {
    const { type } = raw;
    if (names.has(type)) return this.name(raw);
    if (lists.has(type)) return this.#list(raw);
    if (branches.has(type)) return this.#branch(raw, this.all(named(raw)));
    if (comprehensions.has(type)) return this.#comprehension(raw);
    if (type in constants) return make({ type: 'constant', ...span(raw), value: constants[type]! });
    const inner = wrappers.has(type) && named(raw).length === 1 ? named(raw)[0] : undefined;
    if (inner) return this.node(inner);
    return readers[type]?.(this, raw) ?? this.other(raw);
  }

  #list(raw: Raw): Node {
    const isTuple = !raw.type.startsWith('list');
    return make({ type: 'list', ...span(raw), items: this.expressions(named(raw)), isTuple });
  }

  number(raw: Raw): Node {
    const value = Number(this.slice(raw).replace(/_/g, '').replace(/[lL]$/, ''));
    return Number.isNaN(value) ? this.other(raw) : make({ type: 'number', ...span(raw), value });
  }

  /** A string without anything put into it. */
  string(raw: Raw): Node {
    const parts = named(raw);
    if (parts.some(({ type }) => type !== 'string_content')) return this.other(raw);
    const value = parts.map((part) => this.slice(part)).join('');
    return make({ type: 'text', ...span(raw), value });
  }

  attribute(raw: Raw): Node {
    const attribute = field(raw, 'attribute');
    const name = attribute ? this.slice(attribute) : '';
    return make({ type: 'member', ...span(raw), object: this.in(raw, 'object'), name });
  }

  subscript(raw: Raw): Node {
    const object = this.in(raw, 'value');
    const keys = raw.children.filter((child) => child.field === 'subscript');
    const [key, ...more] = this.expressions(keys);
    if (!key || more.length > 0)
      return make({
        type: 'other',
        ...span(raw),
        word: raw.type,
        parts: [object, ...(key ? [key] : []), ...more],
      });
    if (key.type === 'text') return make<Member>({ type: 'member', ...span(raw), object, name: key.value });
    return make({ type: 'index', ...span(raw), object, index: key });
  }

  /** `1:`, `:-1`, `::2`: what is not written is `None`. */
  bounds(raw: Raw): Node {
    const bounds: Expression[] = [];
    let [at, bound]: [number, Expression | undefined] = [raw.start, undefined];
    const end = (next: number) => {
      for (const _ of this.text.slice(at, next).matchAll(/:/g)) {
        bounds.push(bound ?? nothing(next));
        bound = undefined;
      }
    };
    for (const part of named(raw)) {
      end(part.start);
      bound = this.expression(part, part);
      at = part.end;
    }
    end(raw.end);
    bounds.push(bound ?? nothing(raw.end));
    return make<Other>({ type: 'other', ...span(raw), word: raw.type, parts: bounds });
  }

  unary(raw: Raw): Node {
    const operator = field(raw, 'operator')?.type ?? 'not';
    return make({ type: 'unary', ...span(raw), operator, operand: this.in(raw, 'argument') });
  }

  binary(raw: Raw): Node {
    const operator = field(raw, 'operator')?.type ?? '';
    return make({
      type: 'binary',
      ...span(raw),
      operator,
      left: this.in(raw, 'left'),
      right: this.in(raw, 'right'),
    });
  }

  comparison(raw: Raw): Node {
    const [left, right, ...more] = this.expressions(named(raw));
    const operator = raw.children.filter((child) => child.field === 'operators').map(({ type }) => type);
    if (!left || !right || more.length > 0) return this.other(raw);
    return make({ type: 'binary', ...span(raw), operator: operator.join(' '), left, right });
  }

  /** `yes if test else no` */
  condition(raw: Raw): Node {
    const [yes, test, no] = this.expressions(named(raw));
    if (!yes || !test || !no) return this.other(raw);
    return make({ type: 'condition', ...span(raw), test, yes, no });
  }

  call(raw: Raw): Node {
    const list = field(raw, 'arguments');
    const all = list?.type === 'argument_list' ? named(list) : list ? [list] : [];
    const given = all.filter(({ type }) => type !== 'ERROR');
    const isKeyword = ({ type }: Raw) => type === 'keyword_argument' || type === 'dictionary_splat';
    return make<Call>({
      ...{ type: 'call', ...span(raw), callee: this.in(raw, 'function') },
      args: this.expressions(given.filter((one) => !isKeyword(one))),
      keywords: given.filter(isKeyword).map((one) => this.#entry(one, 'name')),
    });
  }

  #entry(raw: Raw, keyField: 'name' | 'key'): Entry {
    if (raw.type === 'dictionary_splat') {
      const value = this.spread(raw) as Expression;
      return make<Entry>({ type: 'entry', ...span(raw), key: null, computed: null, value });
    }
    const written = field(raw, keyField);
    const word = written && keyField === 'key' ? this.expression(written, raw) : undefined;
    const key = word?.type === 'text' ? word.value : written && !word ? this.slice(written) : null;
    const computed = key === null && word ? word : null;
    return make<Entry>({ type: 'entry', ...span(raw), key, computed, value: this.in(raw, 'value') });
  }

  dictionary(raw: Raw): Node {
    const entries = named(raw).map((one) => this.#entry(one, 'key'));
    return make<RecordNode>({ type: 'record', ...span(raw), entries, isEnum: false });
  }

  /** Names are bound in the function, members are assigned. */
  assignment(raw: Raw): Node {
    const right = field(raw, 'right');
    if (!right) return make({ type: 'other', ...span(raw), word: 'annotation', parts: [] });
    const [target, value] = [this.in(raw, 'left'), this.expression(right, right)];
    if (target.type === 'member' || target.type === 'index')
      return make<Assignment>({ type: 'assignment', ...span(raw), target, operator: '=', value });
    return this.#declaration(raw, target, value, false);
  }

  #declaration(raw: Raw, target: Expression, value: Expression | null, isFilled: boolean): Declaration {
    return make<Declaration>({ type: 'declaration', ...span(raw), target, value, isHoisted: true, isFilled });
  }

  changed(raw: Raw): Node {
    const operator = field(raw, 'operator')?.type ?? '+=';
    const made = { target: this.in(raw, 'left'), operator, value: this.in(raw, 'right') };
    return make<Assignment>({ type: 'assignment', ...span(raw), ...made });
  }

  walrus(raw: Raw): Node {
    const made = { target: this.in(raw, 'name'), operator: '=', value: this.in(raw, 'value') };
    return make<Assignment>({ type: 'assignment', ...span(raw), ...made });
  }

  #branch(raw: Raw, parts: readonly Node[], over: Expression | null = null): Branch {
    const isLoop = /^(?:for|while)_/.test(raw.type);
    return make<Branch>({ type: 'branch', ...span(raw), word: raw.type, isLoop, over, parts });
  }

  loop(raw: Raw): Node {
    const left = field(raw, 'left');
    const right = named(raw).filter((part) => part !== left);
    const rest = this.all(right);
    const over = rest[right.findIndex((part) => part.field === 'right')] as Expression | undefined;
    const target = left ? [this.#declaration(left, this.expression(left, left), null, true)] : [];
    return this.#branch(raw, [...target, ...rest], over);
  }

  /** The names of a comprehension are its own. */
  #comprehension(raw: Raw): Node {
    const parts = named(raw).map(
      (one): Node => (one.type === 'for_in_clause' ? this.#clause(one) : this.node(one)),
    );
    const block = make<Block>({ type: 'block', ...span(raw), body: parts });
    return make({ type: 'other', ...span(raw), word: raw.type, parts: [block] });
  }

  #clause(raw: Raw): Node {
    const [target, over] = [this.in(raw, 'left'), this.in(raw, 'right')];
    const made = { target, value: null, isHoisted: false, isFilled: true };
    const declaration = make<Declaration>({ type: 'declaration', ...span(raw), ...made });
    return make({ type: 'other', ...span(raw), word: raw.type, parts: [declaration, over] });
  }

  /** `with open(path) as file`, `except Error as error` */
  named(raw: Raw): Node {
    const [value, alias] = named(raw);
    const target = alias && named(alias)[0];
    const filled = target ? [this.#declaration(target, this.expression(target, target), null, true)] : [];
    return make({
      type: 'other',
      ...span(raw),
      word: raw.type,
      parts: [this.expression(value, raw), ...filled],
    });
  }

  callable(raw: Raw, decorators: readonly Expression[] = []): Node {
    const [title, body] = [field(raw, 'name'), field(raw, 'body')];
    const list = field(raw, 'parameters');
    return make<Callable>({
      ...{
        type: 'callable',
        ...span(raw),
        name: title ? this.name(title) : null,
        isArrow: raw.type === 'lambda',
        decorators,
      },
      parameters: list ? this.#parameters(named(list)) : [],
      body: body ? this.all(body.type === 'block' ? named(body) : [body]) : [],
    });
  }

  #parameters(raws: readonly Raw[]): Parameter[] {
    const star = raws.findIndex(({ type }) => /^(?:keyword_separator|list_splat_pattern)$/.test(type));
    return raws.flatMap((raw, i) => this.#parameter(raw, star >= 0 && i > star) ?? []);
  }

  #parameter(raw: Raw, isKeyword: boolean): Parameter | undefined {
    if (raw.type === 'keyword_separator') return undefined;
    const inner = raw.type === 'typed_parameter' ? (named(raw)[0] ?? raw) : raw;
    const isRest = inner.type.endsWith('splat_pattern');
    const isRecord = inner.type === 'dictionary_splat_pattern';
    const target = inner.type === 'identifier' ? inner : (field(inner, 'name') ?? named(inner)[0]);
    if (!target || raw.type === 'ERROR') return undefined;
    const type = field(raw, 'type');
    return make<Parameter>({
      ...{ type: 'parameter', ...span(raw), target: this.expression(target, target) },
      ...{ value: this.optional(field(raw, 'value')), isRest, isRecord, isKeyword, isMember: false },
      annotation: type ? this.slice(type) : null,
    });
  }

  class(raw: Raw, decorators: readonly Expression[] = [], isRecord = false): Node {
    const [title, body, above] = ['name', 'body', 'superclasses'].map((name) => field(raw, name));
    const bases = this.expressions(
      (above ? named(above) : []).filter(({ type }) => type !== 'keyword_argument'),
    );
    return make<Class>({
      ...{
        type: 'class',
        ...span(raw),
        name: title ? this.name(title) : null,
        base: bases[0] ?? null,
        bases,
        decorators,
        isRecord,
      },
      fields: body ? named(body).map((one) => this.#field(one)) : [],
    });
  }

  #field(raw: Raw): Field {
    const node = this.node(raw);
    const left =
      node.type === 'other' && node.word === 'annotation' ? field(named(raw)[0] ?? raw, 'left') : undefined;
    const isStatic = named(raw).some(
      (one) => one.type === 'decorator' && /staticmethod/.test(this.slice(one)),
    );
    const [inner] = named(raw);
    const isDeclared = inner?.type === 'assignment' && field(inner, 'type') !== undefined;
    const made = { type: 'field' as const, ...span(raw), isStatic, isDeclared };
    if (node.type === 'callable')
      return make<Field>({ ...made, kind: 'method', name: node.name?.name ?? null, value: node });
    if (left?.type === 'identifier')
      return make<Field>({ ...made, kind: 'field', name: this.slice(left), value: null });
    const isNamed = node.type === 'declaration' && node.target.type === 'name';
    const name = isNamed ? (node.target as Name).name : null;
    const value = isNamed ? node.value : (node as Exclude<Node, Statement | Entry | Parameter | Field>);
    return make<Field>({ ...made, kind: 'field', name, value });
  }

  decorated(raw: Raw): Node {
    const definition = field(raw, 'definition');
    if (!definition) return this.other(raw);
    const above = named(raw).filter(({ type }) => type === 'decorator');
    const isRecord = above.some((one) => records.test(this.slice(one)));
    const decorators = this.expressions(above.flatMap((one) => named(one)[0] ?? []));
    return definition.type === 'class_definition'
      ? this.class(definition, decorators, isRecord)
      : this.callable(definition, decorators);
  }

  /** `import torch.nn as nn`, `from torch import nn as n` */
  import(raw: Raw): Node {
    const from = field(raw, 'module_name');
    const imported = raw.children
      .filter((child) => child.field === 'name')
      .map((one) => this.#imported(one, from !== undefined));
    const isStar = raw.children.some(({ type }) => type === 'wildcard_import');
    const module = from ? this.slice(from) : '';
    return make({ type: 'import', ...span(raw), module, isStar, names: imported });
  }

  /** `import a.b` brings `a`. */
  #imported(raw: Raw, isFrom: boolean): { local: Name; path: string[] } {
    const [name, alias] = [field(raw, 'name') ?? raw, field(raw, 'alias')];
    const path = this.slice(name).split('.');
    if (alias) return { local: this.name(alias), path };
    const first = named(name)[0] ?? name;
    return { local: this.name(isFrom ? name : first), path: isFrom ? path : path.slice(0, 1) };
  }
}

type Read = (reader: Reader, raw: Raw) => Node;

const number: Read = (reader, raw) => reader.number(raw);
const binary: Read = (reader, raw) => reader.binary(raw);
const unary: Read = (reader, raw) => reader.unary(raw);
const spread: Read = (reader, raw) => reader.spread(raw);
const callable: Read = (reader, raw) => reader.callable(raw);
const importAt: Read = (reader, raw) => reader.import(raw);

const readers: Readonly<Record<string, Read>> = {
  integer: number,
  float: number,
  string: (reader, raw) => reader.string(raw),
  attribute: (reader, raw) => reader.attribute(raw),
  subscript: (reader, raw) => reader.subscript(raw),
  slice: (reader, raw) => reader.bounds(raw),
  unary_operator: unary,
  not_operator: unary,
  binary_operator: binary,
  boolean_operator: binary,
  comparison_operator: (reader, raw) => reader.comparison(raw),
  conditional_expression: (reader, raw) => reader.condition(raw),
  call: (reader, raw) => reader.call(raw),
  dictionary: (reader, raw) => reader.dictionary(raw),
  list_splat: spread,
  list_splat_pattern: spread,
  assignment: (reader, raw) => reader.assignment(raw),
  augmented_assignment: (reader, raw) => reader.changed(raw),
  named_expression: (reader, raw) => reader.walrus(raw),
  for_statement: (reader, raw) => reader.loop(raw),
  as_pattern: (reader, raw) => reader.named(raw),
  block: (reader, raw) => reader.block(raw),
  function_definition: callable,
  lambda: callable,
  class_definition: (reader, raw) => reader.class(raw),
  decorated_definition: (reader, raw) => reader.decorated(raw),
  import_statement: importAt,
  import_from_statement: importAt,
};

const nothing = (at: number) => make<Constant>({ type: 'constant', start: at, end: at, value: null });
