import { argumentsOf } from './arguments';
import type { PythonFile } from './file';
import { stringOf } from './literals';
import type { Node } from './node';
import { same } from './scopes';

/** A command-line option: `parser.add_argument('--lr', default=0.1)`, `DEFINE_float('lr', 0.1, '…')`. */
export interface Option {
  /** The attribute that the value is read from. */
  readonly name: string;
  readonly call: Node;
  readonly default: Node | null;
}

const adders = ['add_argument', 'add_option', 'add_arg'];
const definers = ['DEFINE_float', 'DEFINE_integer', 'DEFINE_string', 'DEFINE_bool'];

/** The options that a file defines, for argparse, optparse, absl and click. */
export class Options {
  private all: readonly Option[] | undefined;

  constructor(private readonly file: PythonFile) {}

  /** Every option, in no particular order. */
  list(): readonly Option[] {
    this.all ??= [
      ...adders.flatMap((name) => this.calls(name).flatMap((call) => this.argparse(call))),
      ...definers.flatMap((name) => this.calls(name).flatMap((call) => this.flag(call))),
    ];
    return this.all;
  }

  /** The options of one name. */
  named(name: string): readonly Option[] {
    return this.list().filter((option) => option.name === name);
  }

  /** Whether `set_defaults(name=…)` gives the option another default somewhere. */
  isOverridden(name: string): boolean {
    return this.calls('set_defaults').some((call) => argumentsOf(this.file, call)?.keywords.has(name));
  }

  /** The click option (`@click.option('--lr', default=0.1)`) that fills a parameter of a function. */
  ofParameter(definition: Node, name: string): Option | undefined {
    const decorated = definition.parent?.type === 'decorated_definition' ? definition.parent : null;
    for (const decorator of decorated?.namedChildren ?? []) {
      const call = decorator?.type === 'decorator' ? decorator.firstNamedChild : null;
      if (call?.type !== 'call') continue;
      const callee = call.childForFieldName('function');
      if (!callee || !/(?:^|\.)option$/.test(this.file.text(callee))) continue;
      const option = this.argparse(call)[0];
      if (option?.name === name) return option;
    }
    return undefined;
  }

  private calls(name: string): Node[] {
    const { source } = this.file;
    return source.occurrences(name).flatMap((offset) => {
      const node = source.nodeAt(offset);
      if (node.type !== 'identifier') return [];
      const callee = node.parent?.type === 'attribute' ? node.parent : node;
      const call = callee.parent;
      return call?.type === 'call' && same(call.childForFieldName('function'), callee) ? [call] : [];
    });
  }

  private argparse(call: Node): Option[] {
    const args = argumentsOf(this.file, call);
    if (!args) return [];
    const names = args.positional.flatMap((node) => stringOf(this.file, node) ?? []);
    const dest = args.keywords.get('dest');
    const long = names.find((name) => name.startsWith('--')) ?? names[0];
    const name = dest ? stringOf(this.file, dest.value) : long?.replace(/^-+/, '').replace(/-/g, '_');
    if (!name) return [];
    return [{ name, call, default: args.keywords.get('default')?.value ?? null }];
  }

  private flag(call: Node): Option[] {
    const args = argumentsOf(this.file, call);
    const first = args?.positional[0] ?? args?.keywords.get('name')?.value;
    const name = first && stringOf(this.file, first);
    if (!args || !name) return [];
    return [{ name, call, default: args.positional[1] ?? args.keywords.get('default')?.value ?? null }];
  }
}
