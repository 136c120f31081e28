import { type Arguments, argumentsOf } from './arguments';
import type { Block } from './block';
import { callsIn } from './call-index';
import { stringOf } from './literals';
import { type Node, textOf } from './node';

/** A command-line option: `parser.add_argument('--lr', default=0.1)`, `DEFINE_float('lr', 0.1, '…')`. */
export interface Option {
  /** The attribute that the value is read from. */
  readonly name: string;
  readonly call: Node;
  readonly default: Node | null;
  /** What is said about it; empty: nothing. */
  readonly help: string;
}

const adders = ['add_argument', 'add_option', 'add_arg'];
const definers = ['DEFINE_float', 'DEFINE_integer', 'DEFINE_string', 'DEFINE_bool'];

function optionsIn(block: Block): Option[] {
  return [
    ...adders.flatMap((name) => callsIn(block, name).flatMap(argparseOption)),
    ...callsIn(block, 'option').filter(isDecorator).flatMap(argparseOption),
    ...definers.flatMap((name) => callsIn(block, name).flatMap(flagOption)),
  ];
}

const perBlock = new WeakMap<Block, readonly Option[]>();

/** The options that a block defines, for argparse, optparse and absl. */
export function optionsOf(block: Block): readonly Option[] {
  let options = perBlock.get(block);
  if (!options) {
    options = optionsIn(block);
    perBlock.set(block, options);
  }
  return options;
}

/** The options of a block that are read by the name `name`. */
export function optionsNamed(block: Block, name: string): Option[] {
  return optionsOf(block).filter((option) => option.name === name);
}

/** The click option (`@click.option('--lr', default=0.1)`) that fills a parameter of a function. */
export function optionOfParameter(definition: Node, name: string): Option | undefined {
  const decorated = definition.parent?.type === 'decorated_definition' ? definition.parent : null;
  for (const decorator of decorated?.namedChildren ?? []) {
    const call = decorator.type === 'decorator' ? decorator.firstNamedChild : null;
    if (call?.type !== 'call') continue;
    const callee = call.childForFieldName('function');
    if (!callee || !/(?:^|\.)option$/.test(textOf(callee))) continue;
    const option = argparseOption(call)[0];
    if (option?.name === name) return option;
  }
  return undefined;
}

function argparseOption(call: Node): Option[] {
  const args = argumentsOf(call);
  if (!args) return [];
  const names = args.positional.flatMap((node) => stringOf(node) ?? []);
  const dest = args.keywords.get('dest');
  // Click takes a name of its own: `@click.option('--drop', 'drop_p', default=0.3)`.
  const own = names.length > 1 ? names.find((name) => /^[^-]/.test(name)) : undefined;
  const long = own ?? names.find((name) => name.startsWith('--')) ?? names[0];
  const name = dest ? stringOf(dest.value) : long?.replace(/^-+/, '').replace(/-/g, '_');
  if (!name) return [];
  return [{ name, call, default: args.keywords.get('default')?.value ?? null, help: helpOf(args) }];
}

function helpOf(args: Arguments): string {
  const help = args.positional[2] ?? args.keywords.get('help')?.value;
  return (help && stringOf(help)) ?? '';
}

/** `@click.option(…)`. */
function isDecorator(call: Node): boolean {
  return call.parent?.type === 'decorator';
}

/** What absl's `LR = flags.DEFINE_float('lr', 0.1, '…')` holds as `LR.value`, as far as is written. */
export function defaultOfFlag(node: Node): Node | undefined {
  const callee = node.type === 'call' ? node.childForFieldName('function') : null;
  const name = callee && textOf(callee);
  if (!name || !definers.includes(name.slice(name.lastIndexOf('.') + 1))) return undefined;
  return flagOption(node)[0]?.default ?? undefined;
}

function flagOption(call: Node): Option[] {
  const args = argumentsOf(call);
  const first = args?.positional[0] ?? args?.keywords.get('name')?.value;
  const name = first && stringOf(first);
  if (!args || !name) return [];
  const value = args.positional[1] ?? args.keywords.get('default')?.value ?? null;
  return [{ name, call, default: value, help: helpOf(args) }];
}
