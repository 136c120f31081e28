import { make } from './make';
import { field, has, named, type Raw } from './raw';
import { span, TreeReader } from './reader';
import type {
  Assignment,
  Block,
  Branch,
  Call,
  Callable,
  Class,
  Declaration,
  Entry,
  Expression,
  Field,
  Name,
  Node,
  Parameter,
  Record as RecordNode,
} from './tree';

/** Types, what only declares them, and comments: nothing of it is read. */
export const LEFT_OUT: ReadonlySet<string> = new Set([
  ...['comment', 'html_comment', 'hash_bang_line', 'decorator', 'empty_statement', 'export_clause'],
  ...[
    'type_annotation',
    'type_arguments',
    'type_parameters',
    'type_predicate_annotation',
    'asserts_annotation',
  ],
  ...['interface_declaration', 'type_alias_declaration', 'ambient_declaration', 'implements_clause'],
  ...['function_signature', 'method_signature', 'abstract_method_signature', 'index_signature'],
  ...['break_statement', 'continue_statement', 'debugger_statement', 'jsx_text', 'jsx_closing_element'],
]);

/** What stands for the expression in it. */
const wrappers = new Set([
  ...['parenthesized_expression', 'as_expression', 'satisfies_expression', 'non_null_expression'],
  ...['await_expression', 'instantiation_expression', 'expression_statement', 'else_clause'],
]);

const names = new Set([
  ...['identifier', 'property_identifier', 'private_property_identifier', 'shorthand_property_identifier'],
  ...['shorthand_property_identifier_pattern', 'this', 'super', 'import', 'type_identifier'],
]);

const callables = new Set([
  ...['function_declaration', 'generator_function_declaration', 'function_expression', 'generator_function'],
  ...['arrow_function', 'method_definition', 'function'],
]);

const constants: Readonly<Record<string, boolean | null>> = {
  true: true,
  false: false,
  null: null,
  undefined: null,
};

/** Makes the small tree of a JavaScript or TypeScript text out of that of the grammar `tsx`. */
export function javascriptTree(text: string, root: Raw): Block {
  return new Reader(text).block(root);
}

class Reader extends TreeReader {
  /** A statement or an expression. */
  protected node(raw: Raw): Node {
    if (names.has(raw.type)) return this.name(raw);
    if (callables.has(raw.type)) return this.#callable(raw);
    if (raw.type in constants) return make({ type: 'constant', ...span(raw), value: constants[raw.type]! });
    const inner = wrappers.has(raw.type) ? named(raw)[0] : undefined;
    if (inner) return this.node(inner);
    return readers[raw.type]?.(this, raw) ?? this.other(raw);
  }

  sequence(raw: Raw): Node {
    return make({ type: 'other', ...span(raw), word: 'sequence', parts: this.all(named(raw)) });
  }

  number(raw: Raw): Node {
    const value = Number(this.slice(raw).replace(/_/g, '').replace(/n$/, ''));
    return make({ type: 'number', ...span(raw), value });
  }

  string(raw: Raw): Node {
    return make({ type: 'text', ...span(raw), value: this.text.slice(raw.start + 1, raw.end - 1) });
  }

  template(raw: Raw): Node {
    return raw.children.some(({ type }) => type === 'template_substitution')
      ? this.other(raw)
      : this.string(raw);
  }

  member(raw: Raw): Node {
    const property = field(raw, 'property');
    const name = property ? this.slice(property) : '';
    return make({ type: 'member', ...span(raw), object: this.in(raw, 'object'), name });
  }

  subscript(raw: Raw): Node {
    const object = this.in(raw, 'object');
    const index = this.in(raw, 'index');
    if (index.type === 'text') return make({ type: 'member', ...span(raw), object, name: index.value });
    return make({ type: 'index', ...span(raw), object, index });
  }

