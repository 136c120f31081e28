import type { Confidence } from '../finding';
import type { Class, Expression } from '../syntax/tree';
import type { Context } from './context';

const MAX_HOPS = 32;

/**
 * Whether a method's object may be of one of the packages. A known object makes it sure; an imported module or
 * another package's object rules it out; an unknown one is allowed where the keywords speak for it (`asked`).
 */
export function objectAllows(
  context: Context,
  object: Expression,
  packages: readonly string[],
  asked: boolean,
): Confidence | undefined {
  if (context.qualify(object)) return undefined;
  const origin = originOf(context, object);
  if (origin) return packages.some((name) => origin.startsWith(`${name}.`)) ? 'high' : undefined;
  const { expression } = context.evaluator.follow(object);
  const isPlain = expression?.type === 'list' ? !expression.isTuple : isLiteral(expression);
  if (isPlain) return undefined;
  return asked ? 'medium' : undefined;
}

const isLiteral = (expression: Expression | null) =>
  expression !== null && /^(?:text|number|record)$/.test(expression.type);

/** The qualified name of the call that an object comes from: `ds.shuffle(9).map(f)` comes from `tf.data.…`. */
function originOf(context: Context, object: Expression): string | undefined {
  let next: Expression | undefined = object;
  for (let hops = 0; next && hops < MAX_HOPS; hops++) {
    const { expression: made }: { expression: Expression | null } = context.evaluator.follow(next);
    if (made?.type !== 'call') return undefined;
    const qualified = context.qualify(made.callee);
    if (qualified) return qualified;
    const definition = context.definitionOf(made.callee);
    if (definition?.type === 'class') return baseName(context, definition);
    next = made.callee.type === 'member' ? made.callee.object : undefined;
  }
  return undefined;
}

function baseName(context: Context, { base }: Class): string | undefined {
  return base ? context.qualify(base) : undefined;
}
