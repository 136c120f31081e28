import { argumentsOf } from './arguments';
import { type Node, textOf } from './node';

/** Who declares a field or an option of a command line, and takes its default as the first argument or by name. */
const declarers = /(?:^|\.)(?:Field|field|ib|attrib|Option|Argument)$/;

/**
 * The default in what stands where a default is written: `field(default=0.5)` of dataclasses and attrs, `Field(0.5)` of
 * pydantic, `attr.ib(0.5)`, `typer.Option(0.5)`. `null`: declared without one; `value` itself where nothing is declared.
 */
export function declaredDefault(value: Node | null): Node | null {
  const callee = value?.type === 'call' ? value.childForFieldName('function') : null;
  if (!value || !callee || !declarers.test(textOf(callee))) return value;
  const args = argumentsOf(value);
  const first = textOf(callee).endsWith('field') ? undefined : args?.positional[0];
  const found = args?.keywords.get('default')?.value ?? first;
  return found && found.type !== 'ellipsis' ? found : null;
}
