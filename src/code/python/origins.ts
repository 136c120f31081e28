import { append } from '../../core/lists';
import { spend } from '../work';
import { argumentsOf } from './arguments';
import type { Binding } from './bindings';
import type { Context } from './context';
import { givenTo as givenToFormal } from './formals';
import { type Node, textOf } from './node';
import { classOf, enclosing, same } from './scopes';

/** Hops from a name to what it was made by. */
const MAX_HOPS = 16;
/** Identifiers of a loop's body that are looked at. */
const MAX_MENTIONS = 400;

/** Methods that give back the object that they are called on. */
const passesOn = new Set(
  'to cuda cpu double float half bfloat16 train eval compile requires_grad_ apply share_memory'.split(' '),
);
/** `torch.compile(model)`, `nn.DataParallel(model)`: the same model with more around it. */
const wrapping = /(?:^|\.)(?:compile|script|trace|prepare|wrap_model|DDP|FSDP)$|DataParallel$/;

/**
 * The calls and classes that objects come from: a model's class or constructing call, an optimizer, a loader, a
 * trainer. Names that are assigned again mean the last assignment above their use. One per state of a file: what was
 * asked for once is known.
 */
export class Origins {
  readonly #open = new Set<Node>();

  constructor(
    private readonly context: Context,
    /** Whether a class or call is a model that was read, or stands within one. */
    private readonly isModel: (node: Node) => boolean,
  ) {}

