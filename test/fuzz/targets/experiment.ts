import assert from 'node:assert/strict';
import { editExperiment } from '../../../src/experiment/edit';
import { parseExperimentText } from '../../../src/experiment/parse';
import { applyChanges, rewriteText } from '../../../src/experiment/rewrite-text';
import { sameJson } from '../../../src/experiment/same-json';
import { scenarios } from '../../../src/experiment/scenarios';
import { experimentToText } from '../../../src/experiment/write';
import { pick } from '../mutate';
import type { Random, Target } from '../target';

/** More characters than a message may have, whatever it quotes. */
const MOST_MESSAGE = 2000;
const MOST_MESSAGES = 60;

const HAND_WRITTEN = `{
  "$schema": "./experiment.schema.json",
  "version": 1,
  "name": "by \\u0068and 🎲",
  "data": { "source": "csv", "file": "train.csv", "target": "y", "columns": { "id": "leaveOut", "zip": "category" }, "missing": ["-", "?"] },
  "network": { "hidden": [16, 8], "activation": "relu" },
  "dropout": { "ratio": 0.5, "placement": { "input": 0.1, "hidden": [true, false] }, "schedule": { "kind": "early", "until": 0.5 } },
  "training": { "optimizer": "sgd", "learningRate": 1e-2, "epochs": 10 },
  "seed": 7, "seeds": 3, "baseline": true,
  "changes": [{ "step": 7, "learningRate": 0.01 }, { "step": 9, "ratio": 0.2 }]
}
`;

const WORDS = [
  '"version": 1', '"data": {"source": "csv"}', '"changes": [', '{"step": 1}', '"network": {"hidden": [', '"dropout"',
  '"placement"', '"columns": {', '"source": "idx"', '"missing": ["', '"name": "', '1e999', '-0', '"__proto__": {',
]; // biome-ignore format: a table

const VALUES = [
  '0',
  '1',
  '2',
  '0.5',
  '0.25',
  '1e-3',
  '100',
  'true',
  'false',
  'null',
  '"moons"',
  '"sgd"',
  '"a"',
  '[1, 2]',
  '{}',
];

/** Another value in the place of one; or a pair of brackets, or a word, where a token ends. */
function mutate(random: Random, text: string): string {
  const values = [...text.matchAll(/-?\d[\d.e-]*|true|false|"\w*"(?=\s*[,}\]])/g)];
  if (values.length > 0 && random(3) > 0) {
    const { 0: old, index } = pick(random, values);
    return text.slice(0, index) + pick(random, VALUES) + text.slice(index + old.length);
  }
  const ends = [...text.matchAll(/[,{}[\]:]/g)].map(({ index }) => index + 1);
  const at = ends.length === 0 ? 0 : pick(random, ends);
  const word = pick(random, WORDS);
  const [open, close] = pick(random, ['{}', '[]', '""']);
  const put = pick(random, [`${word},`, `,${word}`, open! + word + close!, word]);
  return text.slice(0, at) + put + text.slice(at);
}

const version = '{"version": 1, ';
const changes = (n: number, item: string) =>
  `${version}"changes": [${Array.from({ length: Math.ceil(n / (item.length + 1)) }, () => item).join()}]}`;
const keys = (n: number, key: (i: number) => string) =>
  Array.from({ length: Math.ceil(n / 12) }, (_, i) => `"${key(i)}": 1`).join();
const columns = (inside: string) =>
  `${version}"data": {"source": "csv", "file": "a.csv", "columns": {${inside}}}}`;

