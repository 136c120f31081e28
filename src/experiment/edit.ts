import * as l10n from '@vscode/l10n';
import type { Change, Placement } from '../core/spec';
import { pathWords } from './allowed';
import { type ParseResult, parseExperiment } from './parse';
import type { Problem } from './problem';
import { sameJson } from './same-json';
import type { Experiment } from './schema';
import {
  alternativeFor,
  discriminatorOf,
  isRecord,
  nodeAt,
  type Path,
  propertiesOf,
  type SchemaNode,
} from './schema-node';

type Json = Record<string, unknown>;

/**
 * Sets one value of an experiment; `undefined` puts the default back. The experiment itself is not changed.
 *
 * What belongs together stays together: another kind (`data.source`, `training.optimizer`, a schedule's `kind`) keeps
 * the keys that both kinds have where a person has set them, and takes its own defaults for all else; another number
 * of hidden layers makes placement lists as long; a single layer's placement makes a list of a shared one; rows that
 * keep the order of their file are not divided anew.
 */
export function editExperiment(experiment: Experiment, path: Path, value: unknown): ParseResult {
  return editAll(experiment, [[path, value]]);
}

/** Sets several values, one after the other; they need to be allowed only together. See {@link editExperiment}. */
export function editAll(
  experiment: Experiment,
  edits: Iterable<readonly [path: Path, value: unknown]>,
): ParseResult {
  let draft = structuredClone(experiment) as unknown as Json;
  for (const [path, value] of edits) {
    const key = path.at(-1);
    if (key === undefined) draft = value as Json;
    else {
      const problem = edit(draft, path, key, value);
      if (problem) return { ok: false, problems: [problem] };
    }
  }
  return parseExperiment(draft);
}

function edit(draft: Json, path: Path, key: string | number, value: unknown): Problem | undefined {
  const parentPath = path.slice(0, -1);
  const parentNode = nodeAt(parentPath, draft);
  if (parentNode && discriminatorOf(parentNode) === key) switchKind(draft, parentPath, parentNode, value);
  else {
    const problem = assign(draft, path, value);
    if (problem) return problem;
  }
  if (path[0] === 'data' && key === 'shuffle') fitRedraw(draft);
  if (path[0] === 'network') fitPlacements(draft, value === undefined ? path[2] : undefined);
  return undefined;
}

/**
 * Sets or deletes what stands at a path. Only own properties are followed, so that no prototype can be reached, and
 * no list grows by more than one entry.
 */
function assign(root: Json, path: Path, value: unknown): Problem | undefined {
  let node: Json = root;
  for (const [depth, key] of path.entries()) {
    if (Array.isArray(node) && !isIndexOf(node, key)) return noEntry(node, path.slice(0, depth + 1));
    if (depth === path.length - 1) put(node, key, value);
    else node = childFor(node, key, path.slice(0, depth), root);
  }
  return undefined;
}

function isIndexOf(list: readonly unknown[], key: string | number): boolean {
  return typeof key === 'number' && Number.isInteger(key) && key >= 0 && key <= list.length;
}

function noEntry(list: readonly unknown[], path: Path): Problem {
  return {
    path,
    message: l10n.t('{0}: there is no such entry; the list has {1}', pathWords(path), list.length),
  };
}

function put(node: Json, key: string | number, value: unknown): void {
  if (value === undefined && Array.isArray(node)) node.splice(Number(key), 1);
  else if (value === undefined) delete node[key];
  else
    Object.defineProperty(node, key, {
      value: structuredClone(value),
      writable: true,
      enumerable: true,
      configurable: true,
    });
}

function childFor(node: Json, key: string | number, parentPath: Path, root: Json): Json {
  const child = Object.hasOwn(node, key) ? node[key] : undefined;
  if (isRecord(child)) return child as Json;
  const isHidden = key === 'hidden' && parentPath.at(-1) === 'placement';
  const fresh = isHidden ? Array(layersOf(root)).fill(child ?? true) : {};
  put(node, key, fresh);
  return node[key] as Json;
}

function layersOf(root: Json): number {
  return (root as unknown as Experiment).network.hidden.length;
}

/** Makes the object at `path` one of another kind. */
function switchKind(root: Json, path: Path, node: SchemaNode, id: unknown): void {
  const key = discriminatorOf(node) as string;
  const before = valueAt(root, path) as Json;
  const from = alternativeFor(node, before);
  const after: Json = id === undefined ? {} : { [key]: id };
  const to = alternativeFor(node, after);
  const [old, allowed] = [from ? propertiesOf(from) : {}, to ? propertiesOf(to) : {}];
  for (const [name, value] of Object.entries(before)) {
    const shared = name !== key && Object.hasOwn(allowed, name);
    if (shared && !sameJson(value, old[name]?.default)) after[name] = value;
  }
  assign(root, path, dropRefused(root, path, after));
}

/** Leaves out the kept values that the new kind does not allow. */
function dropRefused(root: Json, path: Path, value: Json): Json {
  const draft = structuredClone(root);
  assign(draft, path, value);
  const result = parseExperiment(draft);
  if (result.ok) return value;
  const kept = { ...value };
  for (const problem of result.problems) {
    const isInside = problem.path.length > path.length && path.every((key, i) => problem.path[i] === key);
    const name = String(problem.path[path.length]);
    if (isInside && name !== discriminatorOf(nodeAt(path, root) as SchemaNode)) delete kept[name];
  }
  return kept;
}

function valueAt(root: Json, path: Path): unknown {
  return path.reduce<unknown>((node, key) => (node as Json)[key], root);
}

/** Only shuffled rows can be divided anew. */
function fitRedraw({ data }: Json): void {
  const spec = data as Json;
  if (spec.shuffle === false && spec.redraw === true) delete spec.redraw;
}

/** One entry for each hidden layer: lists lose the `removed` layer's, are cut, or go on with their last entry. */
function fitPlacements(draft: Json, removed: string | number | undefined): void {
  const { network, dropout, changes } = draft as unknown as Experiment;
  const hidden: unknown = network?.hidden ?? nodeAt(['network', 'hidden'], draft)?.default;
  if (!Array.isArray(hidden)) return;
  const placements = [dropout.placement, ...changes.map(({ placement }) => placement)];
  for (const placement of placements) {
    if (!placement || !Array.isArray(placement.hidden)) continue;
    const rest = placement.hidden.filter((_, index) => index !== removed);
    placement.hidden = fitted(rest, hidden.length);
  }
}

function fitted<T>(list: readonly T[], length: number): (T | boolean)[] {
  const last = list.at(-1) ?? true;
  return Array.from({ length }, (_, index) => (index < list.length ? list[index]! : last));
}

/** The change that makes `after` of `before`, if a running trainer can take it; null if anything else differs. */
export function liveChange(before: Experiment, after: Experiment): Change | null {
  const change: { ratio?: number; placement?: Placement; learningRate?: number } = {};
  if (before.dropout.ratio !== after.dropout.ratio) change.ratio = after.dropout.ratio;
  if (before.training.learningRate !== after.training.learningRate)
    change.learningRate = after.training.learningRate;
  if (!sameJson(before.dropout.placement, after.dropout.placement))
    change.placement = after.dropout.placement;
  const rest = {
    ...after,
    dropout: { ...after.dropout, ratio: before.dropout.ratio, placement: before.dropout.placement },
    training: { ...after.training, learningRate: before.training.learningRate },
  };
  return Object.keys(change).length > 0 && sameJson(before, rest) ? change : null;
}
