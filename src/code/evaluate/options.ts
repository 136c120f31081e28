import type { Call, Expression } from '../syntax/tree';
import { lastName, type Record } from '../syntax/tree';

/** A command-line option with a default: `parser.addArgument('--epochs', { defaultValue: 100 })`. */
export interface Option {
  readonly name: string;
  readonly default: Expression;
}

const adders = /^(?:addArgument|add_argument)$/;
/** What gives the options that the command line was given, and what that is called. */
const parsers =
  /^(?:parse|get|read)_?(?:[cC]ommand[lL]ine)?_?(?:[aA]rg(?:ument)?s?|[oO]pt(?:ion)?s?|[fF]lags)$/;
const parsed = /^(?:args|argv|opts|options|flags|params|config|cfg)$/;

/** The options that a file defines for argparse. */
export function optionsOf(calls: readonly Call[]): Option[] {
  return calls.flatMap(({ callee, args }) => {
    if (callee.type !== 'member' || !adders.test(callee.name)) return [];
    const [flags, settings] = args;
    const record = settings?.type === 'record' ? settings : undefined;
    const value = entryOf(record, 'defaultValue') ?? entryOf(record, 'default');
    const name = stringOf(entryOf(record, 'dest')) ?? nameOf(flags);
    return value && name !== undefined ? [{ name, default: value }] : [];
  });
}

/** Of several flags the long one gives the name. */
function nameOf(flags: Expression | undefined): string | undefined {
  const all = flags?.type === 'list' ? flags.items : flags ? [flags] : [];
  const words = all.flatMap((flag) => stringOf(flag) ?? []);
  const long = words.find((word) => word.startsWith('--')) ?? words[0];
  return long?.replace(/^-+/, '').replace(/-/g, '_');
}

const entryOf = (record: Record | undefined, key: string) =>
  record?.entries.find((one) => one.key === key)?.value;
const stringOf = (value: Expression | undefined) => (value?.type === 'text' ? value.value : undefined);

/** Whether a call gives what the command line was given: `parser.parseArgs()`. */
export function givesOptions({ callee, args }: Call): boolean {
  return parsers.test(lastName(callee) ?? '') && args.every(isCommandLine);
}

/** Whether something that nothing in the file gives is called like the options of the command line. */
export function isCalledOptions(object: Expression): boolean {
  return object.type === 'name' && parsed.test(object.name);
}

/** `process.argv`, `process.argv.slice(2)` */
function isCommandLine(argument: Expression): boolean {
  if (argument.type === 'call')
    return argument.callee.type === 'member' && isCommandLine(argument.callee.object);
  if (argument.type !== 'member') return false;
  const { object, name } = argument;
  return object.type === 'name' && object.name === 'process' && name === 'argv';
}