/** The text of an experiment file: what is wrong with it, and one edit of it. */
export const experiment: Target<string> = {
  name: 'experiment',
  seeds: () => [
    HAND_WRITTEN,
    `\ufeff${version}"seed": 2}`,
    ...scenarios.map((one) => experimentToText(one.experiment)),
  ],
  mutate,
  run(text) {
    const result = parseExperimentText(text, 'a.dropout.json');
    const messages = result.ok ? result.warnings : result.problems.map(({ message }) => message);
    assert.ok(messages.length <= MOST_MESSAGES, `${messages.length} messages`);
    for (const { length } of messages) assert.ok(length <= MOST_MESSAGE, `a message of ${length}`);
    if (!result.ok) return 'refused';
    const edit = editExperiment(result.experiment, ['dropout', 'ratio'], 0.25);
    if (!edit.ok) return undefined;
    const rewritten = rewriteText(text, edit.experiment);
    assert.ok(rewritten);
    const again = parseExperimentText(applyChanges(text, rewritten));
    assert.ok(again.ok);
    assert.ok(sameJson(again.experiment, edit.experiment));
    return undefined;
  },
  largest: 262_144,
  grow: {
    'a long key over an array': (n) => `{"${'k'.repeat(n / 2)}": [${'0,'.repeat(n / 4)}0]}`,
    'one valid key again and again': (n) => `{${'"version": 1,'.repeat(n / 13)} "version": 1}`,
    'one unknown key again and again': (n) => `${version}${'"x": 1,'.repeat(n / 7)} "x": 1}`,
    'one long key again and again': (n) =>
      `{${`"${'k'.repeat(Math.sqrt(n))}": 1,`.repeat(Math.sqrt(n))} "x": 1}`,
    'unknown keys': (n) => `${version}${keys(n, (i) => `k${i}`)}}`,
    'unknown keys in sections': (n) => `${version}"training": {${keys(n, (i) => `epochs${i}`)}}}`,
    columns: (n) => columns(keys(n, (i) => `c${i}`).replaceAll('1', '"category"')),
    'columns that are wrong': (n) => columns(keys(n, (i) => `c${i}`)),
    'missing texts': (n) =>
      `${version}"data": {"source": "csv", "file": "a", "missing": [${'"a",'.repeat(n / 4)} "b"]}}`,
    'a long name': (n) => `${version}"name": "${'n'.repeat(n)}"}`,
    'a long file name': (n) => `${version}"data": {"source": "csv", "file": "${'n'.repeat(n)}"}}`,
    'a long schema name, and a file without a line': (n) => `{"$schema": "${'n'.repeat(n)}", "version": 1}`,
    'an unknown key that is long': (n) => `${version}"${'epochs'.repeat(n / 6)}": 1}`,
    'a source that is long': (n) => `${version}"data": {"source": "${'moons'.repeat(n / 5)}"}}`,
    escapes: (n) => `${version}"name": "${'\\u0041'.repeat(n / 6)}"}`,
    backslashes: (n) => `${version}"name": "${'\\\\'.repeat(n / 2)}`,
    quotes: (n) => '"'.repeat(n),
    'a number of many digits': (n) => `${version}"seed": ${'1'.repeat(n)}}`,
    'a fraction of many digits': (n) => `${version}"seed": 0.${'1'.repeat(n)}}`,
    zeros: (n) => `${version}"seed": ${'0'.repeat(n)}}`,
    brackets: (n) => '['.repeat(n),
    braces: (n) => '{"a":'.repeat(n / 5),
    'lists in lists': (n) => `${version}"x": ${'['.repeat(20)}${'[],'.repeat(n / 3)}[]${']'.repeat(20)}}`,
    changes: (n) => changes(n, '{"step":1}'),
    'changes that are none': (n) => changes(n, '0'),
    'changes that are empty': (n) => changes(n, '{}'),
    'changes with placements': (n) => changes(n, '{"step":1,"placement":{"input":false,"hidden":[0.1,0.2]}}'),
    'hidden layers': (n) => `${version}"network": {"hidden": [${'1,'.repeat(n / 2)}1]}}`,
    'empty lines': (n) => `${version}${'\n'.repeat(n)}"x": 1, "y": 2}`,
    'lines, and a key again and again': (n) => `${version}${'"seed": 1,\n'.repeat(n / 11)}"seed": 1}`,
    'white space': (n) => `${' \t\r\n'.repeat(n / 4)}${version}"seed": 1}${' '.repeat(n)}`,
    'a comment': (n) => `${version}/*${'*'.repeat(n)}*/}`,
    'zero characters': (n) => '\0'.repeat(n),
    'lone surrogates': (n) => `${version}"name": "${'\ud800'.repeat(n)}"}`,
    'byte order marks': (n) => '\ufeff'.repeat(n),
    'keys of prototypes': (n) => `${version}"x": {${'"__proto__": {},'.repeat(n / 16)}"constructor": 1}}`,
  },
};
