import * as l10n from '@vscode/l10n';
import { generators } from '../core/datasets/index';
import type { RecordedChange } from '../core/spec';
import type { Variant } from '../core/trainer-types';
import type { Experiment } from './schema';
import { isRecord, rootNode } from './schema-node';
import { withoutDefaults } from './write';

/** A name has room for a number behind it: 200 characters are the most that an experiment may have. */
const MOST_OF_NAME = 190;

/** Longer than this no label gets: it stands in one line of a tooltip or a report. */
const MOST_CHARACTERS = 600;

/**
 * A short account of the settings: `moons · 128-128 · drop 0.5 · lr 0.003`, and all else that is not the default, as
 * `epochs 400`. Data, drop ratio and learning rate are in the person's language, the rest as in an experiment file.
 */
export function describeExperiment(experiment: Experiment): string {
  const others = [...settingsOf(experiment)].flatMap(([path, words]) => (SAID.test(path) ? [] : [words]));
  return [baseLabel(experiment), ...others, ...changesLabel(experiment.changes)]
    .join(' · ')
    .slice(0, MOST_CHARACTERS);
}

/** Data, layers, drop ratio and learning rate alone. */
export function baseLabel(experiment: Experiment): string {
  const { data, network } = experiment;
  const layers = network.hidden.length === 0 ? [] : [network.hidden.join('-')];
  return [sourceName(data), ...layers, dropLabel(experiment), rateLabel(experiment)].join(' · ');
}

/** What the first words of a label say already. */
const SAID =
  /^(?:data\.(?:source|file|images)|network\.hidden|training\.learningRate|dropout\.(?:ratio|placement\b.*))$/;

/**
 * What a run is called that nobody has named: data, drop ratio and learning rate, short enough for a sidebar. What
 * else tells it from others is added by {@link distinctName}.
 */
export function shortLabel(experiment: Experiment): string {
  return [sourceName(experiment.data), dropLabel(experiment), rateLabel(experiment)].join(' · ');
}

/** A run that another may be taken for. */
export interface NamedRun {
  readonly name: string;
  /** As {@link settingsOf} says them, in a list. */
  readonly settings: readonly string[];
  /** The same for the same training. */
  readonly fingerprint: string;
}

/** A list of settings as {@link NamedRun} holds it. */
export const settingsList = (experiment: Experiment): string[] => [...settingsOf(experiment).values()];

/**
 * The name, and where an earlier run of other settings has it already, what is different here: `mine · epochs 400`.
 * @param others newest first.
 */
export function distinctName(run: NamedRun, others: readonly NamedRun[]): string {
  let { name } = run;
  const twinOf = () => others.find((other) => other.name === name && other.fingerprint !== run.fingerprint);
  for (let twin = twinOf(), number = 2; twin !== undefined; twin = twinOf(), number++) {
    const said = name.split(' · ');
    const added = otherSettings(run.settings, twin.settings).filter(
      (one) => !said.includes(one) && !name.includes(one),
    );
    const longer = [name, ...added].join(' · ').slice(0, MOST_OF_NAME);
    name = longer === name ? `${run.name.slice(0, MOST_OF_NAME)} (${number})` : longer;
    if (number > others.length + 2) break;
  }
  return name;
}

/** The settings of one run that another has not, and those that are the default here and not there: `default epochs`. */
export function otherSettings(settings: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  const own = new Set(settings);
  const keys = new Set(settings.map(keyOf));
  const gone = others.filter((one) => !own.has(one) && !keys.has(keyOf(one)));
  // What is the default here is no setting of its own: the name says that it is.
  return [...settings.filter((one) => !known.has(one)), ...gone.map(defaultOf)];
}

/** What a setting is called without its value; of a switch that is its name. */
const keyOf = (setting: string): string =>
  SWITCH.test(setting) ? setting.replace(/^no /, '') : setting.replace(/ [^ ]*$/, '');

/** A setting's default, in words. */
const defaultOf = (setting: string): string => {
  if (!SWITCH.test(setting)) return `default ${keyOf(setting)}`;
  return setting.startsWith('no ') ? keyOf(setting) : `no ${setting}`;
};

/** Settings that have no value but on and off. */
const SWITCH = /^no |^(?:restore best|redraw|baseline|drops at [a-z]+)$/;

