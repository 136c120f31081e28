import * as l10n from '@vscode/l10n';
import type { RunSummary } from '../protocol';

/** Which runs a list shows. */
export interface RunFilter {
  /** As a person wrote it. */
  readonly text: string;
  matches(run: RunSummary): boolean;
}

type Test = (run: RunSummary) => boolean;

/** What numbers are called for short. */
const SHORT: Readonly<Record<string, string>> = {
  lr: 'training.learningRate',
  drop: 'dropout.ratio',
  batch: 'training.batchSize',
  decay: 'training.weightDecay',
};

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=': (a, b) => a === b,
};

const STATUSES = ['running', 'completed', 'stopped', 'failed', 'diverged'] as const;

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const FIELDS: Readonly<Record<string, (value: string) => Test>> = {
  tag: (value) => (run) => (run.tags ?? []).some((tag) => isSame(tag, value)),
  note:
    (value) =>
    ({ note = '' }) =>
      note.toLowerCase().includes(value.toLowerCase()),
  name:
    (value) =>
    ({ name }) =>
      name.toLowerCase().includes(value.toLowerCase()),
  status: (value) => {
    const status = STATUSES.find((one) => isSame(one, value));
    if (status === undefined)
      throw new Error(l10n.t('There is no status “{0}”: {1}.', value, STATUSES.join(', ')));
    return (run) => statusesOf(run).includes(status);
  },
  is: (value) => {
    if (!isSame(value, 'pinned')) throw new Error(l10n.t('“is:” takes “pinned”, not “{0}”.', value));
    return ({ pinned }) => pinned === true;
  },
  has: (value) => {
    if (isSame(value, 'note')) return ({ note }) => note !== undefined;
    if (isSame(value, 'tag')) return ({ tags }) => tags !== undefined;
    throw new Error(l10n.t('“has:” takes “note” or “tag”, not “{0}”.', value));
  },
};

function statusesOf({ status, diverged }: RunSummary): readonly string[] {
  if (diverged !== null) return [status, 'diverged'];
  return status === 'loading' || status === 'paused' || status === 'elsewhere' ? ['running'] : [status];
}

const COMPARED = /^([a-z][a-z0-9.]*)(<=|>=|<|>|=)([^<>=]+)$/i;
const FIELD = /^([a-z]+):(.*)$/i;

/**
 * Reads a filter: words that are in a name, a setting, a note or a tag (several in quotes); `tag:best`, `status:completed`,
 * `note:…`, `name:…`, `is:pinned`, `has:note`; numbers as `lr<0.01`, `drop>=0.3`, `loss<0.4`, `epochs=400`; a `-` before any
 * of them turns it round. All have to hold. Throws, with words for a person, where a term means nothing.
 *
 * @param numbers paths of the numbers that runs have; left out: any is taken.
 */
export function readFilter(text: string, numbers?: ReadonlySet<string>): RunFilter {
  const tests = termsOf(text).map((term) => {
    const isNot = term.startsWith('-') && term.length > 1;
    const test = testOf(isNot ? term.slice(1) : term, numbers);
    return isNot ? (run: RunSummary) => !test(run) : test;
  });
  return { text: text.trim(), matches: (run) => tests.every((test) => test(run)) };
}

/** What blanks divide; not those in quotes. */
function termsOf(text: string): string[] {
  const terms: string[] = [];
  let [term, isQuoted] = ['', false];
  for (const character of `${text} `) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted || character.trim() !== '') term += character;
    else if (term !== '') {
      terms.push(term);
      term = '';
    }
  }
  return term.trim() === '' ? terms : [...terms, term.trim()];
}

function testOf(term: string, numbers: ReadonlySet<string> | undefined): Test {
  const [, key, comparison, value] = COMPARED.exec(term) ?? [];
  if (key !== undefined) return numberTest(key, comparison!, value!, numbers);
  const [, field, words] = FIELD.exec(term) ?? [];
  const known = field && FIELDS[field.toLowerCase()];
  if (known) return known(words!.trim());
  const wanted = term.toLowerCase();
  return (run) => textOf(run).includes(wanted);
}

function numberTest(
  key: string,
  comparison: string,
  value: string,
  numbers: ReadonlySet<string> | undefined,
): Test {
  const bound = Number(value);
  if (!Number.isFinite(bound)) throw new Error(l10n.t('“{0}” is not a number.', value));
  const read = readerOf(key, numbers);
  const holds = COMPARISONS[comparison]!;
  return (run) => {
    const found = read(run);
    return found !== undefined && found !== null && holds(found, bound);
  };
}

/** A number of a run by its path, the end of it, or its short name. */
function readerOf(
  key: string,
  numbers: ReadonlySet<string> | undefined,
): (run: RunSummary) => number | null | undefined {
  const name = key.toLowerCase();
  if (name === 'loss') return ({ testLoss }) => testLoss.dropout ?? testLoss.baseline;
  if (name === 'baseline') return ({ testLoss }) => testLoss.baseline;
  const path = (SHORT[name] ?? key).toLowerCase();
  const fits = (one: string) => one.toLowerCase() === path || one.toLowerCase().endsWith(`.${path}`);
  if (numbers !== undefined && ![...numbers].some(fits))
    throw new Error(
      l10n.t('No run has a number “{0}”. There are, for example: {1}.', key, 'lr, drop, epochs, seeds, loss'),
    );
  return ({ numbers: own = {} }) => Object.entries(own).find(([one]) => fits(one))?.[1];
}

/** Everything of a run that words are looked for in. */
const textOf = ({ name, label, settings = [], note = '', tags = [] }: RunSummary): string =>
  [name, label, ...settings, note, ...tags].join('\n').toLowerCase();

/** The numbers that runs have, by their paths. */
export const numbersOf = (runs: readonly RunSummary[]): ReadonlySet<string> =>
  new Set(runs.flatMap(({ numbers = {} }) => Object.keys(numbers)));
