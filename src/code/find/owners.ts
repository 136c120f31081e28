import { countWhile } from '../../core/lists';
import { argumentOf, callsOf } from '../evaluate/given';
import { type Finding, type Model, ofTraining, type Span } from '../finding';
import { addTo } from '../program/multimap';
import {
  type Assignment,
  around,
  contains,
  type Declaration,
  type Expression,
  lastName,
  type Member,
  type Name,
  type Node,
  type Parameter,
  pathOf,
} from '../syntax/tree';
import { isStatement, nodeAt } from '../syntax/walk';
import type { Context } from './context';
import { Origins, ownerOf } from './origins';

/** A batch size that nothing is learned from stands in a loader of this name. */
const evaluation =
  /(?:^|_|\b)(?:val|valid|validation|test|tests|eval|evaluation|dev|infer|inference)(?:$|_|\b|(?=[A-Z]|loader|_?dl|_?ds|_?set|_?data|\d))/i;
const training = /train/i;

type Models = readonly Model[];
/** What is used: a variable, or a member of `self`. */
type Used = Name | Member;

/** Tells which models a file trains, and which of its values belong to which of them. */
export class Owners {
  readonly #origins: Origins;
  /** The assignments on all ways from one statement: what one leads to is looked for once. */
  readonly #seen = new Set<Node>();
  readonly #known = new Map<Node, Models>();
  readonly #usedBy = new Map<Node, Models>();
  #members: Map<string, Member[]> | undefined;

  readonly #context: Context;
  readonly #models: Models;

  /** @param models in the order of the file, none within another */
  constructor(context: Context, models: Models) {
    this.#context = context;
    this.#models = models;
    this.#origins = new Origins(context, (node) => this.#modelAt(node) !== undefined);
  }

