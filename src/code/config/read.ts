import * as l10n from '@vscode/l10n';
import type { CodeLanguage, Finding, ScanResult } from '../finding';
import { optimizerOfName } from '../frameworks/index';
import { oneLine } from '../lines';
import { isOfOtherSection, isPlausible, kindOfName, kindOfSetting } from '../names';
import { spend, within } from '../work';
import { type Entry, lengthOf } from './entries';
import { jsonEntries } from './flow';
import { tomlEntries } from './toml';
import { yamlEntries } from './yaml';

const readers: Readonly<Partial<Record<CodeLanguage, (text: string) => Entry[]>>> = {
  json: jsonEntries,
  yaml: yamlEntries,
  toml: tomlEntries,
};

/** A list of objects longer than this is a record of what was, not a configuration. */
const MAX_RECORDS = 4;

/** A text without any of this has nothing to say. */
const strongPattern = /drop|lr|learn(?:ing)?[-_]?rate|keep_?prob|_target_/i;

/** A class that trains or loads, as Hydra names it: then a batch size alone is one. */
const trainer = /^["']?_target_["']?\s*:\s*["']?[\w.]*(?:DataModule|Trainer|DataLoader)\b/m;

/** The hyperparameters of a configuration file. */
export function readConfig(text: string, language: CodeLanguage): ScanResult {
  const nothing: ScanResult = { findings: [], models: [], hints: [], broken: false };
  const reader = readers[language];
  if (!reader || !strongPattern.test(text)) return nothing;
  const findings: Finding[] = [];
  within(() => {
    for (const entry of inForce(text, reader(text))) {
      spend(lengthOf(entry));
      const found = isRecorded(entry) || isOfAnother(entry) ? undefined : findingOf(text, entry);
      if (found) findings.push(found);
    }
  }, undefined);
  const isTraining =
    trainer.test(text) ||
    findings.some(({ kind }) => kind === 'dropout' || kind === 'learningRate' || kind === 'optimizer');
  return isTraining ? { ...nothing, findings } : nothing;
}

function isRecorded({ path }: Entry): boolean {
  return path.some((part) => typeof part === 'number' && part >= MAX_RECORDS);
}

/** Sections that are not about what is trained, but about when and how it is changed, kept or looked at. */
const others = /sched|warm|anneal|log_history|\bema\b|early_?stop|lr_decay|plateau/i;
const sections =
  /^(?:checkpoint(?:s|ing|er)?|swa|augment(?:ation)?s?|results?|best_trial|logg(?:ing|er)|profil(?:er|ing)|validate(?:_\w+)?)$/i;

/** Schedules, warm-ups, normalization and data-set statistics have rates of their own. */
function isOfAnother({ path, key }: Entry): boolean {
  const around = path.filter((part) => typeof part === 'string');
  if (others.test(around.join('/')) || around.some((part) => sections.test(part))) return true;
  return isOfOtherSection(around, kindOfName(key)?.kind);
}

/** Whether a mark of YAML stands between two documents; one before the first, comments above it or not, parts nothing. */
function isStream(text: string): boolean {
  const [first, second] = text.matchAll(/^---/gm);
  if (!first || second) return second !== undefined;
  return text
    .slice(0, first.index)
    .split('\n')
    .some((line) => !/^\s*(?:#|$)/.test(line));
}

/** Of a key that stands twice in the same place the later counts. A stream of YAML has several documents. */
function inForce(text: string, entries: Entry[]): Entry[] {
  if (isStream(text)) return entries;
  const placeOf = (entry: Entry) => {
    spend(lengthOf(entry));
    return JSON.stringify([entry.path, entry.key]);
  };
  // A tag has a mapping of its own below it.
  const plain = entries.filter(({ text: value, quoted }) => quoted || !/^[!&<*]/.test(value));
  const last = new Map(plain.map((entry) => [placeOf(entry), entry]));
  return entries.filter((entry) => (last.get(placeOf(entry)) ?? entry) === entry);
}

/** Weights & Biases keeps `lr: {value: 0.1}`. */
function nameOf({ path, key }: Entry): string {
  const holder = path.at(-1);
  return key === 'value' && typeof holder === 'string' ? holder : key;
}

/** The end of what is written: after the quote, or the list that the scalar stands for. */
function endOf(text: string, { end, items, quoted }: Entry): number {
  const list = items > 0 ? /^[^\]\n]{0,80}\]/.exec(text.slice(end, end + 81)) : null;
  return end + (list ? list[0].length : quoted ? 1 : 0);
}

function findingOf(text: string, entry: Entry): Finding | undefined {
  const about = kindOfSetting(nameOf(entry));
  const base = {
    start: entry.at,
    end: entry.end,
    name: null,
    framework: 'config',
    confidence: 'medium',
    text: oneLine(text.slice(entry.at, endOf(text, entry))),
    spelling: [...entry.path, entry.key].join('.'),
    edit: null,
    chain: [],
    reason: null,
    isDefault: false,
  } as const;
  if (!about) return optimizer(entry, base);
  // In quotes `0.3` may be the version of a package; `1e-3` is a number that YAML 1.1 would read as text anyway.
  const value = entry.quoted && !/e/i.test(entry.text) ? undefined : numberOf(entry.text);
  if (value === undefined || !isPlausible(about, value)) return undefined;
  const { kind, keep } = about;
  if (entry.items > 1) return { ...base, kind, value: null, reason: l10n.t('a list of values') };
  const edit = { start: entry.start, end: entry.end, text: entry.text, keep, before: '' };
  return { ...base, kind, value: keep ? Number((1 - value).toPrecision(12)) : value, edit };
}

/** `optimizer: adam`, `optimizer: {type: SGD}`, `_target_: torch.optim.Adam`. */
function optimizer(entry: Entry, base: Omit<Finding, 'kind' | 'value'>): Finding | undefined {
  const names = /^(?:optimi[sz](?:er|ing)|optim|opt)(?:_?(?:name|type|class|method))?$/i;
  const holder = entry.path.at(-1);
  const within = typeof holder === 'string' && /optim|^opt$/i.test(holder);
  const isName =
    names.test(entry.key) || (within && /^(?:name|type|class|_target_|class_path)$/i.test(entry.key));
  const isTarget = entry.key === '_target_' && /\.optim/.test(entry.text);
  if ((!isName && !isTarget) || entry.items > 1) return undefined;
  const name = optimizerOfName(entry.text) ?? optimizerOfName(entry.text.split('.').at(-1)!);
  return name === undefined ? undefined : { ...base, kind: 'optimizer', value: null, name };
}

function numberOf(text: string): number | undefined {
  if (!/^[+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  return Number(text.replace(/_/g, ''));
}