/** `→ drop 0.3 at step 120`: what a run was changed to in its course. */
export function changesLabel(changes: readonly RecordedChange[]): string[] {
  const last = changes.at(-1);
  if (last === undefined) return [];
  const latest = <K extends 'ratio' | 'learningRate' | 'placement'>(key: K) =>
    changes.findLast((change) => change[key] !== undefined)?.[key];
  const [ratio, rate, placement] = [latest('ratio'), latest('learningRate'), latest('placement')];
  const to = [
    ...(ratio === undefined ? [] : [`drop ${ratio}`]),
    ...(rate === undefined ? [] : [`lr ${rate}`]),
    ...(placement === undefined ? [] : ['other layers']),
  ];
  const times = changes.length > 1 ? ` (${changes.length} changes)` : '';
  return [`→ ${to.join(', ')} at step ${last.step}${times}`];
}

/** Every setting that is not the default, by its path: `training.epochs` → `epochs 400`. Names are no settings. */
function settingsOf(experiment: Experiment): ReadonlyMap<string, string> {
  const { name: _name, changes: _changes, $schema: _schema, study: _study, ...rest } = experiment;
  const found = new Map<string, string>();
  collect(withoutDefaults(rootNode(), { ...rest, name: '', changes: [] }), [], found);
  found.delete('version');
  return found;
}

function collect(value: unknown, path: readonly string[], found: Map<string, string>): void {
  if (!isRecord(value) || Array.isArray(value)) {
    found.set(path.join('.'), wordsOf(path, value));
    return;
  }
  for (const [key, child] of Object.entries(value)) collect(child, [...path, key], found);
}

const SECTIONS = new Set(['data', 'network', 'dropout', 'training']);
/** Keys that a value says enough without. */
const SILENT = new Set(['kind', 'source', 'optimizer', 'hidden', 'file', 'images']);

function wordsOf(path: readonly string[], value: unknown): string {
  if (path[1] === 'placement') return placeWords(path.slice(2).join(' '), value);
  const keys = SECTIONS.has(path[0] ?? '') ? path.slice(1) : path;
  const silent = SILENT.has(keys.at(-1) ?? '');
  const words = (silent ? keys.slice(0, -1) : keys).map(spaced).join(' ');
  if (typeof value === 'boolean') return value ? words : `no ${words}`;
  const text = Array.isArray(value) ? value.join('-') || 'none' : String(value);
  return [words, text].filter(Boolean).join(' ');
}

function placeWords(site: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? `drops at ${site}` : `no drops at ${site}`;
  return `drops at ${site} ${Array.isArray(value) ? value.join('-') : value}`;
}

/** `batchSize` → `batch size`. */
const spaced = (key: string): string => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const rateLabel = ({ training }: Experiment): string => l10n.t('lr {0}', training.learningRate);

/** The file's own name for a person's data; of a generated set its translated title, in English its shorter id. */
export function sourceName(data: Experiment['data']): string {
  const title = generators.find(({ id }) => id === data.source)?.title;
  const translated = title && l10n.t(title);
  if (translated !== title) return translated!;
  const file = 'file' in data ? data.file : 'images' in data ? data.images : data.source;
  return file.split(/[\\/]/).at(-1) || data.source;
}

function dropLabel({ network, dropout: { ratio, placement } }: Experiment): string {
  const hidden = network.hidden.length > 0 ? placement.hidden : false;
  const sites = [placement.input, hidden, placement.output].flat();
  const ratios = sites.flatMap((site) => (typeof site === 'number' ? [site] : site ? [ratio] : []));
  const different = [...new Set(ratios)].filter((one) => one > 0);
  return different.length === 0 ? l10n.t('no dropout') : l10n.t('drop {0}', different.join('/'));
}

/** One training of a run. */
export interface MemberId {
  /** Unique in its run: `dropout:1`. */
  readonly key: string;
  readonly variant: Variant;
  readonly seed: number;
}

/** All trainings of a run: the pair of the first seed, then those of the next seeds (after 2³² − 1 comes 0). */
export function members({ seed, seeds, baseline }: Experiment): MemberId[] {
  const variants: Variant[] = baseline ? ['dropout', 'baseline'] : ['dropout'];
  return Array.from({ length: seeds }, (_, index) => (seed + index) >>> 0).flatMap((one) =>
    variants.map((variant) => ({ key: `${variant}:${one}`, variant, seed: one })),
  );
}