  #operator(raw: Raw): string {
    return field(raw, 'operator')?.type ?? '';
  }

  unary(raw: Raw): Node {
    const [operator, operand] = [this.#operator(raw), this.in(raw, 'argument')];
    return make({ type: 'unary', ...span(raw), operator, operand });
  }

  binary(raw: Raw): Node {
    const [left, right] = [this.in(raw, 'left'), this.in(raw, 'right')];
    return make({ type: 'binary', ...span(raw), operator: this.#operator(raw), left, right });
  }

  condition(raw: Raw): Node {
    const [test, yes, no] = ['condition', 'consequence', 'alternative'].map((part) => this.in(raw, part));
    return make({ type: 'condition', ...span(raw), test: test!, yes: yes!, no: no! });
  }

  call(raw: Raw): Node {
    const args = field(raw, 'arguments');
    if (args && args.type !== 'arguments') return this.other(raw);
    const callee = this.in(raw, raw.type === 'new_expression' ? 'constructor' : 'function');
    return make<Call>({
      ...{ type: 'call', ...span(raw), callee },
      ...{ args: args ? this.expressions(named(args)) : [], keywords: [] },
    });
  }

  /** A list or a pattern; between two commas there may be nothing. */
  list(raw: Raw): Node {
    const items: Expression[] = [];
    let isHole = true;
    for (const child of raw.children) {
      if (child.isNamed) items.push(this.expression(child, child));
      else if (child.type === ',' && isHole) items.push(this.expression(undefined, child));
      isHole = !child.isNamed;
    }
    return make({ type: 'list', ...span(raw), items, isTuple: false });
  }

  record(raw: Raw): Node {
    const entries = named(raw).map((entry) => this.#entry(entry));
    return make<RecordNode>({ type: 'record', ...span(raw), entries, isEnum: false });
  }

  #entry(raw: Raw): Entry {
    const [key, value] = this.#keyAndValue(raw);
    return make<Entry>({ type: 'entry', ...span(raw), key, computed: null, value });
  }

  #keyAndValue(raw: Raw): [key: string | null, value: Expression] {
    switch (raw.type) {
      case 'pair':
      case 'pair_pattern':
        return [this.#key(field(raw, 'key')), this.in(raw, 'value')];
      case 'object_assignment_pattern':
        return [this.#key(field(raw, 'left')), this.assignment(raw) as Expression];
      case 'method_definition':
        return [this.#key(field(raw, 'name')), this.#callable(raw)];
      default: {
        const value = this.expression(raw, raw);
        return [value.type === 'name' ? value.name : null, value];
      }
    }
  }

  /** `lr`, `'lr'`, `['lr']`; `null`: it is computed. */
  #key(raw: Raw | undefined): string | null {
    if (raw?.type === 'computed_property_name')
      return this.#key(named(raw).find(({ type }) => type === 'string'));
    if (raw?.type === 'string') return this.text.slice(raw.start + 1, raw.end - 1);
    return raw && (names.has(raw.type) || raw.type === 'number') ? this.slice(raw) : null;
  }

  assignment(raw: Raw): Node {
    const isPattern = raw.type.endsWith('_pattern');
    const operator = isPattern ? 'default' : (field(raw, 'operator')?.type ?? '=');
    const [target, value] = [this.in(raw, 'left'), this.optional(field(raw, 'right'))];
    return make<Assignment>({ type: 'assignment', ...span(raw), target, operator, value });
  }

  update(raw: Raw): Node {
    const [operator, target] = [this.#operator(raw), this.in(raw, 'argument')];
    return make<Assignment>({ type: 'assignment', ...span(raw), target, operator, value: null });
  }

  #callable(raw: Raw): Callable {
    const body = field(raw, 'body');
    const title = raw.type === 'method_definition' ? undefined : field(raw, 'name');
    const isBlock = body?.type === 'statement_block';
    return make<Callable>({
      type: 'callable',
      ...span(raw),
      name: title ? this.name(title) : null,
      parameters: this.#parameters(raw),
      isArrow: raw.type === 'arrow_function',
      decorators: [],
      body: body ? this.all(isBlock ? named(body) : [body]) : [],
    });
  }

  #parameters(raw: Raw): Parameter[] {
    const sole = field(raw, 'parameter');
    const list = field(raw, 'parameters');
    return (sole ? [sole] : list ? named(list) : []).flatMap((one) => this.#parameter(one) ?? []);
  }

  /** TypeScript's `this: Type` is no argument. */
  #parameter(raw: Raw): Parameter | undefined {
    const isTyped = /^(?:required|optional)_parameter$/.test(raw.type);
    const pattern = isTyped ? field(raw, 'pattern') : raw;
    if (!pattern || pattern.type === 'this' || raw.type === 'ERROR') return undefined;
    const isRest = pattern.type === 'rest_pattern';
    const target = this.expression(isRest ? named(pattern)[0] : pattern, pattern);
    const isMember =
      isTyped && (has(raw, 'readonly') || raw.children.some(({ type }) => /_modifier$/.test(type)));
    const value = isTyped ? this.optional(field(raw, 'value')) : null;
    return make<Parameter>({
      ...{
        type: 'parameter',
        ...span(raw),
        target,
        value,
        isRest,
        isMember,
        isRecord: false,
        isKeyword: false,
      },
      annotation: null,
    });
  }

  class(raw: Raw): Node {
    const heritage = raw.children.find(({ type }) => type === 'class_heritage');
    const clause = heritage?.children.find(({ type }) => type === 'extends_clause');
    const base = clause ? field(clause, 'value') : heritage && named(heritage)[0];
    const title = field(raw, 'name');
    const body = field(raw, 'body');
    const derived = this.optional(base);
    return make<Class>({
      type: 'class',
      ...span(raw),
      name: title ? this.name(title) : null,
      base: derived,
      bases: derived ? [derived] : [],
      decorators: [],
      isRecord: false,
      fields: body ? named(body).map((one) => this.#field(one)) : [],
    });
  }

  #field(raw: Raw): Field {
    const isMethod = raw.type === 'method_definition';
    const value = isMethod
      ? this.#callable(raw)
      : raw.type === 'public_field_definition'
        ? this.optional(field(raw, 'value'))
        : this.expression(raw, raw);
    return make<Field>({
      type: 'field',
      ...span(raw),
      name: this.#key(field(raw, 'name')),
      kind: !isMethod ? 'field' : has(raw, 'get') ? 'getter' : 'method',
      isStatic: has(raw, 'static'),
      isDeclared: false,
      value,
    });
  }

  /** `const a = 1, { b } = c`. */
  declarations(raw: Raw): Node {
    const isHoisted = raw.type === 'variable_declaration';
    const all = named(raw).map((one) => {
      if (one.type !== 'variable_declarator') return this.node(one);
      const [target, value] = [this.in(one, 'name'), this.optional(field(one, 'value'))];
      return make<Declaration>({
        type: 'declaration',
        ...span(one),
        target,
        value,
        isHoisted,
        isFilled: false,
      });
    });
    return all.length === 1 ? all[0]! : make({ type: 'other', ...span(raw), word: raw.type, parts: all });
  }

  #filled(raw: Raw, isHoisted: boolean): Declaration {
    const made = { target: this.expression(raw, raw), value: null, isHoisted, isFilled: true };
    return make<Declaration>({ type: 'declaration', ...span(raw), ...made });
  }

  branch(raw: Raw): Node {
    const isLoop = /^(?:for|while|do)_/.test(raw.type);
    const parts = this.all(named(raw));
    return make<Branch>({ type: 'branch', ...span(raw), word: raw.type, isLoop, over: null, parts });
  }

  /** `for (const lr of rates) …`, `for (lr of rates) …`. */
  loop(raw: Raw): Node {
    const left = field(raw, 'left');
    const kind = field(raw, 'kind')?.type;
    const right = named(raw).filter((part) => part !== left);
    const rest = this.all(right);
    const target = left && this.#loopTarget(left, kind);
    return make<Branch>({
      ...{ type: 'branch', ...span(raw), word: raw.type, isLoop: true },
      over: (rest[right.findIndex((part) => part.field === 'right')] as Expression | undefined) ?? null,
      parts: target ? [target, ...rest] : rest,
    });
  }

  #loopTarget(left: Raw, kind: string | undefined): Node {
    if (kind) return this.#filled(left, kind === 'var');
    const target = this.expression(left, left);
    return make<Assignment>({ type: 'assignment', ...span(left), target, operator: 'of', value: null });
  }

  catch(raw: Raw): Node {
    const error = field(raw, 'parameter');
    const body = field(raw, 'body');
    const rest = body ? this.all(named(body)) : [];
    return make<Block>({
      type: 'block',
      ...span(raw),
      body: error ? [this.#filled(error, false), ...rest] : rest,
    });
  }

  module(raw: Raw): Node {
    const [name, body] = [field(raw, 'name'), field(raw, 'body')];
    if (name?.type !== 'identifier' || !body) return this.other(raw);
    return make({ type: 'module', ...span(raw), name: this.name(name), body: this.block(body) });
  }

  enum(raw: Raw): Node {
    const [title, body] = [field(raw, 'name'), field(raw, 'body')];
    const entries = (body ? named(body) : []).flatMap((member) => {
      const value = this.optional(field(member, 'value'));
      return value
        ? make<Entry>({
            ...{ type: 'entry', ...span(member), computed: null },
            ...{ key: this.#key(field(member, 'name')), value },
          })
        : [];
    });
    const value = make<RecordNode>({ type: 'record', ...span(raw), entries, isEnum: true });
    const target = this.expression(title, raw);
    return make<Declaration>({
      type: 'declaration',
      ...span(raw),
      ...{ target, value, isHoisted: false, isFilled: false },
    });
  }

  import(raw: Raw): Node {
    const clause = raw.children.find(({ type }) => /^import_(?:require_)?clause$/.test(type));
    const source = field(clause ?? raw, 'source') ?? field(raw, 'source');
    const imported = clause && !has(raw, 'type') ? named(clause).flatMap((one) => this.#imported(one)) : [];
    const module = source ? this.text.slice(source.start + 1, source.end - 1) : '';
    return make({ type: 'import', ...span(raw), module, isStar: false, names: imported });
  }

  /** `tf`, `* as tf`, `{ layers as L }`; `import { type Tensor }` brings nothing. */
  #imported(raw: Raw): { local: Name; path: string[] }[] {
    switch (raw.type) {
      case 'identifier':
        return [{ local: this.name(raw), path: [] }];
      case 'namespace_import':
      case 'named_imports':
        return named(raw).flatMap((one) => this.#imported(one));
      case 'import_specifier': {
        const [name, alias] = [field(raw, 'name'), field(raw, 'alias')];
        if (!name || has(raw, 'type')) return [];
        const path = this.slice(name) === 'default' ? [] : [this.slice(name)];
        return [{ local: this.name(alias ?? name), path }];
      }
      default:
        return [];
    }
  }
}

type Read = (reader: Reader, raw: Raw) => Node;

const binary: Read = (reader, raw) => reader.binary(raw);
const call: Read = (reader, raw) => reader.call(raw);
const list: Read = (reader, raw) => reader.list(raw);
const spread: Read = (reader, raw) => reader.spread(raw);
const record: Read = (reader, raw) => reader.record(raw);
const assignment: Read = (reader, raw) => reader.assignment(raw);
const classAt: Read = (reader, raw) => reader.class(raw);
const declarations: Read = (reader, raw) => reader.declarations(raw);
const branch: Read = (reader, raw) => reader.branch(raw);
const block: Read = (reader, raw) => reader.block(raw);
const moduleAt: Read = (reader, raw) => reader.module(raw);

const readers: Readonly<Record<string, Read>> = {
  number: (reader, raw) => reader.number(raw),
  string: (reader, raw) => reader.string(raw),
  template_string: (reader, raw) => reader.template(raw),
  member_expression: (reader, raw) => reader.member(raw),
  subscript_expression: (reader, raw) => reader.subscript(raw),
  unary_expression: (reader, raw) => reader.unary(raw),
  binary_expression: binary,
  ternary_expression: (reader, raw) => reader.condition(raw),
  call_expression: call,
  new_expression: call,
  array: list,
  array_pattern: list,
  spread_element: spread,
  rest_pattern: spread,
  object: record,
  object_pattern: record,
  assignment_expression: assignment,
  augmented_assignment_expression: assignment,
  assignment_pattern: assignment,
  update_expression: (reader, raw) => reader.update(raw),
  class: classAt,
  class_declaration: classAt,
  abstract_class_declaration: classAt,
  lexical_declaration: declarations,
  variable_declaration: declarations,
  if_statement: branch,
  switch_case: branch,
  switch_default: branch,
  for_statement: branch,
  while_statement: branch,
  do_statement: branch,
  for_in_statement: (reader, raw) => reader.loop(raw),
  statement_block: block,
  switch_body: block,
  class_static_block: block,
  catch_clause: (reader, raw) => reader.catch(raw),
  module: moduleAt,
  internal_module: moduleAt,
  sequence_expression: (reader, raw) => reader.sequence(raw),
  enum_declaration: (reader, raw) => reader.enum(raw),
  import_statement: (reader, raw) => reader.import(raw),
};
