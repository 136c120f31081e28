import * as l10n from '@vscode/l10n';
import type { CodeHint, HintFix } from '../../finding';
import { madeAnew, resultUnused, unregistered } from '../../hints';
import {
  around,
  type Call,
  type Callable,
  type Class,
  contains,
  type Expression,
  lastName,
  type Name,
  type Node,
  pathOf,
} from '../../syntax/tree';
import { inside, isStatement, targetOf } from '../../syntax/walk';
import type { Context } from '../context';
import type { KnownCall } from '../known-call';
import { isUnused } from '../unused';
import { changed } from './edits';
import { functionAround, networkAround } from './places';
import { isGuarded, isOnPurpose } from './switches';

/** Layers that a module has to know of, so that `eval()` reaches them. */
const registered = /^(?:torch|paddle)\.nn\.(?:Feature)?(?:Alpha)?Dropout\d?[dD]?$/;
const applied =
  /^(?:(?:torch|paddle|mlx)\.nn\.(?:functional\.)?|torch\.|keras\.|tensorflow\.(?:nn|layers)\.|flax\.|haiku\.).*dropout\w*$/i;
const layers = /^(?:torch|paddle|mlx|keras|flax)\.(?:\w+\.)*\w*Dropout\w*$/;

/** What is probably a mistake in where a dropout layer is made, kept or applied. */
export function hintsOfLayer(context: Context, known: KnownCall): CodeHint[] {
  const { call, name, partial } = known;
  if (partial || !applied.test(name)) return [];
  return [
    ...(registered.test(name) ? [...madeInPass(context, call), ...inPlainList(context, call)] : []),
    ...unusedOf(context, call, name),
  ];
}

const passes = new Set(['forward', '__call__', 'call']);

/** What is called at once: `nn.Dropout(p)(x)`. */
function appliedAtOnce({ up }: Call, call: Call): Call | undefined {
  return up?.type === 'call' && up.callee === call ? up : undefined;
}

/** `x = nn.Dropout(p)(x)` in a forward pass, or `drop = nn.Dropout(p)` there. */
function madeInPass(context: Context, call: Call): CodeHint[] {
  const method = functionAround(call);
  const name = method?.name?.name;
  if (!method || name === undefined || isGuarded(call) || isOnPurpose(context, call)) return [];
  const use = appliedAtOnce(call, call);
  const isPass = passes.has(name) || (use && networkAround(context, call) && name !== '__init__');
  if (!isPass || !around(call, 'class') || !(use || isLocal(context, call, method))) return [];
  return [madeAnew(call, use && asFunction(context, call, use))];
}

/** A layer that the pass creates and applies without setting its mode. */
function isLocal(context: Context, call: Call, method: Callable): boolean {
  const name = targetOf(call);
  const uses = name?.type === 'name' ? usesIn(context, name, method) : [];
  const isTold = uses.some(({ up }) => up?.type === 'member' && /^(?:train|eval)/.test(up.name));
  return !isTold && uses.some((use) => use.up?.type === 'call' && use.up.callee === use);
}

/** The uses of a name in a function. */
function usesIn({ program }: Context, { name }: Name, within: Callable): Name[] {
  return program.usesOf(name).filter((use) => contains(within, use));
}

const functions: Readonly<Record<string, string>> = {
  Dropout: 'dropout',
  Dropout1d: 'dropout1d',
  Dropout2d: 'dropout2d',
  Dropout3d: 'dropout3d',
  AlphaDropout: 'alpha_dropout',
};

/** The module of `nn.Dropout` and `torch.nn.Dropout`. */
function moduleNameOf({ callee }: Call): string | undefined {
  return /^((?:torch\.)?nn)\.\w+$/.exec(pathOf(callee) ?? '')?.[1];
}

/** `nn.functional.dropout(x, p, training=self.training)` in its place. */
function asFunction(context: Context, layer: Call, use: Call): HintFix | undefined {
  const [module, name] = [moduleNameOf(layer), lastName(layer.callee) ?? ''];
  const [input, ...more] = [...use.args, ...use.keywords];
  const [ratio, ...others] = [...layer.args, ...layer.keywords];
  const target = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!module || !target || !input || more.length + others.length > 0 || input.type === 'spread')
    return undefined;
  if (!networkAround(context, layer) || context.slice(use).includes('#')) return undefined;
  const given = ratio ? `${context.slice(ratio)}, ` : '';
  const call = `${module}.functional.${target}`;
  return changed(use, `${call}(${context.slice(input)}, ${given}training=self.training)`, call);
}

/** `self.drops = [nn.Dropout(0.1), nn.Dropout(0.2)]` */
function inPlainList(context: Context, call: Call): CodeHint[] {
  const list = listAround(call);
  const target = list ? keptIn(context, list) : appendedTo(context, call);
  const owner = networkAround(context, call);
  if (target === undefined || !owner || isRegistered(owner, target)) return [];
  return [unregistered(call, list && asModules(context, call, list))];
}

