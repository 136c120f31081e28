import { append } from '../../core/lists';
import { askedOf, givenTo } from '../evaluate/given';
import type { Binding, Formal } from '../program/scopes';
import {
  around,
  type Branch,
  type Call,
  type Callable,
  type Class,
  contains,
  type Declaration,
  type Expression,
  type Index,
  lastName,
  type Member,
  type Name,
  type Node,
  partsOf,
  pathOf,
} from '../syntax/tree';
import { inside, isDefinition } from '../syntax/walk';
import { spend } from '../work';
import type { Context } from './context';

/** Hops from a name to what it was made by. */
const MAX_HOPS = 16;
/** Names of a loop's body that are looked at. */
const MAX_MENTIONS = 400;

/** Methods that give back the object that they are called on. */
const passesOn = new Set(
  'to cuda cpu double float half bfloat16 train eval compile requires_grad_ apply share_memory'.split(' '),
);
/** `torch.compile(model)`, `nn.DataParallel(model)`: the same model with more around it. */
const wrapping = /^(?:compile|script|trace|prepare|wrap_model|DDP|FSDP)$|DataParallel$/;

type Found = ReadonlySet<Node>;
const NONE: Found = new Set();

/**
 * The calls and classes that objects come from: a model's class or constructing call, an optimizer, a loader, a
 * trainer. Names that are assigned again mean the last assignment above their use.
 */
export class Origins {
  readonly #known = new Map<Node, Found>();
  readonly #open = new Set<Node>();

  readonly #context: Context;
  /** Whether a class or call is a model that was read, or stands within one. */
  readonly #isModel: (node: Node) => boolean;

  constructor(context: Context, isModel: (node: Node) => boolean) {
    this.#context = context;
    this.#isModel = isModel;
  }

  /** What an expression comes from: models among it, and the calls that made what else it stands for. */
  of(node: Node, hops = 0): Found {
    if (hops > MAX_HOPS || this.#open.has(node)) return NONE;
    const known = this.#known.get(node);
    if (known) return known;
    this.#open.add(node);
    spend(1);
    const found = this.#read(node, hops + 1);
    this.#open.delete(node);
    this.#known.set(node, found);
    return found;
  }

  /** The models that an expression, a loop's body or a function's body speaks of. */
  modelsIn(node: Node, hops = 0): Found {
    const found = new Set<Node>();
    // What stands in a function or class is not said where it is defined.
    if (isDefinition(node)) return this.#modelsOfDecorators(node as Callable | Class, hops);
    for (const name of mentionsIn(node))
      for (const origin of this.of(name, hops)) if (this.#isModel(origin)) found.add(origin);
    return found.size > 0 || hops > 2 ? found : this.#modelsOfCallees(node, hops);
  }

  #modelsOfDecorators({ decorators }: Callable | Class, hops: number): Found {
    return new Set(decorators.flatMap((one) => [...this.modelsIn(one, hops)]));
  }

  /** `train_epoch()` speaks of the globals that its body speaks of. */
  #modelsOfCallees(node: Node, hops: number): Found {
    const found = new Set<Node>();
    for (const call of callsIn(node)) {
      const definition = this.#definitionOf(call.callee);
      if (definition?.type !== 'callable' || this.#open.has(definition)) continue;
      this.#open.add(definition);
      for (const statement of definition.body)
        for (const model of this.modelsIn(statement, hops + 1)) found.add(model);
      this.#open.delete(definition);
    }
    return found;
  }

  #read(node: Node, hops: number): Found {
    switch (node.type) {
      case 'name':
        return this.#name(node, hops);
      case 'member':
        return this.#member(node, hops);
      case 'call':
        return this.#call(node, hops);
      case 'index':
        return this.#item(node, hops);
      case 'class':
        return this.#ofClass(node, hops);
      case 'callable':
        return NONE;
      default:
        return this.#all(partsOf(node), hops);
    }
  }

