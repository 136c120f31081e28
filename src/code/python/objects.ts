import type { Confidence } from '../finding';
import type { Context } from './context';
import type { Node } from './node';

/**
 * Whether a method's object may be of one of the packages. A known object makes it sure; an imported module or
 * another package's object rules it out; an unknown one is allowed where the keywords speak for it (`asked`).
 */
export function objectAllows(
  context: Context,
  object: Node,
  packages: readonly string[],
  asked: boolean,
): Confidence | undefined {
  const { file, tracer } = context;
  if (file.qualify(object)) return undefined;
  const origin = originOf(context, object);
  if (origin) return packages.some((name) => origin.startsWith(`${name}.`)) ? 'high' : undefined;
  const { node } = tracer.trace(object);
  if (node && /^(?:string|integer|float|list|dictionary)$/.test(node.type)) return undefined;
  return asked ? 'medium' : undefined;
}

/** The qualified name of the call that an object comes from: `ds.shuffle(9).map(f)` comes from `tf.data.…`. */
function originOf(context: Context, object: Node): string | undefined {
  const { file, tracer } = context;
  let node: Node | null = object;
  for (let hops = 0; node && hops < 32; hops++) {
    const target: Node | null = tracer.trace(node).node;
    const callee: Node | null = target?.type === 'call' ? target.childForFieldName('function') : null;
    if (!callee) return undefined;
    const qualified = file.qualify(callee);
    if (qualified) return qualified;
    const definition = file.definitionOf(callee);
    if (definition?.type === 'class_definition') return baseName(context, definition);
    node = callee.type === 'attribute' ? callee.childForFieldName('object') : null;
  }
  return undefined;
}

function baseName(context: Context, definition: Node): string | undefined {
  const base = definition.childForFieldName('superclasses')?.firstNamedChild;
  return base ? context.file.qualify(base) : undefined;
}
