import * as l10n from '@vscode/l10n';
import { argumentsOf } from './arguments';
import { type Node, textOf } from './node';
import { less, lost, type Outcome, type Route, type Tracer } from './trace';

const parsers = /(?:^|\.)parse_(?:args|known_args|intermixed_args)$/;

/** The default of the command-line option that `object.key` (written as `node`) is read from, if there is one. */
export function followOption(
  tracer: Tracer,
  node: Node,
  object: Node,
  key: string,
  route: Route,
): Outcome | undefined {
  const options = tracer.file.options.get(key);
  if (options.length === 0) return undefined;
  const written = options.flatMap((option) =>
    option.default ? { value: option.default, step: option.call } : [],
  );
  const [only, ...more] = [...written, ...laterDefaults(tracer, key)];
  if (options.length > 1 || more.length > 0) {
    return lost(route, l10n.t('{0} has several defaults', tracer.quote(node)));
  }
  if (!only) return lost(route, l10n.t('the option {0} has no default', key));
  const call = parserOf(tracer, object);
  const given = call ? givenTo(call) : 'nothing';
  if (given === 'values')
    return lost(route, l10n.t('{0} may be given in a way that cannot be followed', tracer.quote(node)));
  const isSure = given === 'nothing' && (call !== undefined || isFlags(tracer, object));
  const parsed = isSure ? route : less('medium', route);
  return tracer.trace(only.value, tracer.step(parsed, only.step));
}

/** What `set_defaults(key=…)` gives an option. */
function laterDefaults({ file }: Tracer, key: string): { value: Node; step: Node }[] {
  return file.calls.get('set_defaults').flatMap((call) => {
    const given = argumentsOf(call)?.keywords.get(key);
    return given ? { value: given.value, step: given.argument } : [];
  });
}

/** What a parser is given to parse: the command line and no more, values of the file, or what cannot be told. */
function givenTo(call: Node): 'nothing' | 'values' | 'unknown' {
  const args = argumentsOf(call);
  if (!args || args.splats.length > 0 || args.keywords.has('namespace')) return 'values';
  const value = args.positional[0] ?? args.keywords.get('args')?.value;
  if (!value || value.type === 'none' || /^sys\.argv\b/.test(textOf(value))) return 'nothing';
  if (value.type === 'list') return value.namedChildCount === 0 ? 'nothing' : 'values';
  return value.type === 'identifier' ? 'unknown' : 'values';
}

function isFlags({ file }: Tracer, object: Node): boolean {
  return /(?:^|\.)FLAGS$/.test(file.text(object));
}

/** The call that an object is parsed by: `parser.parse_args()`. */
function parserOf(tracer: Tracer, object: Node): Node | undefined {
  const { node } = tracer.trace(object);
  const callee = node?.type === 'call' ? node.childForFieldName('function') : null;
  return callee && parsers.test(tracer.file.text(callee)) ? node! : undefined;
}