  #all(nodes: Iterable<Node>, hops: number): Found {
    const found = new Set<Node>();
    for (const node of nodes) for (const origin of this.of(node, hops)) found.add(origin);
    return found;
  }

  #name(name: Name, hops: number): Found {
    if (name.name === 'self') {
      const owner = around(name, 'class');
      return owner ? this.#ofClass(owner, hops) : NONE;
    }
    const bindings = this.#bindingsOf(name);
    const [only, ...more] = bindings;
    if (only && more.length === 0) return this.#bound(only, hops);
    return new Set(bindings.flatMap((binding) => [...this.#bound(binding, hops)]));
  }

  #bound({ formal, value, at }: Binding, hops: number): Found {
    if (formal) return this.#parameter(formal, value ?? null, hops);
    const over = loopOver(at);
    if (over) return this.of(over, hops);
    return value ? this.of(value, hops) : NONE;
  }

  /**
   * The last assignment above the use, and those of the other ways that an `if` may take; in a function that another
   * one calls, the only one there is.
   */
  #bindingsOf(name: Name): readonly Binding[] {
    const all = this.#context.program.scopes.find(name.name, name);
    const [first, ...more] = all;
    if (!first || more.length === 0) return all;
    const above = all.filter(({ at }) => isAbove(ownerOf(at), name));
    if (above.length > 0) return reaching(above, name);
    // `model = model.to(device)` is not over yet where its right side stands.
    return contains(ownerOf(first.at), name) ? [] : [first];
  }

  #parameter(formal: Formal, byDefault: Expression | null, hops: number): Found {
    if (formal.of.isArrow) return NONE;
    const { evaluator } = this.#context;
    const { given } = givenTo(evaluator, askedOf(evaluator, formal, byDefault));
    return this.#all(byDefault ? [...given, byDefault] : given, hops);
  }

  /** `model, opt = accelerator.prepare(model, opt)`; `model, opt = build()` */
  #item({ object, index }: Index, hops: number): Found {
    if (index.type !== 'number' || object.type === 'name') return this.#all([object, index], hops);
    if (object.type === 'list') return this.#all(object.items.slice(index.value).slice(0, 1), hops);
    const definition = object.type === 'call' ? this.#definitionOf(object.callee) : undefined;
    if (definition?.type === 'callable') {
      const partOf = (value: Expression) =>
        value.type === 'list' ? (value.items[index.value] ?? []) : value;
      return this.#all(returnsOf(definition).flatMap(partOf), hops);
    }
    const isPrepared = object.type === 'call' && /prepare$/.test(lastName(object.callee) ?? '');
    return this.of((isPrepared && object.args[index.value]) || object, hops);
  }

  #member(member: Member, hops: number): Found {
    const { object, name } = member;
    if (object.type === 'name' && object.name === 'self') return this.#ofSelf(member, hops);
    const whole = this.of(object, hops);
    // Of an object of a class of the file the member alone.
    const kept = [...whole].flatMap((one) =>
      one.type === 'class' ? this.#context.program.classes.assignedIn(one, name) : [],
    );
    return kept.length > 0
      ? this.#all(
          kept.filter((value) => value !== null),
          hops,
        )
      : whole;
  }

  #ofSelf(member: Member, hops: number): Found {
    const assigned = this.#context.program.classes
      .ofThis(member.name, member)
      .filter((value) => value !== null);
    if (assigned.length > 0) return this.#all(assigned, hops);
    const own = around(member, 'class');
    return own && this.#isModel(own) ? new Set([own]) : NONE;
  }

  /** A class that is no model stands for the models that it keeps. */
  #ofClass(owner: Class, hops: number): Found {
    if (this.#isModel(owner) || hops > 5) return new Set([owner]);
    return new Set([owner, ...this.#all(keptIn(owner), hops)]);
  }

  #call(call: Call, hops: number): Found {
    // Where layers are applied or a network is made of them, the parts are of the same network.
    if (this.#isModel(call)) return new Set([call]);
    const definition = this.#definitionOf(call.callee);
    const made = definition && this.#made(definition, hops);
    const isMaker = definition?.type === 'callable' || (definition && this.#isModel(definition));
    if (made && isMaker && [...made].some((one) => this.#isModel(one))) return made;
    const given = [...call.args, ...call.keywords];
    const from = made ? given : this.#sourcesOf(call.callee, given);
    if (!from) return this.of((call.callee as Member).object, hops);
    return new Set([call, ...(made ?? []), ...this.#all(from, hops)]);
  }

  /** What a class or function of the file makes. */
  #made(definition: Class | Callable, hops: number): Found {
    return definition.type === 'class'
      ? this.#ofClass(definition, hops)
      : this.#all(returnsOf(definition), hops);
  }

  /** What the result of another call comes from; `undefined`: it is the object itself, as of `model.to(device)`. */
  #sourcesOf(callee: Expression, given: readonly Node[]): readonly Node[] | undefined {
    const isMethod = callee.type === 'member';
    if (isMethod && passesOn.has(callee.name) && this.#context.qualify(callee) === undefined)
      return undefined;
    if (wrapping.test(lastName(callee) ?? '') && given.length > 0) return given.slice(0, 1);
    return isMethod ? [callee.object, ...given] : given;
  }

  /** The class or function that a callee names; of several definitions in a notebook the last one above. */
  #definitionOf(callee: Expression): Class | Callable | undefined {
    const value = callee.type === 'name' ? this.#bindingsOf(callee)[0]?.value : undefined;
    return value?.type === 'class' || value?.type === 'callable' ? value : undefined;
  }
}

/** What gives a name its value: the whole assignment, loop, function or class. */
export function ownerOf(at: Name): Node {
  let owner = at.up ?? at;
  while (owner.type === 'list' || owner.type === 'spread') owner = owner.up ?? at;
  return owner;
}

/** Whether an assignment is over where a name stands, and anything else has begun. */
function isAbove(owner: Node, name: Name): boolean {
  const isAssigned = owner.type === 'assignment' || (owner.type === 'declaration' && owner.value !== null);
  return owner.end <= name.start || (owner.start <= name.start && !isAssigned);
}

/** Ways that an `if` may take that are looked at. */
const MAX_WAYS = 16;

/** Of the assignments above a use those that may hold there, the last first. */
function reaching(above: readonly Binding[], use: Name): readonly Binding[] {
  const found: Binding[] = [];
  for (const binding of above.toReversed()) {
    const owner = ownerOf(binding.at);
    const before = found.at(-1);
    // What stands above an `if` of which every way assigns does not reach beyond it.
    if (before && isSettled(choiceAround(ownerOf(before.at), use), found, owner)) break;
    found.push(binding);
    if (!choiceAround(owner, use) || found.length >= MAX_WAYS) break;
  }
  return found;
}

/** The outermost `if` around an assignment that is over where the use stands. */
function choiceAround(owner: Node, use: Node): Branch | undefined {
  let found: Branch | undefined;
  for (let part = owner.up; part && !isDefinition(part) && !contains(part, use); part = part.up)
    if (part.type === 'branch' && part.word === 'if_statement') found = part;
  return found;
}

/** Whether each way of an `if` assigns, and what comes next stands before it. */
function isSettled(choice: Branch | undefined, found: readonly Binding[], next: Node): boolean {
  if (!choice || contains(choice, next)) return false;
  const ways = waysOf(choice);
  return ways.every((way) => way && found.some(({ at }) => contains(way, at)));
}

/** The blocks of an `if`; `undefined` in the place of an `else` that is not there. */
function waysOf({ parts: [, yes, ...others] }: Branch): (Node | undefined)[] {
  const [next] = others;
  if (next?.type !== 'branch') return [yes, next];
  return [yes, ...waysOf({ ...next, parts: [...next.parts, ...others.slice(1)] })];
}

/** What a loop whose target a name is in goes over. */
function loopOver(at: Name): Expression | undefined {
  const declaration: Node | Declaration = ownerOf(at);
  const { up } = declaration;
  if (declaration.type !== 'declaration' || !declaration.isFilled) return undefined;
  if (up?.type === 'branch') return up.over ?? undefined;
  return up?.type === 'other' && up.word === 'for_in_clause' ? (up.parts[1] as Expression) : undefined;
}

/** Whole names and chains of members, outermost first: of `self.net.fc(x)` it is `self.net.fc`. */
function mentionsIn(node: Node): Node[] {
  const found: Node[] = [];
  const isClosed = (one: Node) => isDefinition(one) || pathOf(one as Expression) !== undefined;
  for (const one of inside(node, isClosed)) {
    if (one.type === 'name' || one.type === 'member') found.push(one);
    if (found.length >= MAX_MENTIONS) break;
  }
  return found;
}

function callsIn(node: Node): Call[] {
  const calls: Call[] = [];
  for (const one of inside(node)) {
    if (one.type === 'call') calls.push(one);
    if (calls.length >= MAX_MENTIONS) break;
  }
  return calls;
}

/** What the `return` statements of a function give. */
function returnsOf({ body, isArrow }: Callable): Expression[] {
  if (isArrow) return [];
  const found: Expression[] = [];
  for (const statement of body.filter((one) => !isDefinition(one)))
    for (const node of inside(statement, isDefinition))
      if (node.type === 'other' && node.word === 'return_statement')
        append(found, node.parts as Expression[]);
  return found;
}

/** What the methods of a class keep: `self.net = Net()`. */
function keptIn(owner: Class): Expression[] {
  const found: Expression[] = [];
  for (const node of inside(owner)) {
    const isKept = node.type === 'assignment' && node.target.type === 'member' && node.value !== null;
    if (isKept && pathOf(node.target)?.startsWith('self.')) found.push(node.value!);
    if (found.length >= MAX_MENTIONS) break;
  }
  return found;
}
