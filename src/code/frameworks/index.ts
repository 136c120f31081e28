import type { Framework } from '../finding';
import { fastai } from './fastai';
import { jax } from './jax';
import { keras } from './keras';
import { mlx } from './mlx';
import { paddle } from './paddle';
import { pytorch } from './pytorch';
import { dezero, scratch } from './scratch';
import { sklearn, skorch } from './sklearn';
import { tensorflow } from './tensorflow';
import { lightning, transformers } from './training';
import type {
  Container,
  Family,
  LayerSpelling,
  MethodSpelling,
  Named,
  PerceptronSpelling,
  Spelling,
} from './types';

/** A framework is one file and one line here. The order decides which one a file is said to be of. */
export const families: readonly Family[] = [
  lightning,
  skorch,
  fastai,
  pytorch,
  transformers,
  keras,
  tensorflow,
  jax,
  mlx,
  paddle,
  dezero,
  sklearn,
  scratch,
];

function byName<T extends { readonly names: readonly string[] }>(entries: readonly T[]): Map<string, T> {
  return new Map(entries.flatMap((entry) => entry.names.map((name) => [name, entry] as const)));
}

/** Calls by canonical qualified name. */
export const spellings: ReadonlyMap<string, Spelling> = byName(
  families.flatMap((family) => family.spellings),
);

/** Methods by their bare name; several frameworks have a `fit`. */
export const methods: ReadonlyMap<string, readonly MethodSpelling[]> = methodsByName();

function methodsByName(): Map<string, MethodSpelling[]> {
  const found = new Map<string, MethodSpelling[]>();
  for (const method of families.flatMap((family) => family.methods ?? []))
    for (const name of method.names) found.set(name, [...(found.get(name) ?? []), method]);
  return found;
}

/** What a name is that `from module import *` may have brought, beyond the names of the tables. */
export function exportOf(module: string, name: string): string | undefined {
  const [root = ''] = module.split('.');
  const family = families.find(({ packages, exports }) => exports && packages.includes(root));
  return family?.exports && Object.hasOwn(family.exports, name) ? family.exports[name] : undefined;
}

/** Layers by canonical qualified name. */
export const layerSpellings: ReadonlyMap<string, LayerSpelling> = byName(
  families.flatMap((family) => family.layers ?? []),
);

/** Base classes of networks by canonical qualified name. */
export const moduleSpellings: ReadonlyMap<string, Named> = byName(
  families.flatMap((family) => family.modules ?? []),
);

/** Containers of layers by canonical qualified name. */
export const containerSpellings: ReadonlyMap<string, Container> = byName(
  families.flatMap((family) => family.containers ?? []),
);

/** Lists of layers by canonical qualified name. */
export const listSpellings: ReadonlyMap<string, Named> = byName(
  families.flatMap((family) => family.lists ?? []),
);

/** Calls that make a whole perceptron by canonical qualified name. */
export const perceptronSpellings: ReadonlyMap<string, PerceptronSpelling> = byName(
  families.flatMap((family) => family.perceptrons ?? []),
);

const tables = [
  spellings,
  layerSpellings,
  moduleSpellings,
  containerSpellings,
  listSpellings,
  perceptronSpellings,
];

/** Whether a canonical qualified name says anything. */
export const isKnown = (name: string): boolean => tables.some((table) => table.has(name));

const tail = (name: string) => name.slice(name.lastIndexOf('.') + 1);

/** The last parts of all names that make a call worth a look. */
export const callNames: ReadonlySet<string> = new Set([
  ...[...spellings.keys()].map(tail),
  ...methods.keys(),
]);

/** What says how an optimizer computes, not which it is. */
const endings = ['_torch', '_hf', '_fused', '_bnb', '_8bit', '_32bit', '_anyprecision', 'optimizer'];
const endingOf = (name: string) => endings.find((ending) => name.endsWith(ending));

/** Longer ones are text. */
const MAX_NAME = 200;

/** The id of an optimizer from what people call it: `Adam`, `adam`, `SGD`, `adamw_torch`. */
export function optimizerOfName(text: string): string | undefined {
  if (text.length > MAX_NAME) return undefined;
  let name = text
    .toLowerCase()
    .replace(/^(?:torch\.optim\.|tf\.keras\.optimizers\.|keras\.optimizers\.|optim\.|fused_?|paged_)/, '');
  for (let ending = endingOf(name); ending; ending = endingOf(name)) name = name.slice(0, -ending.length);
  if (Object.hasOwn(otherNames, name)) return otherNames[name];
  return optimizerIds.has(name) ? name : undefined;
}

/** Names of plain gradient descent with more to it, and what people call it. */
const otherNames: Readonly<Record<string, string>> = {
  momentum: 'sgd',
  sgdm: 'sgd',
  sgd_momentum: 'sgd',
  momentumsgd: 'sgd',
  nesterov: 'sgd',
  nag: 'sgd',
  gradientdescent: 'sgd',
  gradient_descent: 'sgd',
  adam_w: 'adamw',
  rms_prop: 'rmsprop',
};

const optimizerIds = new Set(
  families.flatMap((family) => family.spellings.flatMap(({ optimizer }) => optimizer ?? [])),
);

/** The family that a file is said to be of, from the packages that it imports; the first of the registry wins. */
export function frameworkOf(packages: ReadonlySet<string>): Framework | undefined {
  return families.find((family) => family.packages.some((name) => packages.has(name)))?.framework;
}
