import type { Call, Entry, Expression } from '../syntax/tree';
import { lastName, pathOf, type Record } from '../syntax/tree';

/** A command-line option with a default: `parser.addArgument('--epochs', { defaultValue: 100 })`. */
export interface Option {
  readonly name: string;
  readonly default: Expression;
}

const adders = /^(?:addArgument|add_argument|add_option|add_arg)$/;
/** What gives the options that the command line was given, and what that is called. */
const parsers =
  /^(?:parse|get|read)_?(?:known_)?(?:[cC]ommand[lL]ine)?_?(?:[aA]rg(?:ument)?s?|[oO]pt(?:ion)?s?|[fF]lags)$/;
const parsed = /^(?:args|argv|opts|options|flags|params|config|cfg)$/;

/** The options that a file defines for argparse. */
export function optionsOf(calls: readonly Call[]): Option[] {
  return calls.flatMap(({ callee, args, keywords }) => {
    if (callee.type !== 'member' || !adders.test(callee.name)) return [];
    const settings = args.at(-1)?.type === 'record' ? (args.at(-1) as Record).entries : keywords;
    const value = entryOf(settings, 'defaultValue') ?? entryOf(settings, 'default');
    const name = stringOf(entryOf(settings, 'dest')) ?? nameOf(args);
    return value && name !== undefined ? [{ name, default: value }] : [];
  });
}

/** Of several flags the long one gives the name. */
function nameOf(flags: readonly Expression[]): string | undefined {
  const words = flags
    .flatMap((flag) => (flag.type === 'list' ? flag.items : flag))
    .flatMap((one) => stringOf(one) ?? []);
  const long = words.find((word) => word.startsWith('--')) ?? words[0];
  return long?.replace(/^-+/, '').replace(/-/g, '_');
}

const entryOf = (entries: readonly Entry[], key: string) => entries.find((one) => one.key === key)?.value;
const stringOf = (value: Expression | undefined) => (value?.type === 'text' ? value.value : undefined);

/** Whether a call gives what the command line was given: `parser.parseArgs()`. */
export function givesOptions({ callee, args }: Call): boolean {
  return parsers.test(lastName(callee) ?? '') && args.every(isCommandLine);
}

/** Whether something that nothing in the file gives is called like the options of the command line. */
export function isCalledOptions(object: Expression): boolean {
  return object.type === 'name' && parsed.test(object.name);
}

/** `process.argv`, `process.argv.slice(2)`, `sys.argv[1:]`, and what stands for it: nothing. */
function isCommandLine(argument: Expression): boolean {
  switch (argument.type) {
    case 'call':
      return argument.callee.type === 'member' && isCommandLine(argument.callee.object);
    case 'index':
      return isCommandLine(argument.object);
    case 'list':
      return argument.items.length === 0;
    case 'constant':
      return argument.value === null;
    case 'member':
      return /^(?:process|sys)\.argv$/.test(pathOf(argument) ?? '');
    default:
      return false;
  }
}