  /** What an expression comes from: models among it, and the calls that made what else it stands for. */
  of(node: Node, hops = 0): ReadonlySet<Node> {
    if (hops > MAX_HOPS || this.#open.has(node)) return NONE;
    return this.context.origins.get(node, () => {
      this.#open.add(node);
      spend(1);
      const found = this.#read(node, hops);
      this.#open.delete(node);
      return found;
    });
  }

  /** The models that an expression, a loop's body or a function's body speaks of. */
  modelsIn(node: Node, hops = 0): ReadonlySet<Node> {
    const found = new Set<Node>();
    for (const name of namesIn(node)) {
      for (const origin of this.of(name, hops)) if (this.isModel(origin)) found.add(origin);
    }
    return found.size > 0 || hops > 2 ? found : this.#modelsOfCallees(node, hops);
  }

  /** `train_epoch()` speaks of the globals that its body speaks of. */
  #modelsOfCallees(node: Node, hops: number): ReadonlySet<Node> {
    const found = new Set<Node>();
    for (const call of callsIn(node)) {
      const callee = call.childForFieldName('function');
      const definition = callee && this.#definitionOf(callee);
      const body = definition?.type === 'function_definition' && definition.childForFieldName('body');
      if (!body || this.#open.has(body)) continue;
      this.#open.add(body);
      for (const model of this.modelsIn(body, hops + 1)) found.add(model);
      this.#open.delete(body);
    }
    return found;
  }

  #read(node: Node, hops: number): ReadonlySet<Node> {
    switch (node.type) {
      case 'identifier':
        return this.#name(node, hops);
      case 'attribute':
        return this.#member(node, hops);
      case 'call':
        return this.#call(node, hops);
      case 'class_definition':
        return new Set([node]);
      default:
        return this.#all(
          /^(?:lambda|string|integer|float|comment)$/.test(node.type) ? [] : node.namedChildren,
          hops,
        );
    }
  }

  #all(nodes: Iterable<Node>, hops: number): ReadonlySet<Node> {
    const found = new Set<Node>();
    for (const node of nodes) for (const origin of this.of(node, hops + 1)) found.add(origin);
    return found;
  }

  #name(name: Node, hops: number): ReadonlySet<Node> {
    const text = textOf(name);
    if (text === 'self') {
      const owner = classOf(name);
      return owner ? this.#ofClass(owner, hops) : NONE;
    }
    const binding = this.#bindingOf(name);
    switch (binding?.kind) {
      case 'assign':
        return binding.value ? this.of(binding.value, hops + 1) : this.#unpacked(binding, hops);
      case 'parameter':
        return this.#parameter(binding, hops);
      case 'loop':
        return this.#looped(binding, hops);
      case 'class':
        return this.#ofClass(binding.owner, hops);
      default:
        return NONE;
    }
  }

  /** The last assignment above the use; in a function that another one calls, the only one there is. */
  #bindingOf(name: Node): Binding | undefined {
    const { file } = this.context;
    const all = file.bindings.of(textOf(name), name);
    if (all.length < 2) return all[0];
    const at = file.source.start(name);
    const above = all.filter(
      ({ owner }) =>
        file.source.end(owner) <= at || (file.source.start(owner) <= at && owner.type !== 'assignment'),
    );
    const binding = above.at(-1) ?? all[0]!;
    // `model = model.to(device)` is not over yet where its right side stands.
    return same(binding.owner, enclosing(name, 'assignment')) ? (above.at(-2) ?? undefined) : binding;
  }

  #parameter(binding: Binding, hops: number): ReadonlySet<Node> {
    if (binding.owner.type !== 'function_definition') return NONE;
    const formal = this.context.tracer.parameters.formalOf(binding);
    const { given } = givenToFormal(this.context.tracer, formal);
    return this.#all(formal.default ? [...given, formal.default] : given, hops);
  }

  /** `for model in (a, b)` */
  #looped({ owner }: Binding, hops: number): ReadonlySet<Node> {
    const over = owner.childForFieldName('right');
    return over ? this.of(over, hops + 1) : NONE;
  }

  /** `model, opt = accelerator.prepare(model, opt)`; `model, opt = build()` */
  #unpacked({ owner, name }: Binding, hops: number): ReadonlySet<Node> {
    const right = owner.type === 'assignment' ? owner.childForFieldName('right') : null;
    const left = owner.childForFieldName('left');
    if (!right || !left) return NONE;
    const at = left.namedChildren.findIndex((target) => same(target, name));
    const callee = right.type === 'call' ? right.childForFieldName('function') : null;
    const definition = callee && this.#definitionOf(callee);
    if (definition) {
      const parts = returnsOf(definition).flatMap((value) =>
        /^(?:tuple|expression_list)$/.test(value.type) ? (value.namedChildren[at] ?? []) : value,
      );
      return this.#all(parts, hops);
    }
    const given = callee && /prepare$/.test(textOf(callee)) ? argumentsOf(right)?.positional[at] : undefined;
    return this.of(given ?? right, hops + 1);
  }

  #member(node: Node, hops: number): ReadonlySet<Node> {
    const object = node.childForFieldName('object');
    const key = node.childForFieldName('attribute');
    if (!object || !key) return NONE;
    if (textOf(object) === 'self') return this.#ofSelf(node, textOf(key), hops);
    return this.of(object, hops + 1);
  }

  #ofSelf(node: Node, key: string, hops: number): ReadonlySet<Node> {
    const { file } = this.context;
    const own = classOf(node);
    for (let owner = own, at = 0; owner && at < 8; at++, owner = file.baseOf(owner) ?? null) {
      const assigned = file.assigned.ofSelf(owner, key);
      if (assigned.length > 0) return this.#all(assigned, hops);
    }
    return own && this.isModel(own) ? new Set([own]) : NONE;
  }

  /** A class that is no model stands for the models that it keeps. */
  #ofClass(owner: Node, hops: number): ReadonlySet<Node> {
    if (this.isModel(owner) || hops > 4) return new Set([owner]);
    const parts = memberValues(owner);
    return new Set([owner, ...this.#all(parts, hops)]);
  }

  #call(call: Node, hops: number): ReadonlySet<Node> {
    const callee = call.childForFieldName('function');
    if (!callee) return NONE;
    // Where layers are applied or a network is made of them, the parts are of the same network.
    if (this.isModel(call)) return new Set([call]);
    const definition = this.#definitionOf(callee);
    const made = definition && this.#made(definition, hops);
    if (
      made &&
      [...made].some((one) => this.isModel(one)) &&
      !(definition.type === 'class_definition' && !this.isModel(definition))
    )
      return made;
    const from = made ? givenTo(call) : this.#sourcesOf(call, callee);
    if (from === undefined) return this.of(callee.childForFieldName('object')!, hops + 1);
    return new Set([call, ...(made ?? []), ...this.#all(from, hops)]);
  }

  /** What a class or function of the file makes. */
  #made(definition: Node, hops: number): ReadonlySet<Node> {
    return definition.type === 'class_definition'
      ? this.#ofClass(definition, hops)
      : this.#all(returnsOf(definition), hops);
  }

  /** What the result of another call comes from; `undefined`: it is the object itself, as of `model.to(device)`. */
  #sourcesOf(call: Node, callee: Node): readonly Node[] | undefined {
    const given = givenTo(call);
    const object = callee.type === 'attribute' ? callee.childForFieldName('object') : null;
    if (
      object &&
      passesOn.has(textOf(callee.childForFieldName('attribute')!)) &&
      this.context.file.qualify(callee) === undefined
    )
      return undefined;
    if (wrapping.test(textOf(callee)) && given.length > 0) return given.slice(0, 1);
    return object ? [object, ...given] : given;
  }

  /** The class or function that a callee names; of several definitions in a notebook the last one above. */
  #definitionOf(callee: Node): Node | undefined {
    if (callee.type !== 'identifier') return this.context.file.definitionOf(callee);
    const binding = this.#bindingOf(callee);
    return binding && /^(?:class|function)$/.test(binding.kind) ? binding.owner : undefined;
  }
}

