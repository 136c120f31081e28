import * as l10n from '@vscode/l10n';
import { refusalOf } from '../code/edit';
import type { Finding, FindingKind } from '../code/finding';
import { formatLike } from '../code/numbers';
import { seedLiterals } from './literals';
import { charactersBefore, type Source } from './source';

export type Value = number | string;

/** A literal whose place in its file is known. */
export interface Place {
  readonly source: Source;
  /** In UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** It holds the fraction kept: 1 − the value. */
  readonly keep: boolean;
  /** What an insertion needs before the number; empty for a literal that is there. */
  readonly before: string;
}

/** What varies: literals that all get the same value, or an option of the script's command line. */
export interface Target {
  /** As the person named it. */
  readonly name: string;
  readonly values: readonly Value[];
  readonly places: readonly Place[];
  /** `--lr`, where it is an option. */
  readonly option?: string;
  /** Where it is a known hyperparameter: then its values are held against what it may be. */
  readonly kind?: FindingKind;
  /** The value that the script has as it is written; undefined where that is not known. */
  readonly own?: Value | undefined;
}

/** One combination of values: what is compared. */
export interface Side {
  readonly values: Readonly<Record<string, Value>>;
  /** As the script is written. */
  readonly isOwn: boolean;
}

/** One run of the script. */
export interface Trial {
  /** From 0, in the order in which they start. */
  readonly number: number;
  readonly side: number;
  /** How many seeds before this one. */
  readonly turn: number;
  readonly seed: number;
}

export interface Plan {
  /** Absolute. */
  readonly script: Source;
  readonly targets: readonly Target[];
  readonly sides: readonly Side[];
  readonly seeds: readonly number[];
  /** The literals that the script seeds with; empty: it has none, and only the launcher seeds. */
  readonly seedPlaces: readonly Place[];
  readonly trials: readonly Trial[];
  /** The script's own drop ratio, where it has one and that is not what varies. */
  readonly dropRatio?: number | undefined;
}

/** An edit of a file as the launcher takes it: places count characters. */
export type LauncherEdit = readonly [start: number, end: number, old: string, text: string];

export interface LauncherFile {
  readonly path: string;
  readonly sha256: string;
  readonly edits: readonly LauncherEdit[];
}

const MOST_TRIALS = 1000;

/**
 * Each combination of the targets' values with each seed. All values get the first seed before any gets the second, so
 * that the first round already shows something of all.
 *
 * The seeds go on from the one that the script is written with. Throws an Error where a value is not allowed.
 */
export function planTrials(
  script: Source,
  targets: readonly Target[],
  seedCount: number,
  dropRatio?: number,
): Plan {
  for (const target of targets) refuseValues(target);
  const sides = sidesOf(targets);
  if (sides.length * seedCount > MOST_TRIALS)
    throw new Error(
      l10n.t('{0} values and {1} seeds are more than {2} trials.', sides.length, seedCount, MOST_TRIALS),
    );
  const files = new Map(
    [script, ...targets.flatMap(({ places }) => places.map(({ source }) => source))].map((source) => [
      source.path,
      source,
    ]),
  );
  const taken = new Set(targets.flatMap(({ places }) => places.map(keyOf)));
  const seedPlaces = [...files.values()]
    .flatMap((source) =>
      seedLiterals(source.text).map(({ start, end }) => ({ source, start, end, keep: false, before: '' })),
    )
    .filter((place) => !taken.has(keyOf(place)));
  const first = seedPlaces[0] ? Number(textOf(seedPlaces[0]).replaceAll('_', '')) : 1;
  const seeds = Array.from({ length: seedCount }, (_, i) => first + i);
  const trials = seeds.flatMap((seed, turn) =>
    sides.map((_, side) => ({ number: turn * sides.length + side, side, turn, seed })),
  );
  return { script, targets, sides, seeds, seedPlaces, trials, dropRatio };
}

