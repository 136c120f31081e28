import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../experiment/schema';
import { isOfFile } from './plan';
import type { CodeGenerator } from './types';

/** Letters in a line of a comment. */
const WIDTH = 100;
/** Changes that are written out; a slider that was dragged for long leaves thousands. */
const MOST_CHANGES = 20;

/** The program of a generator; under its first line stands in comments what it leaves out or does otherwise. */
export function commentedCode(generator: CodeGenerator, experiment: Experiment): string {
  const { code, notes } = generator.generate(experiment);
  const mark = generator.language === 'python' ? '#' : '//';
  const said = [...notes.flatMap((note) => wrapped(note)), ...changesOf(experiment), ...remarks(experiment)];
  const end = code.indexOf('\n') + 1;
  const comment = said.map((line) => `${mark} ${line}\n`).join('');
  return `${code.slice(0, end)}${comment}${code.slice(end)}`;
}

/** What holds for every library. */
function remarks({ data }: Experiment): string[] {
  const random = l10n.t(
    'Random numbers are those of the library: what comes out is alike in its distribution, not digit by digit.',
  );
  const folder = l10n.t('Data files are looked up relative to the folder in which the program is started.');
  const commas = l10n.t(
    'Decimal commas, thousands separators, units, comments and line breaks within cells are understood by the playground, but not here.',
  );
  const header = l10n.t(
    'The first row is read as the names of the columns; the playground looks at it first.',
  );
  const ofTable = data.source === 'csv' ? [commas, ...(data.header === undefined ? [header] : [])] : [];
  return [random, ...(isOfFile(data) ? [folder] : []), ...ofTable].flatMap(wrapped);
}

/** What was changed while it trained: the program trains with the values that it began with. */
function changesOf({ changes }: Experiment): string[] {
  const lines = changes
    .slice(0, MOST_CHANGES)
    .map(({ step, ...change }) => `  ${l10n.t('step')} ${step}: ${JSON.stringify(change)}`);
  const more = changes.length - MOST_CHANGES;
  return more > 0 ? [...lines, `  ${l10n.t('and {0} more', more)}`] : lines;
}

/** In lines, broken between words. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
