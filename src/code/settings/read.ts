import * as l10n from '@vscode/l10n';
import type { CodeLanguage, Finding, NamedNumber, ScanResult } from '../finding';
import { optimizerOfName } from '../frameworks/index';
import { oneLine } from '../lines';
import { isOfOtherSection, isPlausible, kindOfName, kindOfSetting } from '../names';
import { spend, withBudget, within } from '../work';
import { type Entry, entriesOf } from './entries';
import { jsonDocuments } from './json';
import { tomlDocuments } from './toml';
import type { Value } from './tree';
import { yamlDocuments } from './yaml';

/** The languages of configuration files. */
export type SettingsLanguage = Extract<CodeLanguage, 'json' | 'yaml' | 'toml'>;

const readers: Readonly<Record<SettingsLanguage, (text: string) => Value[]>> = {
  json: jsonDocuments,
  yaml: yamlDocuments,
  toml: tomlDocuments,
};

/** A list of objects longer than this is a record of what was, not a configuration. */
const MAX_RECORDS = 4;

/** What is shown of a list's items, in characters. */
const MAX_ITEMS = 80;

/** A text without any of this has nothing to say. */
const strongPattern = /drop|lr|learn(?:ing)?[-_]?rate|keep_?prob|_target_/i;

/** A class that trains or loads, as Hydra names it: then a batch size alone is one. */
const trainer = /^["']?_target_["']?\s*:\s*["']?[\w.]*(?:DataModule|Trainer|DataLoader)\b/m;

/** The hyperparameters of a configuration file. */
export function readSettings(text: string, language: SettingsLanguage): ScanResult {
  const nothing: ScanResult = { findings: [], models: [], hints: [], broken: false };
  if (!strongPattern.test(text)) return nothing;
  const findings: Finding[] = [];
  within(() => {
    for (const document of readers[language](text.replace(/^\uFEFF/, ' '))) {
      for (const entry of entriesOf(document)) {
        spend(1 + entry.path.length);
        const found = isRecorded(entry) || isOfAnother(entry) ? undefined : findingOf(text, entry);
        if (found) findings.push(found);
      }
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

/** Weights & Biases keeps `lr: {value: 0.1}`. */
function nameOf({ path, key }: Entry): string {
  const holder = path.at(-1);
  return key === 'value' && typeof holder === 'string' ? holder : key;
}

/** Behind the quote or bracket that ends what is written, if that is near. */
function endOf({ end, scalar, alias, list }: Entry): number {
  if (list && list.end <= end + MAX_ITEMS) return Math.max(end, list.end);
  return end + (scalar.quoted && !alias ? 1 : 0);
}

function findingOf(text: string, entry: Entry): Finding | undefined {
  const { scalar, alias, list } = entry;
  const about = kindOfSetting(nameOf(entry));
  const base = {
    start: entry.start,
    end: entry.end,
    name: null,
    framework: 'config',
    confidence: 'medium',
    text: oneLine(text.slice(entry.start, endOf(entry))),
    spelling: [...entry.path, entry.key].join('.'),
    edit: null,
    chain: alias ? [{ start: alias.start, end: alias.end, text: text.slice(alias.start, alias.end) }] : [],
    reason: null,
    isDefault: false,
  } as const;
  if (!about) return optimizer(entry, base);
  const written = text.slice(scalar.start, scalar.end);
  // In quotes `0.3` may be the version of a package; `1e-3` is a number that YAML 1.1 would read as text anyway.
  const value = scalar.quoted && !/e/i.test(written) ? undefined : numberOf(written);
  if (value === undefined || !isPlausible(about, value)) return undefined;
  const { kind, keep } = about;
  if (list && list.items.length > 1)
    return { ...base, kind, value: null, reason: l10n.t('a list of values') };
  const edit = { start: scalar.start, end: scalar.end, text: written, keep, before: '' };
  return { ...base, kind, value: keep ? Number((1 - value).toPrecision(12)) : value, edit };
}

/** `optimizer: adam`, `optimizer: {type: SGD}`, `_target_: torch.optim.Adam`. */
function optimizer(entry: Entry, base: Omit<Finding, 'kind' | 'value'>): Finding | undefined {
  const names = /^(?:optimi[sz](?:er|ing)|optim|opt)(?:_?(?:name|type|class|method))?$/i;
  const holder = entry.path.at(-1);
  const within = typeof holder === 'string' && /optim|^opt$/i.test(holder);
  const isName =
    names.test(entry.key) || (within && /^(?:name|type|class|_target_|class_path)$/i.test(entry.key));
  const isTarget = entry.key === '_target_' && /\.optim/.test(entry.scalar.text);
  if ((!isName && !isTarget) || (entry.list && entry.list.items.length > 1)) return undefined;
  const { text } = entry.scalar;
  const name = optimizerOfName(text) ?? optimizerOfName(text.split('.').at(-1)!);
  return name === undefined ? undefined : { ...base, kind: 'optimizer', value: null, name };
}

function numberOf(text: string): number | undefined {
  if (!/^[+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  return Number(text.replace(/_/g, ''));
}

/**
 * All numbers of a configuration file under the keys that lead to them, as far as its size lets them be read; undefined:
 * it is of another language.
 */
export function numbersOf(text: string, language: CodeLanguage): NamedNumber[] | undefined {
  const reader = Object.hasOwn(readers, language) ? readers[language as SettingsLanguage] : undefined;
  if (!reader) return undefined;
  const entries = withBudget(text.length, () => reader(text).flatMap(entriesOf), []).value;
  const isNumber = ({ scalar, alias }: Entry) =>
    !scalar.quoted && !alias && scalar.text !== '' && !Number.isNaN(Number(scalar.text));
  return entries.filter(isNumber).map(({ path, key, scalar: { start, end } }) => ({
    ...{ name: [...path, key].join('.'), start, end },
    text: text.slice(start, end),
  }));
}
