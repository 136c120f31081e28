import * as l10n from '@vscode/l10n';
import { least } from '../../core/lists';
import { argumentsOf } from './arguments';
import type { PythonFile } from './file';
import type { LayerReader } from './layers';
import type { Node } from './node';
import { CONDITIONAL, enclosing } from './scopes';
import type { Sequence } from './sequence';

/** The layers of `model.add(layer)` after `model = Sequential()`, in the same scope, are appended to `sequence`. */
export function addedTo(
  reader: LayerReader,
  sequence: Sequence,
  call: Node,
  methods: readonly string[],
): void {
  if (methods.length === 0) return;
  const { file } = reader.context;
  const statement = call.parent;
  const left = statement?.type === 'assignment' ? statement.childForFieldName('left') : null;
  if (!left) return;
  const name = file.text(left);
  const from = file.source.end(call);
  const walked = new Set<Node>();
  for (const add of addCalls(file, call, name, methods)) {
    const outer = outermost(file, add, from);
    if (outer && !walked.has(outer)) new Adder(reader, sequence, name, methods).statement(outer);
    else if (!outer) addTo(sequence, add);
    if (outer) walked.add(outer);
  }
}

function addTo(sequence: Sequence, add: Node): void {
  const [first, second] = argumentsOf(add)?.positional ?? [];
  const layer = first?.type === 'string' ? second : first;
  if (layer) sequence.object(layer);
}

/** The outermost loop or branch around a node that begins after `from`. */
function outermost(file: PythonFile, node: Node, from: number): Node | undefined {
  let found: Node | undefined;
  for (let owner = enclosing(node, ...CONDITIONAL); owner; owner = enclosing(owner, ...CONDITIONAL))
    if (file.source.start(owner) > from) found = owner;
  return found;
}

/** Follows the loops and branches in which layers are added to the model `name`. */
class Adder {
  constructor(
    private readonly reader: LayerReader,
    private readonly sequence: Sequence,
    private readonly name: string,
    private readonly methods: readonly string[],
  ) {}

  statement(node: Node): void {
    const { file } = this.reader.context;
    const calls = this.methods.map((method) => `${this.name}.${method}`);
    if (!calls.some((words) => file.text(node).includes(words))) return;
    const [inner] = node.namedChildren;
    const isAdd = node.type === 'expression_statement' && inner?.type === 'call';
    const callee = isAdd ? inner.childForFieldName('function') : null;
    if (callee && calls.includes(file.text(callee))) addTo(this.sequence, inner!);
    else if (node.type === 'for_statement') this.loop(node);
    else if (node.type === 'if_statement') this.branch(node);
    else this.unknown(node);
  }

  private loop(node: Node): void {
    const body = node.childForFieldName('body');
    if (!body || !this.sequence.walk(node, () => this.statements(body))) this.unknown(node);
  }

  private branch(node: Node): void {
    const chosen = this.sequence.chosen(node);
    if (chosen === undefined) this.unknown(node);
    else if (chosen) this.statements(chosen);
  }

  private statements(body: Node): void {
    for (const statement of body.namedChildren) this.statement(statement);
  }

  /** Each layer once, whatever decides it. */
  private unknown(node: Node): void {
    this.sequence.note(l10n.t('layers are added in a loop or a branch'));
    for (const part of node.namedChildren) {
      if (part.type === 'block') this.statements(part);
      else if (/_clause$/.test(part.type)) this.unknown(part);
    }
  }
}

/** The calls `name.add(…)` from a model's making to the next assignment of its name. */
function addCalls(file: PythonFile, made: Node, name: string, methods: readonly string[]): Node[] {
  const { source } = file;
  const scope = enclosing(made, 'function_definition', 'class_definition');
  const from = source.end(made);
  const assigned = file.bindings.all(name).map((binding) => source.start(binding.name));
  const next = least([Number.POSITIVE_INFINITY, ...assigned.filter((start) => start > from)]);
  const calls = methods.flatMap((method) => file.calls.get(method));
  return calls
    .toSorted((a, b) => source.start(a) - source.start(b))
    .filter((add) => {
      const start = source.start(add);
      if (start < from || start > next) return false;
      const callee = add.childForFieldName('function');
      const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
      if (!object || file.text(object) !== name) return false;
      const here = enclosing(add, 'function_definition', 'class_definition');
      return here === scope;
    });
}
