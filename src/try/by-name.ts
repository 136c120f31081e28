import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { FindingKind, NamedNumber, ScanResult } from '../code/finding';
import { Lines } from '../code/lines';
import { append } from '../core/lists';
import { listed } from '../experiment/listed';
import { namedNumbers } from './literals';
import { findingTarget, type Place, type Target, type Value } from './plan';
import { readSource, type Source } from './source';

/** What a name is looked for in. */
export interface Looking {
  readonly script: Source;
  /** The script's own arguments: one may name a configuration file. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** With all numbers of a configuration. */
  scan(source: Source): Promise<ScanResult>;
}

/** Files of a script that are looked through. */
const MOST_FILES = 100;

/** Names that say what kind of hyperparameter they are of. */
export const KINDS: Readonly<Record<string, FindingKind>> = {
  dropout: 'dropout',
  learningRate: 'learningRate',
  learning_rate: 'learningRate',
  lr: 'learningRate',
  weightDecay: 'weightDecay',
  weight_decay: 'weightDecay',
  momentum: 'momentum',
  batchSize: 'batchSize',
  batch_size: 'batchSize',
  epochs: 'epochs',
};

/**
 * What `NAME=0,0.2,0.5` means: an option of the script (`--lr=…`), a line or a name in a file (`model.py:12=…`,
 * `config.yaml:model.dropout=…`), a name in the script or in what it imports or reads, or a kind of hyperparameter.
 * Throws an Error that says what there is instead.
 */
export async function targetOf(text: string, looking: Looking): Promise<Target> {
  const cut = text.indexOf('=');
  const name = text.slice(0, cut).trim();
  if (cut < 0 || name === '')
    throw new Error(`--set ${text}: NAME=VALUE,VALUE… is needed, such as dropout=0,0.2,0.5.`);
  const values = valuesOf(text.slice(cut + 1), name);
  if (name.startsWith('-'))
    return { name, values, places: [], option: name, own: ownOption(name, looking.args) };
  const colon = name.lastIndexOf(':');
  const file = colon > 0 ? await existing(name.slice(0, colon), looking) : undefined;
  if (file !== undefined) return inFile(name, name.slice(colon + 1), await readSource(file), values, looking);
  return inScript(name, values, looking);
}

/** What an option is given among the script's own arguments. */
function ownOption(option: string, args: readonly string[]): Value | undefined {
  const glued = args.findLast((one) => one.startsWith(`${option}=`))?.slice(option.length + 1);
  const at = args.lastIndexOf(option);
  const text = glued ?? (at < 0 ? undefined : args[at + 1]);
  return text === undefined ? undefined : toValue(text);
}

async function existing(name: string, { script, cwd }: Looking): Promise<string | undefined> {
  for (const folder of [cwd, dirname(script.path)]) {
    const path = resolve(folder, name);
    if (await isFile(path)) return path;
  }
  return undefined;
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (status) => status.isFile(),
    () => false,
  );

/** `0,0.2,0.5`, and ranges as `0:0.8:0.2`: start, end, step. */
function valuesOf(text: string, name: string): Value[] {
  const values = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .flatMap((one): Value[] => rangeOf(one, name) ?? [toValue(one)]);
  if (values.length === 0) throw new Error(`--set ${name}=${text}: there are no values.`);
  return values;
}

const toValue = (text: string): Value =>
  text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);

function rangeOf(text: string, name: string): number[] | undefined {
  const parts = text.split(':').map(Number);
  const [start, end, step] = parts;
  if (parts.length !== 3 || !parts.every(Number.isFinite)) return undefined;
  const count = Math.floor((end! - start!) / step! + 1e-9) + 1;
  if (!(count >= 1 && count <= 1000))
    throw new Error(`--set ${name}: ${text} is no range; START:END:STEP is needed, such as 0:0.8:0.2.`);
  return Array.from({ length: count }, (_, i) => Number((start! + i * step!).toPrecision(12)));
}

async function inScript(name: string, values: readonly Value[], looking: Looking): Promise<Target> {
  const sources: Source[] = [];
  for await (const source of filesOfScript(looking)) {
    sources.push(source);
    const found = await oneOf(name, name, source, values, looking);
    if (found) return found;
  }
  const { script } = looking;
  const names = (await Promise.all(sources.map((source) => namesIn(source, looking)))).flat();
  const has = names.length === 0 ? 'no numbers with a name' : listed([...new Set(names)], 12);
  const more = sources.length > 1 ? `, and the ${sources.length - 1} files that it uses,` : '';
  throw new Error(
    `${basename(script.path)}${more} has nothing called ${name}. There is ${has}. An option is given as --set=--${name}=…`,
  );
}

