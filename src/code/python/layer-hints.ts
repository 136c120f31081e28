import * as l10n from '@vscode/l10n';
import type { CodeHint, HintFix } from '../finding';
import { madeAnew, resultUnused, unregistered } from '../hints';
import type { KnownCall } from './calls';
import type { Context } from './context';
import { type Node, textOf } from './node';
import { classOf, enclosing, same } from './scopes';
import { isGuarded, isMethodOfModule, isRepeatedOnPurpose } from './switches';

/** Layers that a module has to know of, so that `eval()` reaches them. */
const registered = /^(?:torch|paddle)\.nn\.(?:Feature)?(?:Alpha)?Dropout\d?[dD]?$/;
const applied =
  /^(?:(?:torch|paddle|mlx)\.nn\.(?:functional\.)?|torch\.|keras\.|tensorflow\.(?:nn|layers)\.|flax\.|haiku\.).*dropout\w*$/i;

/** What is probably a mistake in where a dropout layer is made, kept or applied. */
export function hintsOfLayer(context: Context, known: KnownCall): readonly CodeHint[] {
  const { call, name, partial } = known;
  if (partial || !applied.test(name)) return [];
  return [
    ...(registered.test(name) ? [...madeInPass(context, call), ...inPlainList(context, call)] : []),
    ...unusedOf(context, call, name),
    ...unusedMember(context, call, name),
  ];
}

const passes = new Set(['forward', '__call__', 'call']);

/** `x = nn.Dropout(p)(x)` in a forward pass, or `drop = nn.Dropout(p)` there. */
function madeInPass(context: Context, call: Node): readonly CodeHint[] {
  const definition = enclosing(call, 'function_definition');
  const name = definition?.childForFieldName('name');
  if (!definition || !name || isGuarded(call) || isRepeatedOnPurpose(call)) return [];
  const isApplied = isCallee(call);
  const isPass =
    passes.has(textOf(name)) || (isApplied && isMethodOfModule(context, call) && textOf(name) !== '__init__');
  if (!isPass || classOf(call) === null || (!isApplied && !isLocal(call, definition))) return [];
  return [madeAnew(context.file.source.span(call), isApplied ? asFunction(context, call) : undefined)];
}

/** What is called at once: `nn.Dropout(p)(x)`. */
function isCallee(call: Node): boolean {
  return call.parent?.type === 'call' && same(call.parent.childForFieldName('function'), call);
}

/** A layer in a variable of the pass that is applied, and not told its mode. */
function isLocal(call: Node, definition: Node): boolean {
  const left = call.parent?.type === 'assignment' ? call.parent.childForFieldName('left') : null;
  if (left?.type !== 'identifier') return false;
  const body = textOf(definition);
  const name = textOf(left);
  return body.includes(`${name}(`) && !body.includes(`${name}.train`) && !body.includes(`${name}.eval`);
}

const functions: Readonly<Record<string, string>> = {
  Dropout: 'dropout',
  Dropout1d: 'dropout1d',
  Dropout2d: 'dropout2d',
  Dropout3d: 'dropout3d',
  AlphaDropout: 'alpha_dropout',
};

/** `nn.functional.dropout(x, p, training=self.training)` in its place. */
function asFunction(context: Context, layer: Node): HintFix | undefined {
  const callee = layer.childForFieldName('function');
  const [, module, name] = /^((?:torch\.)?nn)\.(\w+)$/.exec(callee ? textOf(callee) : '') ?? [];
  const outer = layer.parent!;
  const [input, ...more] = outer.childForFieldName('arguments')?.namedChildren ?? [];
  const [ratio, ...others] = layer.childForFieldName('arguments')?.namedChildren ?? [];
  const target = name && Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!module || !target || !input || more.length + others.length > 0) return undefined;
  if (!isMethodOfModule(context, layer) || input.type === 'list_splat' || ratio?.type === 'comment')
    return undefined;
  const given = ratio ? `${textOf(ratio)}, ` : '';
  const newText = `${module}.functional.${target}(${textOf(input)}, ${given}training=self.training)`;
  return {
    title: l10n.t('Change to {0}', `${module}.functional.${target}`),
    edits: [{ ...context.file.source.span(outer), newText }],
  };
}

const lists = new Set(['list', 'tuple', 'list_comprehension', 'dictionary', 'dictionary_comprehension']);

/** `self.drops = [nn.Dropout(0.1), nn.Dropout(0.2)]` */
function inPlainList(context: Context, call: Node): readonly CodeHint[] {
  const list = outerList(call);
  const target = list ? keptIn(list) : appendedTo(call);
  const owner = classOf(call);
  if (!target || !owner || !isMethodOfModule(context, call) || isRegistered(owner, target)) return [];
  return [unregistered(context.file.source.span(call), list ? asModules(context, call, list) : undefined)];
}

/** The plain list around a layer, through tuples within lists, and no call in between. */
function outerList(call: Node): Node | undefined {
  let found: Node | undefined;
  for (let part = call.parent; part && (lists.has(part.type) || part.type === 'pair'); part = part.parent)
    if (part.type !== 'pair') found = part;
  return found;
}