const NONE: ReadonlySet<Node> = new Set();

/** The values of all arguments of a call. */
function givenTo(call: Node): readonly Node[] {
  const args = argumentsOf(call);
  if (!args) return [];
  return [...args.positional, ...[...args.keywords.values()].map(({ value }) => value), ...args.splats];
}

const closed = /^(?:function_definition|class_definition|lambda|string|comment)$/;

/** Whole names and chains of members, outermost first: of `self.net.fc(x)` it is `self.net.fc`. */
function namesIn(node: Node): Node[] {
  const names: Node[] = [];
  const open = [node];
  for (let one = open.pop(); one && names.length < MAX_MENTIONS; one = open.pop()) {
    if (one.type === 'identifier' || one.type === 'attribute') names.push(one);
    if (one === node || !closed.test(one.type)) append(open, partsOf(one));
  }
  return names;
}

/** The parts of a node in which names stand: of a chain of members what it begins with, unless that is a name itself. */
function partsOf(node: Node): readonly Node[] {
  if (node.type === 'attribute') {
    const object = node.childForFieldName('object');
    return object && object.type !== 'identifier' ? [object] : [];
  }
  if (node.type !== 'keyword_argument') return node.namedChildren;
  return node.namedChildren.slice(1);
}

function callsIn(node: Node): Node[] {
  const calls: Node[] = [];
  const open = [node];
  for (let one = open.pop(); one && calls.length < MAX_MENTIONS; one = open.pop()) {
    if (one.type === 'call') calls.push(one);
    append(open, one.namedChildren);
  }
  return calls;
}

/** What the `return` statements of a function give. */
function returnsOf(definition: Node): Node[] {
  const found: Node[] = [];
  const body = definition.childForFieldName('body');
  const open = body ? [body] : [];
  for (let one = open.pop(); one; one = open.pop()) {
    if (one.type === 'return_statement') append(found, one.namedChildren);
    else if (
      !/^(?:function_definition|class_definition|lambda)$/.test(one.type) &&
      /statement|block|clause/.test(one.type)
    )
      append(open, one.namedChildren);
  }
  return found;
}

/** What the methods of a class keep: `self.net = Net()`. */
function memberValues(owner: Node): Node[] {
  const found: Node[] = [];
  const body = owner.childForFieldName('body');
  const open = body ? [body] : [];
  for (let one = open.pop(); one && found.length < MAX_MENTIONS; one = open.pop()) {
    if (one.type === 'assignment') {
      const left = one.childForFieldName('left');
      const right = one.childForFieldName('right');
      if (left && right && left.type === 'attribute' && textOf(left).startsWith('self.')) found.push(right);
    } else if (/statement|block|definition|clause/.test(one.type)) append(open, one.namedChildren);
  }
  return found;
}
