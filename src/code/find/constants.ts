import type { Evaluator } from '../evaluate/evaluator';
import type { Binding } from '../program/scopes';
import type { Expression } from '../syntax/tree';

/** A name and the value that it has. */
export interface Constant {
  readonly name: string;
  readonly value: Expression;
}

/**
 * Every variable, field and member of an object with one value, and every object that a variable is given. Of the
 * members of objects each value counts.
 */
export function* constantsOf(evaluator: Evaluator): Generator<Constant> {
  const { program, options } = evaluator;
  for (const { name, values } of given(evaluator))
    for (const value of values)
      if (value && (values.length === 1 || value.type === 'record')) yield { name, value };
  const members = [...program.members].flatMap(([path, values]) =>
    values.map(({ value }) => ({ name: path.slice(path.lastIndexOf('.') + 1), value })),
  );
  const defaults = options.map(({ name, default: value }) => ({ name, value }));
  for (const { name, value } of [...defaults, ...members]) if (value) yield { name, value };
}

interface Values {
  readonly name: string;
  readonly values: readonly (Expression | null)[];
}

function* given(evaluator: Evaluator): Generator<Values> {
  const { scopes, classes } = evaluator.program;
  for (const { name, bindings } of scopes.all()) {
    const [binding] = bindings as [Binding];
    const { formal } = binding;
    if (formal && (formal.ofWhole !== null || evaluator.isAlwaysGiven(evaluator.askedOf(binding)!))) continue;
    yield { name, values: bindings.map((one) => givenBy(evaluator, one)) };
  }
  yield* classes.members();
}

/** Of `const { lr = 0.1 } = config` the default, if nothing in the file gives it. */
function givenBy(evaluator: Evaluator, { value, default: byDefault }: Binding): Expression | null {
  if (!byDefault || !value) return value;
  return evaluator.follow(value).expression === byDefault ? byDefault : null;
}