/** The member of `self` that is assigned a list. */
function keptIn(list: Node): string | undefined {
  const left = list.parent?.type === 'assignment' ? list.parent.childForFieldName('left') : null;
  const definition = enclosing(list, 'function_definition');
  if (!left || !definition || textOf(left).startsWith('self.')) return left ? textOf(left) : undefined;
  // `drops = […]` before `self.drops = drops`.
  const lines = textOf(definition)
    .split('\n')
    .map((line) => line.trim());
  const kept = lines.find((line) => line.startsWith('self.') && line.endsWith(` = ${textOf(left)}`));
  return left.type === 'identifier' ? kept?.split(' ')[0] : undefined;
}

/** `self.drops.append(nn.Dropout(0.1))` after `self.drops = []` */
function appendedTo(call: Node): string | undefined {
  const outer = call.parent?.type === 'argument_list' ? call.parent.parent : null;
  const [, target] = /^(self\.\w+)\.append$/.exec(textOf(outer?.childForFieldName('function') ?? call)) ?? [];
  if (!target) return undefined;
  const owner = classOf(call);
  return owner && new RegExp(`${target.replace('.', '\\.')}\\s*=\\s*\\[`).test(textOf(owner))
    ? target
    : undefined;
}

/** Whether what is kept in a list is given to a container later, or added by hand. */
function isRegistered(owner: Node, target: string): boolean {
  const text = textOf(owner);
  return (
    /add_module|register_module/.test(text) ||
    [`*${target}`, `List(${target}`, `Dict(${target}`].some((use) => text.includes(use))
  );
}

/** In `nn.ModuleList(…)`. */
function asModules(context: Context, call: Node, list: Node): HintFix | undefined {
  const [, module] = /^((?:torch\.)?nn)\.\w+$/.exec(textOf(call.childForFieldName('function') ?? call)) ?? [];
  if (!module || list.type === 'tuple') return undefined;
  const name = `${module}.${list.type.startsWith('dictionary') ? 'ModuleDict' : 'ModuleList'}`;
  const { start, end } = context.file.source.span(list);
  return {
    title: l10n.t('Change to {0}', name),
    edits: [
      { start, end: start, newText: `${name}(` },
      { start: end, end, newText: ')' },
    ],
  };
}

const layers = /^(?:torch|paddle|mlx|keras|flax)\.(?:\w+\.)*\w*Dropout\w*$/;

/** `F.dropout(x, 0.5)` and `nn.Dropout(0.5)(x)` as statements. */
function unusedOf(context: Context, call: Node, name: string): readonly CodeHint[] {
  const isLayer = layers.test(name);
  if (isLayer && !isCallee(call)) return [];
  return unusedAt(context, isLayer ? call.parent! : call, name);
}

/** `self.dropout(x)` as a statement, of the layer that is made here. */
function unusedMember(context: Context, call: Node, name: string): readonly CodeHint[] {
  const left = call.parent?.type === 'assignment' ? call.parent.childForFieldName('left') : null;
  const member =
    left?.type === 'attribute' && textOf(left).startsWith('self.')
      ? left.childForFieldName('attribute')
      : left;
  const owner = classOf(call);
  if (!left || !member || !layers.test(name) || /inplace\s*=\s*True/.test(textOf(call))) return [];
  return context.file.calls.inBlock(call.block, textOf(member)).flatMap((use) => {
    const callee = use.childForFieldName('function');
    const isSame = callee && textOf(callee) === textOf(left) && classOf(use) === owner;
    return isSame ? unusedAt(context, use, name) : [];
  });
}

/** A notebook shows what its cells end with; in a function nobody sees it. */
function unusedAt(context: Context, use: Node, name: string): readonly CodeHint[] {
  if (!isUnused(use) || /inplace\s*=\s*True/.test(textOf(use))) return [];
  const [input] = use.childForFieldName('arguments')?.namedChildren ?? [];
  if (!input) return [];
  const isKept = use.parent?.type === 'assignment';
  const fix = !isKept && input.type === 'identifier' ? keepResult(context, use, textOf(input)) : undefined;
  return [resultUnused(context.file.source.span(use), name, fix)];
}

/** Whether nothing is done with the result of a call in a function. */
export function isUnused(use: Node): boolean {
  const definition = enclosing(use, 'function_definition');
  if (!definition) return false;
  const { parent } = use;
  if (parent?.type === 'expression_statement') return true;
  const left = parent?.type === 'assignment' ? parent.childForFieldName('left') : null;
  if (left?.type !== 'identifier' || !same(parent!.childForFieldName('right'), use)) return false;
  const name = textOf(left);
  const body = textOf(definition);
  const behind = body.slice(parent!.endIndex - definition.startIndex);
  const isLooped = enclosing(use, 'for_statement', 'while_statement') !== null;
  return !hasWord(isLooped ? body.replace(textOf(left), '') : behind, name);
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (!/\w/.test(text[at - 1] ?? ' ') && !/\w/.test(text[at + word.length] ?? ' ')) return true;
  }
  return false;
}

function keepResult(context: Context, use: Node, name: string): HintFix {
  const at = context.file.source.start(use);
  return { title: l10n.t('Assign it to {0}', name), edits: [{ start: at, end: at, newText: `${name} = ` }] };
}