/** The plain list or dictionary around a layer that is assigned as a whole, with no call in between. */
function listAround(call: Call): Node | undefined {
  const owner = around(call, 'call', 'callable', 'declaration', 'assignment');
  const value = owner?.type === 'declaration' || owner?.type === 'assignment' ? owner.value : null;
  const isComprehension = value?.type === 'other' && /^(?:list|dictionary)_comprehension$/.test(value.word);
  return value?.type === 'list' || value?.type === 'record' || isComprehension ? value : undefined;
}

/** The member of `self` that is assigned a list: at once, or as `drops = […]` and then `self.drops = drops`. */
function keptIn(context: Context, list: Node): string | undefined {
  const target = targetOf(list);
  const method = functionAround(list);
  if (target?.type !== 'name' || !method) return target && ownPath(target);
  const kept = usesIn(context, target, method).map((use) => ownPath(targetOf(use)));
  return kept.find((path) => path !== undefined);
}

/** `self.drops`; `undefined`: it is no member of the object. */
function ownPath(target: Node | undefined): string | undefined {
  const path = target?.type === 'member' ? pathOf(target) : undefined;
  return path?.startsWith('self.') ? path : undefined;
}

/** `self.drops.append(nn.Dropout(0.1))` after `self.drops = []` */
function appendedTo({ program }: Context, call: Call): string | undefined {
  const callee = call.up?.type === 'call' ? call.up.callee : undefined;
  const list = callee?.type === 'member' && callee.name === 'append' ? callee.object : undefined;
  const path = ownPath(list);
  if (path === undefined || path.split('.').length > 2) return undefined;
  const values = program.classes.ofThis(lastName(list as Expression)!, call);
  return values.some((value) => value?.type === 'list' && !value.isTuple) ? path : undefined;
}

const known = new WeakMap<Class, ReadonlySet<string>>();

/** Whether what is kept in a list is given to a container later, or added by hand. */
function isRegistered(owner: Class, target: string): boolean {
  const paths = known.get(owner) ?? new Set([...inside(owner)].flatMap(registeredBy));
  known.set(owner, paths);
  return paths.has(target) || paths.has(ANY);
}

const ANY = '*';

/** `*self.drops`, `nn.ModuleList(self.drops)`, `self.add_module(…)` */
function registeredBy(node: Node): string[] {
  if (node.type === 'spread') return [pathOf(node.of) ?? ''];
  const name = node.type === 'call' ? (lastName(node.callee) ?? '') : '';
  if (/^(?:add|register)_module$/.test(name)) return [ANY];
  const [first] = node.type === 'call' && /(?:List|Dict)$/.test(name) ? node.args : [];
  return first ? [pathOf(first) ?? ''] : [];
}

/** In `nn.ModuleList(…)`. */
function asModules(context: Context, call: Call, { start, end, ...list }: Node): HintFix | undefined {
  const module = moduleNameOf(call);
  if (!module || (list.type === 'list' && list.isTuple)) return undefined;
  const name = `${module}.${context.text[start] === '{' ? 'ModuleDict' : 'ModuleList'}`;
  return {
    title: l10n.t('Change to {0}', name),
    edits: [
      { start, end: start, newText: `${name}(` },
      { start: end, end, newText: ')' },
    ],
  };
}

/** `F.dropout(x, 0.5)`, `nn.Dropout(0.5)(x)` and `self.dropout(x)` as statements. */
function unusedOf(context: Context, call: Call, name: string): CodeHint[] {
  const isLayer = layers.test(name);
  const uses = isLayer ? [appliedAtOnce(call, call) ?? [], usesOfLayer(context, call)].flat() : [call];
  return uses.flatMap((use) => unusedAt(context, use, name));
}

/** The calls of the variable or member that a layer is kept in. */
function usesOfLayer({ program }: Context, layer: Call): readonly Call[] {
  const target = targetOf(layer);
  if ((target?.type !== 'name' && target?.type !== 'member') || isInPlace(layer)) return [];
  const [path, owner] = [pathOf(target), around(layer, 'class')];
  if (!path) return [];
  const home = target.type === 'name' ? program.scopes.homeOf(path, target) : undefined;
  const isSame = (callee: Expression) =>
    callee.type !== 'name' || program.scopes.homeOf(path, callee) === home;
  // Where it stands is asked first: classes of a file call their layers by the same names.
  return program
    .callsOf(target.name)
    .filter(
      ({ callee }) =>
        (!owner || contains(owner, callee)) &&
        around(callee, 'class') === owner &&
        pathOf(callee) === path &&
        isSame(callee),
    );
}

const isInPlace = ({ keywords }: Call) =>
  keywords.some(({ key, value }) => key === 'inplace' && value.type === 'constant' && value.value === true);

/** A notebook shows what its cells end with; in a function nobody sees it. */
function unusedAt(context: Context, use: Call, name: string): CodeHint[] {
  const [input] = [...use.args, ...use.keywords];
  if (!input || isInPlace(use) || !isUnused(context, use)) return [];
  const fix = isStatement(use) && input.type === 'name' ? keepResult(use, input.name) : undefined;
  return [resultUnused(use, name, fix)];
}

function keepResult({ start }: Call, name: string): HintFix {
  const edit = { start, end: start, newText: `${name} = ` };
  return { title: l10n.t('Assign it to {0}', name), edits: [edit] };
}
