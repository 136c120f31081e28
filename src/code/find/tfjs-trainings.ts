import type { Evaluator } from '../evaluate/evaluator';
import { askedOf, givenTo } from '../evaluate/given';
import { type Finding, type Model, ofTraining, type Span } from '../finding';
import { lastBefore } from '../program/order';
import { around, type Call, type Callable, contains, type Expression } from '../syntax/tree';
import { inside } from '../syntax/walk';
import { spend } from '../work';
import { isCallback, leftOut } from './tfjs-left-out';

/** A way from a call that trains to the call that makes the model. */
interface Training {
  readonly made: Expression;
  /** The call of the model's method, and those of the functions that gave it the model. */
  readonly calls: readonly Call[];
}

/** A training with its model, and with all that its calls are given. */
interface Owned {
  readonly model: Model;
  readonly given: readonly Span[];
}

/**
 * Says which findings train which models of a file: by the object that `compile` and `fit` are called on, and by what
 * the variables stand for that these are given.
 */
export function withTrainings(
  evaluator: Evaluator,
  models: ReadonlyMap<Expression, Model>,
  findings: readonly Finding[],
): { readonly findings: readonly Finding[]; readonly models: readonly Model[] } {
  const trainings = models.size > 0 ? trainingsOf(evaluator) : [];
  const owned = trainings.flatMap(({ made, calls }): Owned[] => {
    const model = models.get(made);
    return model ? [{ model, given: [...calls, ...calls.flatMap((call) => behind(evaluator, call))] }] : [];
  });
  return {
    findings: findings.map((finding) => {
      const trains = ofTraining.has(finding.kind) ? ownersOf(finding, owned) : [];
      return trains.length > 0 ? { ...finding, trains } : finding;
    }),
    models: [...models].map(([made, model]) => {
      const own = trainings.filter((training) => training.made === made);
      const notes = [...model.notes, ...own.flatMap(({ calls: [call] }) => leftOut(evaluator, call!))];
      return { ...model, trained: own.length > 0, notes: [...new Set(notes)] };
    }),
  };
}

function ownersOf(finding: Finding, owned: readonly Owned[]): Span[] {
  spend(owned.length);
  const own = owned.filter(({ given }) => given.some((span) => contains(span, finding)));
  return [...new Set(own.map(({ model }) => model))].map(({ start, end }) => ({ start, end }));
}

function trainingsOf(evaluator: Evaluator): Training[] {
  const { program } = evaluator;
  return ['compile', 'fit', 'fitDataset'].flatMap((method) =>
    program.callsOf(method).flatMap((call) => {
      const { callee } = call;
      return callee.type === 'member' ? new Origins(evaluator).of(callee.object, [call]) : [];
    }),
  );
}

/** What stands behind the names and calls in the arguments of a call; those in its callbacks are others' business. */
function behind(evaluator: Evaluator, { args }: Call): Expression[] {
  return args
    .flatMap((argument) => (isCallback(argument) ? [] : [...inside(argument, isCallback)]))
    .flatMap((node) =>
      node.type === 'name' || node.type === 'member' || node.type === 'call'
        ? new Origins(evaluator).of(node).map(({ made }) => made)
        : [],
    );
}

/** Follows an object to the calls that may have made it: also where a function is given, or returns, several. */
class Origins {
  readonly #seen = new Set<Expression>();

  readonly #evaluator: Evaluator;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  /** @param calls where it is trained; none: a parameter that several calls give leads nowhere */
  of(object: Expression, calls: readonly Call[] = []): Training[] {
    spend(1);
    if (this.#seen.has(object)) return [];
    this.#seen.add(object);
    const { expression } = this.#evaluator.follow(object);
    if (!expression) return this.#several(object, calls);
    if (expression.type === 'callable') return [];
    const made = expression.type === 'call' ? this.#calledBy(expression) : undefined;
    if (!made) return [{ made: expression, calls }];
    return returnedBy(made).flatMap((value) => this.of(value, calls));
  }

  #several(object: Expression, calls: readonly Call[]): Training[] {
    const { program } = this.#evaluator;
    const isSelf = object.type === 'member' && object.object.type === 'name' && object.object.name === 'this';
    if (isSelf) return this.#each(program.classes.ofThis(object.name, object), calls);
    if (object.type !== 'name') return [];
    const bindings = program.scopes.find(object.name, object);
    const formal = bindings[0]?.formal;
    if (!formal) {
      const last = lastBefore(program.scopes, object);
      return this.#each(last ? [last] : bindings.map(({ value }) => value), calls);
    }
    if (calls.length === 0) return [];
    return givenTo(this.#evaluator, askedOf(this.#evaluator, formal, null)).given.flatMap((value) => {
      const caller = around(value, 'call');
      return this.of(value, caller ? [...calls, caller] : calls);
    });
  }

  #each(values: readonly (Expression | null)[], calls: readonly Call[]): Training[] {
    return values.flatMap((value) => (value ? this.of(value, calls) : []));
  }

  /** The function, or the method of the same class, that a call is of. */
  #calledBy({ callee }: Call): Callable | undefined {
    const isOwn = callee.type === 'member' && callee.object.type === 'name' && callee.object.name === 'this';
    const value = isOwn
      ? around(callee, 'class')?.fields.find(({ name }) => name === callee.name)?.value
      : callee.type === 'name'
        ? this.#evaluator.follow(callee).expression
        : null;
    return value?.type === 'callable' ? value : undefined;
  }
}

/** What a function may return. */
function returnedBy(callable: Callable): Expression[] {
  const { body, isArrow } = callable;
  const [only, ...more] = body;
  if (isArrow && only && more.length === 0 && only.end === callable.end) return [only as Expression];
  return [...inside(callable, isCallback)].flatMap((node) =>
    node.type === 'other' && node.word === 'return_statement' && node.parts[0]
      ? [node.parts[0] as Expression]
      : [],
  );
}
