import type { Program } from '../program/program';
import type { Call, Callable, Entry, Expression } from '../syntax/tree';
import { lastName, pathOf, type Record } from '../syntax/tree';

/**
 * A command-line option: `parser.addArgument('--epochs', { defaultValue: 100 })`, `add_argument('--lr', default=0.1)`,
 * `DEFINE_float('lr', 0.1, '…')`, `@click.option('--lr', default=0.1)`.
 */
export interface Option {
  /** The member, or the parameter, that the value is read from. */
  readonly name: string;
  readonly call: Call;
  readonly default: Expression | null;
  /** What is said about it; empty: nothing. */
  readonly help: string;
}

const adders = /^(?:addArgument|add_argument|add_option|add_arg)$/;
const definers = /^DEFINE_(?:float|integer|string|bool)$/;
/** What gives the options that the command line was given, and what that is called. */
const parsers =
  /^(?:parse|get|read)_?(?:known_|intermixed_)?(?:[cC]ommand[lL]ine)?_?(?:[aA]rg(?:ument)?s?|[oO]pt(?:ion)?s?|[fF]lags)$/;
const parsed = /^(?:args|argv|opts|options|flags|params|config|cfg)$/;

/** The options that a file defines. */
export function optionsOf(program: Program): Option[] {
  const defines = (name: string) => definers.test(name) || adders.test(name) || name === 'option';
  return program.callsNamed(defines).flatMap((call) => {
    const name = lastName(call.callee) ?? '';
    if (definers.test(name)) return flagOption(call) ?? [];
    const isOption = name === 'option' ? isDecorator(call) : call.callee.type === 'member';
    return isOption ? (argumentOption(call) ?? []) : [];
  });
}

/** The click option that fills a parameter of a function. */
export function optionOfParameter({ decorators }: Callable, name: string): Option | undefined {
  for (const one of decorators) {
    const isOption = one.type === 'call' && lastName(one.callee) === 'option';
    const option = isOption ? argumentOption(one) : undefined;
    if (option?.name === name) return option;
  }
  return undefined;
}

const isDecorator = ({ up }: Call) => up?.type === 'callable';

function argumentOption(call: Call): Option | undefined {
  const { args, keywords } = call;
  const last = args.at(-1);
  const settings = last?.type === 'record' ? (last as Record).entries : keywords;
  const value = entryOf(settings, 'defaultValue') ?? entryOf(settings, 'default');
  const name = stringOf(entryOf(settings, 'dest')) ?? nameOf(args);
  const help = stringOf(args[2]) ?? stringOf(entryOf(settings, 'help')) ?? '';
  return name ? { name, call, default: value ?? null, help } : undefined;
}

/** What absl's `LR = flags.DEFINE_float('lr', 0.1, '…')` holds as `LR.value`, as far as is written. */
export function defaultOfFlag(call: Call): Expression | undefined {
  return definers.test(lastName(call.callee) ?? '') ? (flagOption(call)?.default ?? undefined) : undefined;
}

function flagOption(call: Call): Option | undefined {
  const { args, keywords } = call;
  const name = stringOf(args[0] ?? entryOf(keywords, 'name'));
  const value = args[1] ?? entryOf(keywords, 'default') ?? null;
  const help = stringOf(args[2] ?? entryOf(keywords, 'help')) ?? '';
  return name ? { name, call, default: value, help } : undefined;
}

/** Of several flags the long one gives the name; click takes one of its own: `('--drop', 'drop_p', …)`. */
function nameOf(flags: readonly Expression[]): string | undefined {
  const words = flags
    .flatMap((flag) => (flag.type === 'list' ? flag.items : flag))
    .flatMap((one) => stringOf(one) ?? []);
  const own = words.length > 1 ? words.find((word) => /^[^-]/.test(word)) : undefined;
  const long = own ?? words.find((word) => word.startsWith('--')) ?? words[0];
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
