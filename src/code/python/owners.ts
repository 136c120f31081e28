import { type Finding, type Model, ofTraining, type Span } from '../finding';
import { argumentsOf } from './arguments';
import type { Context } from './context';
import { givenTo } from './formals';
import { type Node, textOf } from './node';
import { Origins } from './origins';
import { contains, enclosing, same } from './scopes';

/** A batch size that nothing is learned from stands in a loader of this name. */
const evaluation =
  /(?:^|_|\b)(?:val|valid|validation|test|tests|eval|evaluation|dev|infer|inference)(?:$|_|\b|(?=[A-Z]|loader|_?dl|_?ds|_?set|_?data|\d))/i;
const training = /train/i;

/** Tells which models a file trains, and which of its values belong to which of them. */
export class Owners {
  readonly #origins: Origins;
  readonly #open = new Set<Node>();

  /** @param models in the order of the file, none within another */
  constructor(
    private readonly context: Context,
    private readonly models: readonly Model[],
  ) {
    this.#origins = new Origins(context, (node) => this.#modelAt(node) !== undefined);
  }

  /** The model that a class or call is, or stands within. */
  #modelAt(node: Node): Model | undefined {
    const { start, end } = this.context.file.source.span(node);
    let low = 0;
    let high = this.models.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.models[middle]!.start <= start) low = middle;
      else high = middle - 1;
    }
    const model = this.models[low];
    if (!model || model.start > start) return undefined;
    return model.start === start || end <= model.end ? model : undefined;
  }

  #modelsOf(nodes: ReadonlySet<Node>): readonly Model[] {
    if (nodes.size === 0) return [];
    return [...new Set([...nodes].flatMap((one) => this.#modelAt(one) ?? []))];
  }

  /** The models that an object comes from: `model` of `model.fit(…)`. */
  of(object: Node): readonly Model[] {
    return this.#modelsOf(this.#origins.of(object));
  }

  /** The findings with what they belong to. */
  assigned(findings: readonly Finding[]): Finding[] {
    if (this.models.length === 0) return [...findings];
    return findings.map((finding) => {
      const owned = ofTraining.has(finding.kind) ? this.#ownedAt(finding) : undefined;
      return owned ? { ...finding, trains: owned } : finding;
    });
  }

  #ownedAt(finding: Finding): readonly Span[] | undefined {
    const node = this.#nodeAt(finding);
    return node && this.spansOf(this.ownersOf(node), node, finding.kind === 'batchSize');
  }

  /** As spans; `undefined`: it cannot be told. */
  spansOf(models: readonly Model[], node?: Node, mayEvaluate = false): readonly Span[] | undefined {
    if (node && mayEvaluate && isForEvaluation(node)) return [];
    return models.length > 0 ? models.map(({ start, end }) => ({ start, end })) : undefined;
  }

  #nodeAt({ start, end }: Span): Node | undefined {
    const { source } = this.context.file;
    const block = source.blockAt(start);
    let node: Node | null = block.nodeAt(start - block.start);
    while (node && source.end(node) < end) node = node.parent;
    return node ?? undefined;
  }

  /** The models that what is written at a node has to do with. */
  ownersOf(node: Node): readonly Model[] {
    const own = this.#modelAt(node);
    if (own) return [own];
    for (let part: Node | null = node; part; part = part.parent) {
      if (part.type === 'default_parameter' || part.type === 'typed_default_parameter')
        return this.#byCalls(part);
      if (part.type === 'dictionary' || part.type === 'call' || isStatement(part)) {
        const found = this.#knownIn(part);
        if (found.length > 0) return found;
      }
      if (isStatement(part)) return this.#byUses(part);
    }
    return [];
  }

  #knownIn(part: Node): readonly Model[] {
    const nodes = this.context.owners.get(part, () => this.#origins.modelsIn(part));
    return this.#modelsOf(nodes);
  }

  /** `def train(model, lr=0.1)`: the models of the calls that leave it at that. */
  #byCalls(parameter: Node): readonly Model[] {
    const { file, tracer } = this.context;
    const definition = enclosing(parameter, 'function_definition');
    const name = parameter.childForFieldName('name');
    const [binding] = definition && name ? file.bindings.within(textOf(name), definition) : [];
    if (!definition || !binding) return [];
    const formal = tracer.parameters.formalOf(binding);
    const silent = formal.calls.filter(
      (call) => givenTo(tracer, { ...formal, calls: [call] }).given.length === 0,
    );
    return [...new Set(silent.flatMap((call) => this.#knownIn(call)))];
  }

  /** `loader = DataLoader(…)` belongs to what the loops and calls train that use it. */
  #byUses(statement: Node): readonly Model[] {
    const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : statement;
    const left = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
    if (!left) return [];
    const names = /pattern/.test(left.type) ? left.namedChildren : [left];
    return [...new Set(names.flatMap((name) => this.#usesOf(name)))];
  }

  #usesOf(name: Node): readonly Model[] {
    const { file } = this.context;
    const text = textOf(name);
    const word = text.slice(text.lastIndexOf('.') + 1);
    const found = new Set<Model>();
    // What a function defines is used in it; a function is one block.
    const isLocal = name.type === 'identifier' && enclosing(name, 'function_definition') !== null;
    for (const block of isLocal ? [name.block] : file.source.blocksWith(word)) {
      for (const offset of block.offsetsOf(word)) {
        const use = this.#useAt(block.nodeAt(offset), name, text);
        if (use) for (const model of this.#ofUse(use)) found.add(model);
      }
      if (found.size >= this.models.length) break;
    }
    return [...found];
  }

  /** What stands at a place where a name may be used again; `undefined`: it is another, or stands for something else. */
  #useAt(node: Node, name: Node, text: string): Node | undefined {
    const { source } = this.context.file;
    const use = node.parent?.type === 'attribute' && textOf(node.parent) === text ? node.parent : node;
    if (use === name || textOf(use) !== text || !this.#isSame(use, name)) return undefined;
    const at = source.start(use);
    const isScript = name.type === 'identifier' && enclosing(name, 'function_definition') === null;
    if (isScript && at < source.end(name)) return undefined;
    return at < this.#nextAssignment(name) ? use : undefined;
  }

  /** In a script, where the name begins to stand for something else. */
  #nextAssignment(name: Node): number {
    const { file } = this.context;
    if (name.type !== 'identifier') return Number.POSITIVE_INFINITY;
    const from = file.source.start(name);
    const later = file.bindings.of(textOf(name), name).filter(({ owner }) => file.source.start(owner) > from);
    return later[0] ? file.source.start(later[0].owner) : Number.POSITIVE_INFINITY;
  }

  /** Both names mean the same binding, or the same member of one class. */
  #isSame(use: Node, name: Node): boolean {
    const { file } = this.context;
    if (use.type === 'attribute')
      return enclosing(use, 'class_definition') === enclosing(name, 'class_definition');
    if (use.type !== 'identifier') return false;
    const one = file.bindings.of(textOf(use), use);
    const other = file.bindings.of(textOf(name), name);
    return one.length > 0 && one[0]?.scope === other[0]?.scope;
  }

  /** The models of the loop, call or assignment in which a name is used. */
  #ofUse(use: Node): readonly Model[] {
    for (
      let part: Node | null = use.parent;
      part && part.type !== 'function_definition';
      part = part.parent
    ) {
      const found = this.#ofPart(part, use);
      if (found) return found;
    }
    return [];
  }

  /** `undefined`: the part says nothing, and what is around it may. */
  #ofPart(part: Node, use: Node): readonly Model[] | undefined {
    switch (part.type) {
      case 'for_statement':
        return contains(part.childForFieldName('right'), use) ? this.#knownIn(part) : [];
      case 'assignment':
        return this.#ofAssigned(part, use);
      case 'call': {
        // `len(loader)` says nothing of what it is used for.
        if (textOf(part.childForFieldName('function') ?? part) === 'len') return [];
        const found = this.#knownIn(part);
        return found.length > 0 ? found : undefined;
      }
      default:
        return isStatement(part) ? [] : undefined;
    }
  }

  /** `it = iter(loader)`: what it is made into is for the same. */
  #ofAssigned(assignment: Node, use: Node): readonly Model[] {
    if (contains(assignment.childForFieldName('left'), use)) return [];
    const found = this.#knownIn(assignment);
    const left = assignment.childForFieldName('left');
    if (found.length > 0 || !left || this.#open.has(assignment)) return found;
    this.#open.add(assignment);
    const later = (/pattern/.test(left.type) ? left.namedChildren : [left]).flatMap((one) =>
      this.#usesOf(one),
    );
    this.#open.delete(assignment);
    return [...new Set(later)];
  }
}

function isStatement({ type }: Node): boolean {
  return /_statement$/.test(type) || type === 'decorated_definition';
}

/** `val_loader = DataLoader(…)` */
function isForEvaluation(node: Node): boolean {
  const assignment = enclosing(node, 'assignment');
  const left = assignment?.childForFieldName('left');
  const isTarget = left && !same(left, node) && /^(?:identifier|attribute)$/.test(left.type);
  if (!isTarget) return false;
  const text = textOf(left);
  const name = text.slice(text.lastIndexOf('.') + 1);
  return evaluation.test(name) && !training.test(name);
}

/** Whether a method is called on an object: `model.fit(…)`. */
export function receiverOf(name: Node): Node | undefined {
  const callee = name.parent;
  if (callee?.type !== 'attribute' || !same(callee.childForFieldName('attribute'), name)) return undefined;
  const call = callee.parent;
  if (call?.type !== 'call' || !argumentsOf(call)) return undefined;
  return callee.childForFieldName('object') ?? undefined;
}