  /** The model that a class or call is, or stands within. */
  #modelAt(node: Span): Model | undefined {
    const model = this.#models[countWhile(this.#models, ({ start }) => start <= node.start) - 1];
    return model && (model.start === node.start || node.end <= model.end) ? model : undefined;
  }

  /** In the order of the file. */
  #modelsOf(nodes: Iterable<Node>): Models {
    const found = new Set<Model>();
    for (const node of nodes) {
      const model = this.#modelAt(node);
      if (model) found.add(model);
    }
    return [...found].sort((a, b) => a.start - b.start);
  }

  /** The models that an object comes from: `model` of `model.fit(…)`. */
  of(object: Expression): Models {
    return this.#modelsOf(this.#origins.of(object));
  }

  /** The findings with what they belong to. */
  assigned(findings: readonly Finding[]): Finding[] {
    return findings.map((finding) => {
      const trains = ofTraining.has(finding.kind) ? this.#trainedBy(finding) : undefined;
      return trains ? { ...finding, trains } : finding;
    });
  }

  /** `undefined`: it cannot be told. */
  #trainedBy(finding: Finding): readonly Span[] | undefined {
    const node = nodeAt(this.#context.program.file, finding);
    if (finding.kind === 'batchSize' && isForEvaluation(node)) return [];
    const models = this.ownersOf(node);
    return models.length > 0 ? models.map(({ start, end }) => ({ start, end })) : undefined;
  }

  /** The models that what is written at a node has to do with. */
  ownersOf(node: Node): Models {
    const own = this.#modelAt(node);
    if (own) return [own];
    for (let part: Node | null = node; part; part = part.up) {
      if (part.type === 'parameter' && part.value) return this.#byCalls(part);
      const isEnd = isStatement(part);
      const found = isEnd || part.type === 'record' || part.type === 'call' ? this.#knownIn(part) : [];
      if (found.length > 0) return found;
      if (isEnd) return this.#byUses(part);
    }
    return [];
  }

  #knownIn(part: Node): Models {
    const known = this.#known.get(part) ?? this.#modelsOf(this.#origins.modelsIn(part));
    this.#known.set(part, known);
    return known;
  }

  /** `def train(model, lr=0.1)`: the models of the calls that leave it at that. */
  #byCalls({ target, up: definition }: Parameter): Models {
    const { evaluator, program } = this.#context;
    if (definition?.type !== 'callable' || target.type !== 'name') return [];
    const [{ formal } = {}] = program.scopes.within(definition, target.name);
    const silent = formal
      ? callsOf(evaluator, formal).sure.filter((call) => !argumentOf(evaluator, call, formal))
      : [];
    return [...new Set(silent.flatMap((call) => this.#knownIn(call)))];
  }

  /** `loader = DataLoader(…)` belongs to what the loops and calls train that use it. */
  #byUses(statement: Node): Models {
    if (statement.type !== 'declaration' && statement.type !== 'assignment') return [];
    const known = this.#usedBy.get(statement);
    if (known) return known;
    this.#seen.clear();
    const models = this.#ofTargets(statement);
    this.#usedBy.set(statement, models);
    return models;
  }

  #ofTargets({ target }: Declaration | Assignment): Models {
    const targets = target.type === 'list' ? target.items : [target];
    const isUsed = (one: Expression): one is Used => one.type === 'name' || one.type === 'member';
    return [...new Set(targets.filter(isUsed).flatMap((one) => this.#usesOf(one)))];
  }

  #usesOf(used: Used): Models {
    const found = new Set<Model>();
    for (const use of this.#sameAs(used)) {
      for (const model of this.#ofUse(use)) found.add(model);
      if (found.size >= this.#models.length) break;
    }
    return [...found];
  }

  /** Where the same variable, or the same member of one class, stands again. */
  #sameAs(used: Used): readonly Used[] {
    if (used.type === 'member') {
      const owner = around(used, 'class');
      const all = this.#membersOf(pathOf(used) ?? '');
      return all.filter((one) => one !== used && around(one, 'class') === owner);
    }
    const { program } = this.#context;
    const { scopes } = program;
    const home = scopes.homeOf(used.name, used);
    const isScript = around(used, 'callable') === null;
    const next = this.#nextAssignment(used);
    return program
      .usesOf(used.name)
      .filter(
        (use) =>
          !(isScript && use.start < used.end) && use.start < next && scopes.homeOf(used.name, use) === home,
      );
  }

  /** The members of objects by their paths. */
  #membersOf(path: string): readonly Member[] {
    if (!this.#members) {
      this.#members = new Map();
      for (const node of this.#context.program.nodes)
        if (node.type === 'member') addTo(this.#members, pathOf(node) ?? '', node);
    }
    return this.#members.get(path) ?? [];
  }

  /** In a script, where the name begins to stand for something else. */
  #nextAssignment(name: Name): number {
    const bindings = this.#context.program.scopes.find(name.name, name);
    const starts = bindings.map(({ at }) => ownerOf(at).start).filter((start) => start > name.start);
    return starts[0] ?? Number.POSITIVE_INFINITY;
  }

  /** The models of the loop, call or assignment in which a name is used. */
  #ofUse(use: Used): Models {
    for (let part: Node | null = use.up; part && part.type !== 'callable'; part = part.up) {
      const found = this.#ofPart(part, use);
      if (found) return found;
    }
    return [];
  }

  /** `undefined`: the part says nothing, and what is around it may. */
  #ofPart(part: Node, use: Used): Models | undefined {
    switch (part.type) {
      case 'branch':
        return part.over && contains(part.over, use) ? this.#knownIn(part) : [];
      case 'declaration':
      case 'assignment':
        return this.#ofAssigned(part, use);
      case 'call': {
        // `len(loader)` says nothing of what it is used for.
        if (pathOf(part.callee) === 'len') return [];
        const found = this.#knownIn(part);
        return found.length > 0 ? found : undefined;
      }
      default:
        return isStatement(part) ? [] : undefined;
    }
  }

  /** `it = iter(loader)`: what it is made into is for the same. */
  #ofAssigned(assignment: Declaration | Assignment, use: Used): Models {
    if (contains(assignment.target, use)) return [];
    const found = this.#knownIn(assignment);
    if (found.length > 0 || this.#seen.has(assignment)) return found;
    this.#seen.add(assignment);
    return this.#ofTargets(assignment);
  }
}

/** `val_loader = DataLoader(…)` */
function isForEvaluation(node: Node): boolean {
  const assignment = around(node, 'declaration', 'assignment');
  const name = assignment && assignment.target !== node ? lastName(assignment.target) : undefined;
  return name !== undefined && evaluation.test(name) && !training.test(name);
}
