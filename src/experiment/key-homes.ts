import * as l10n from '@vscode/l10n';
import { nearest, pathWords } from './allowed';
import {
  alternativesOf,
  discriminatorOf,
  isMap,
  isRecord,
  type Path,
  propertiesOf,
  rootNode,
  type SchemaNode,
} from './schema-node';
import { isKept, meantBy, plainName } from './spellings';

/** A place where a key is allowed. */
interface Home {
  readonly path: readonly string[];
  /** What has to be chosen for it, where not every kind has the key. */
  readonly chosen?: { readonly path: readonly string[]; readonly ids: readonly string[] };
}

/** No key that anyone means is longer. */
const LONGEST_KEY = 60;

/** What is meant by a key that is not allowed where it stands, as a hint in words; undefined: nothing like it is known. */
export function keyHint(path: Path, keys: readonly string[]): string | undefined {
  const key = String(path.at(-1));
  if (key.length > LONGEST_KEY) return undefined;
  const parent = path.slice(0, -1).map(String);
  const homes = allHomes();
  const here = homes.find((home) => isAt(home, parent, key));
  if (here) return choiceWords(here);
  const same = keys.find((one) => plainName(one) === plainName(key));
  if (same) return didYouMean(same);
  const meant = meantBy(key, parent[0] ?? '');
  if (meant !== undefined) {
    const home = homes.find((one) => one.path.join('.') === meant);
    if (home) return meantWords(key, home, parent, keys);
  }
  const near = nearest(key, keys);
  if (near) return didYouMean(near);
  const elsewhere = homes.find((home) => plainName(home.path.at(-1)!) === plainName(key));
  return elsewhere && meantWords(key, elsewhere, parent, keys);
}

const isAt = ({ path }: Home, parent: readonly string[], key: string): boolean =>
  path.at(-1) === key && path.slice(0, -1).join('.') === parent.join('.');

const didYouMean = (words: string): string => l10n.t('did you mean {0}?', words);

function meantWords(key: string, home: Home, parent: readonly string[], keys: readonly string[]): string {
  const isHere = home.path.slice(0, -1).join('.') === parent.join('.');
  const name = home.path.at(-1)!;
  if (isHere && keys.includes(name))
    return isKept(key) ? l10n.t('did you mean {0}, which is 1 − keep?', name) : didYouMean(name);
  const words = pathWords(home.path);
  if (isKept(key)) return l10n.t('did you mean {0}, which is 1 − keep?', words);
  return home.chosen
    ? l10n.t('did you mean {0}? {1}', isHere ? name : words, choiceWords(home))
    : didYouMean(words);
}

/** `set training.optimizer to "momentum" or "nesterov", which have it`. */
function choiceWords({ path, chosen }: Home): string {
  if (!chosen) return didYouMean(pathWords(path));
  const ids = chosen.ids.map((id) => JSON.stringify(id));
  const last = ids.pop()!;
  return ids.length === 0
    ? l10n.t('set {0} to {1}, which has it', pathWords(chosen.path), last)
    : l10n.t('set {0} to {1} or {2}, which have it', pathWords(chosen.path), ids.join(', '), last);
}

let cached: readonly Home[] | undefined;

/** Every key of an experiment. */
function allHomes(): readonly Home[] {
  // The nearest to the top first, and what every kind has.
  cached ??= homesIn(rootNode(), []).sort(
    (a, b) =>
      a.path.length - b.path.length || Number(a.chosen !== undefined) - Number(b.chosen !== undefined),
  );
  return cached;
}

function homesIn(node: SchemaNode, path: readonly string[]): Home[] {
  const alternatives = alternativesOf(node);
  if (isMap(node)) return [];
  if (alternatives.length === 0)
    return Object.entries(propertiesOf(node)).flatMap(([key, child]) => [
      { path: [...path, key] },
      ...homesIn(child, [...path, key]),
    ]);
  const discriminator = discriminatorOf(node)!;
  const byKey = new Map<string, { node: SchemaNode; ids: string[] }>();
  for (const alternative of alternatives) {
    const id = String(propertiesOf(alternative)[discriminator]!.const);
    for (const [key, child] of Object.entries(propertiesOf(alternative))) {
      const known = byKey.get(key);
      if (known) known.ids.push(id);
      else byKey.set(key, { node: child, ids: [id] });
    }
  }
  return [...byKey].flatMap(([key, { node: child, ids }]) => {
    const chosen = ids.length < alternatives.length && { chosen: { path: [...path, discriminator], ids } };
    return [{ path: [...path, key], ...chosen }, ...(isRecord(child) ? homesIn(child, [...path, key]) : [])];
  });
}
