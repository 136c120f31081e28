import type { JsCall } from './calls';
import type { Expression } from './expressions';

/** A command-line option with a default: `parser.addArgument('--epochs', { defaultValue: 100 })`. */
export interface JsOption {
  readonly name: string;
  readonly default: Expression;
}

const adders = /^(?:addArgument|add_argument)$/;

/** The options that a file defines for argparse. */
export function optionsOf(calls: readonly JsCall[]): JsOption[] {
  return calls.flatMap(({ names, args }) => {
    if (names.length < 2 || !adders.test(names.at(-1)!)) return [];
    const [flags, settings] = args;
    const entries = settings?.type === 'object' ? settings.entries : undefined;
    const value = (entries?.get('defaultValue') ?? entries?.get('default'))?.value;
    const name = stringOf(entries?.get('dest')?.value) ?? nameOf(flags);
    return value && name !== undefined ? [{ name, default: value }] : [];
  });
}

/** Of several flags the long one gives the name. */
function nameOf(flags: Expression | undefined): string | undefined {
  const all = flags?.type === 'array' ? flags.items : flags ? [flags] : [];
  const words = all.flatMap((flag) => stringOf(flag) ?? []);
  const long = words.find((word) => word.startsWith('--')) ?? words[0];
  return long?.replace(/^-+/, '').replace(/-/g, '_');
}

const stringOf = (value: Expression | undefined) => (value?.type === 'string' ? value.value : undefined);
