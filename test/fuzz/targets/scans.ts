import assert from 'node:assert/strict';
import { Parser } from '@vscode/tree-sitter-wasm';
import type { CodeLanguage, ScanResult, Span } from '../../../src/code/finding';
import { scanner } from '../../code/support';
import { clock } from '../driver';
import { pick } from '../mutate';
import type { Random, Target } from '../target';

/** Every place in a result lies in the text, and it can be handed from one thread to another. */
function checkPlaces(result: ScanResult, text: string, isEscaped: boolean): void {
  const { findings, models, hints } = structuredClone(result);
  const spans: readonly Span[] = [
    ...findings.flatMap(({ edit, chain, ...place }) => [place, ...(edit ? [edit] : []), ...chain]),
    ...models.flatMap(({ layers, ...place }) => [place, ...layers]),
    ...hints.flatMap(({ fix, ...place }) => [place, ...(fix?.edits ?? [])]),
  ];
  for (const { start, end } of spans)
    assert.ok(0 <= start && start <= end && end <= text.length, `${start}–${end} of ${text.length}`);
  for (const { edit } of findings)
    if (edit && !isEscaped) assert.equal(text.slice(edit.start, edit.end), edit.text);
}

let parsing = 0;
const { parse } = Parser.prototype;
Parser.prototype.parse = function (...given: Parameters<typeof parse>) {
  const before = clock();
  try {
    return parse.apply(this, given);
  } finally {
    parsing += clock(before).user;
  }
};

/** Microseconds of tree-sitter, whose recovery from errors outgrows size. */
export const borrowed = () => parsing;

/** Reads a text whole, and again after an edit in its middle, as in an editor. */
export async function scanTwice(text: string, language: CodeLanguage): Promise<void> {
  const document = (await scanner()).open(language);
  try {
    checkPlaces(document.update(text), text, language === 'notebook');
    const middle = text.length >> 1;
    const typed = `${text.slice(0, middle)} ${text.slice(middle)}`;
    checkPlaces(document.update(typed), typed, language === 'notebook');
  } finally {
    document.dispose();
  }
}

/** Puts words of a language into a text, or takes lines of it to another place. */
export function mutateWith(words: readonly string[]): NonNullable<Target<string>['mutate']> {
  return (random: Random, text: string) => {
    const at = random(text.length + 1);
    if (random(3) > 0) return text.slice(0, at) + pick(random, words).repeat(1 + random(3)) + text.slice(at);
    const lines = text.split('\n');
    const [line = ''] = lines.splice(random(lines.length), 1 + random(3));
    lines.splice(random(lines.length + 1), 0, line, ...(random(2) === 0 ? [line] : []));
    return lines.join('\n');
  };
}

/** So many parts that differ by their number. */
export const numbered = (count: number, part: (n: number) => string) =>
  Array.from({ length: Math.max(1, Math.floor(count)) }, (_, n) => part(n)).join('');