const keyOf = ({ source, start }: Place) => `${source.path}:${start}`;
export const textOf = ({ source, start, end }: Place): string => source.text.slice(start, end);

function refuseValues({ name, kind, values, places, own }: Target): void {
  if (values.length === 0) throw new Error(l10n.t('{0} has no values to try.', name));
  for (const value of values) {
    if (places.length > 0 && typeof value !== 'number')
      throw new Error(l10n.t('{0} is {1} in the code: “{2}” is not a number.', name, own ?? '', value));
    const bounds = typeof value === 'number' && kind ? refusalOf(kind, value) : undefined;
    if (bounds !== undefined) throw new Error(l10n.t('{0} = {1} is not allowed: {2}.', name, value, bounds));
  }
}

function sidesOf(targets: readonly Target[]): Side[] {
  let all: Record<string, Value>[] = [{}];
  for (const { name, values } of targets)
    all = all.flatMap((one) => [...new Set(values)].map((value) => ({ ...one, [name]: value })));
  const own = (values: Record<string, Value>) => targets.every((one) => values[one.name] === one.own);
  return all.map((values) => ({ values, isOwn: own(values) }));
}

/** What of the files changes for a trial. */
export function filesOf({ targets, sides, seedPlaces }: Plan, { side, turn }: Trial): LauncherFile[] {
  const edits = new Map<string, { source: Source; edits: LauncherEdit[] }>();
  const add = (place: Place, text: string) => {
    const { source, start, end } = place;
    const file = edits.get(source.path) ?? { source, edits: [] };
    edits.set(source.path, file);
    const from = charactersBefore(source.text, start);
    file.edits.push([from, from + end - start, textOf(place), text]);
  };
  for (const { name, places } of targets)
    for (const place of places) add(place, written(place, sides[side]!.values[name]!));
  if (turn > 0)
    for (const place of seedPlaces) add(place, String(Number(textOf(place).replaceAll('_', '')) + turn));
  return [...edits.values()].map(({ source: { path, sha256 }, edits: all }) => ({
    path,
    sha256,
    edits: all.sort((a, b) => a[0] - b[0]),
  }));
}

function written(place: Place, value: Value): string {
  const { keep, before } = place;
  const number = keep ? Number((1 - Number(value)).toPrecision(12)) : Number(value);
  return `${before}${formatLike(textOf(place), number)}`;
}

/** What the script is given for a trial behind its own arguments: the last of an option counts. */
export function optionsOf({ targets, sides }: Plan, { side }: Trial): string[] {
  return targets.flatMap(({ name, option }) => {
    const value = sides[side]!.values[name];
    if (option === undefined || value === undefined) return [];
    return option.startsWith('--') ? [`${option}=${value}`] : [option, String(value)];
  });
}

/** `0.2`, or with several targets `DROP 0.2, LR 0.01`. */
export function sideName({ values }: Side): string {
  const all = Object.entries(values);
  return all.map(([name, value]) => (all.length === 1 ? String(value) : `${name} ${value}`)).join(', ');
}

/** The one drop ratio of a file; undefined where it has none, or several. */
export function dropRatioIn(findings: readonly Finding[]): number | undefined {
  const ratios = new Set(findings.filter(({ kind }) => kind === 'dropout').map(({ value }) => value));
  const [only] = ratios;
  return ratios.size === 1 ? (only ?? undefined) : undefined;
}

/** Targets of findings that the scanner has made of `source`. */
export function findingTarget(
  name: string,
  source: Source,
  findings: readonly Finding[],
  values: readonly Value[],
): Target {
  const edits = new Map(findings.flatMap(({ edit }) => (edit ? [[edit.start, edit] as const] : [])));
  const places = [...edits.values()].map(({ start, end, keep, before }) => ({
    source,
    start,
    end,
    keep,
    before,
  }));
  const own = findings[0]?.value ?? undefined;
  return { name, values, places, own, ...(findings[0] && { kind: findings[0].kind }) };
}