async function namesIn(source: Source, looking: Looking): Promise<string[]> {
  return (await candidatesIn(source, looking)).map(({ name }) => name);
}

async function inFile(
  name: string,
  key: string,
  source: Source,
  values: readonly Value[],
  looking: Looking,
): Promise<Target> {
  const found = await oneOf(name, key, source, values, looking);
  if (found) return found;
  const names = [...new Set(await namesIn(source, looking))];
  throw new Error(
    `${basename(source.path)} has nothing called ${key}. There is ${listed(names, 12) || 'no number'}.`,
  );
}

/** The one thing of that name in a file; `undefined`: there is none. Throws where there are several. */
async function oneOf(
  name: string,
  key: string,
  source: Source,
  values: readonly Value[],
  looking: Looking,
): Promise<Target | undefined> {
  const kind = KINDS[key];
  if (kind) {
    const { findings } = await looking.scan(source);
    const all = findings.filter((one) => one.kind === kind && one.edit);
    const sure = all.filter(({ confidence }) => confidence !== 'low');
    // What is known by its name alone has to do where nothing else is known.
    const own = sure.length > 0 ? sure : all;
    if (own.length > 0) return findingTarget(name, source, own, values);
  }
  const lines = new Lines(source.text);
  const isLine = /^\d+$/.test(key);
  const candidates = await candidatesIn(source, looking);
  const exact = candidates.filter((one) =>
    isLine ? lines.at(one.start).line === Number(key) : one.name === key,
  );
  const isAlike = ({ name: one }: NamedNumber) => one.toLowerCase() === key.toLowerCase();
  const all = exact.length > 0 || isLine ? exact : candidates.filter(isAlike);
  if (all.length === 0) return undefined;
  if (all.length > 1) {
    const file = basename(source.path);
    const places = all.map((one) => `${file}:${lines.at(one.start).line} (${one.text})`);
    const how = isLine
      ? 'Name one of them.'
      : `Say which by its line: --set ${file}:${lines.at(all[0]!.start).line}=…`;
    throw new Error(`${key} is written several times: ${listed(places, 8)}. ${how}`);
  }
  return literalTarget(name, source, all[0]!, values);
}

/** Of one number in a file. */
export function literalTarget(
  name: string,
  source: Source,
  { start, end, text }: NamedNumber,
  values: readonly Value[],
): Target {
  const place: Place = { source, start, end, keep: false, before: '' };
  return { name, values, places: [place], own: Number(text.replaceAll('_', '')) };
}

/** Numbers of a file under their names; of a configuration, under the keys that lead to them. */
async function candidatesIn(source: Source, { scan }: Looking): Promise<readonly NamedNumber[]> {
  if (!isSettings(source.path)) return namedNumbers(source.text);
  return (await scan(source)).numbers ?? [];
}

/** The script, then the modules beside it that it imports, and the configurations that it or its arguments name. */
async function* filesOfScript({ script, args, cwd }: Looking): AsyncGenerator<Source> {
  const seen = new Set<string>();
  const waiting: string[] = [script.path];
  const folder = dirname(script.path);
  for (const one of args) if (isSettings(one)) waiting.push(resolve(cwd, one.slice(one.indexOf('=') + 1)));
  for (let path = waiting.shift(); path !== undefined && seen.size < MOST_FILES; path = waiting.shift()) {
    if (seen.has(path) || !(await isFile(path))) continue;
    seen.add(path);
    const source = path === script.path ? script : await readSource(path);
    yield source;
    if (/\.pyw?$/.test(path)) for (const next of usedBy(source, folder)) waiting.push(next);
  }
}

const isSettings = (path: string) => /\.(?:ya?ml|json|toml)$/.test(path);

/** Paths at which what a module imports or names may lie. */
function usedBy({ path, text }: Source, folder: string): string[] {
  const found: string[] = [];
  for (const line of text.split('\n')) {
    const [word, from = '', , ...names] = line.trim().split(/[ \t\r,()]+/);
    if (word !== 'from' && word !== 'import') continue;
    const dots = from.length - from.replace(/^\.+/, '').length;
    const base = dots === 0 ? folder : resolve(dirname(path), ...Array(dots - 1).fill('..'));
    const module = join(base, ...from.split('.').filter(Boolean));
    found.push(`${module}.py`, join(module, '__init__.py'));
    if (word === 'from')
      append(
        found,
        names.slice(0, 50).map((one) => join(module, `${one}.py`)),
      );
  }
  for (const [, named = ''] of text.matchAll(/["']([^"'\n]{1,300})["']/g))
    if (isSettings(named)) found.push(resolve(folder, named));
  return found;
}
