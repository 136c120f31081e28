import assert from 'node:assert/strict';
import { readSettings, type SettingsLanguage } from '../../../src/code/settings/read';
import { pick } from '../mutate';
import type { Random, Target } from '../target';

const LANGUAGES = ['yaml', 'toml', 'json'] as const satisfies readonly SettingsLanguage[];

const YAML = `# of a training\nmodel:\n  dropout: 0.5  # half\n  layers: [16, 8]\noptimizer: {type: SGD, lr: 1e-2, momentum: 0.9}\ndata: &d\n  batch_size: 32\n  path: "a: b"\nnotes: |\n  dropout: 0.1\nlist:\n- 0.1\n- lr: 0.2\n---\nlr: 0.3\n`;
const TOML = `title = "x"\n[model]\ndropout = 0.5\n"a.b" = 'c'\n[training.optimizer]\nname = "adam"\nlr = 1e-3\n[[runs]]\nlr = 0.1\n[[runs]]\nlr = 0.2\ntext = """\nlr = 1\n"""\nmap = { lr = 0.1, "x" = [1, 2] }\n`;
const JSON_TEXT = `{\n  // comments are allowed\n  "dropout": 0.5, "optimizer": { "name": "adam", "lr": [0.1, 0.01] },\n  "lr": 0.1, "nested": { "a": [{ "lr": 0.2 }, "x"] }\n}\n`;

const PIECES = [
  'dropout: ',
  'lr = ',
  '"lr": ',
  '0.1',
  '- ',
  '  ',
  '\t',
  '[',
  ']',
  '{',
  '}',
  ',',
  '#',
  '"',
  "'",
  '|\n',
  '[[',
  ']]',
  '"""',
  '---\n',
  '&a ',
  '*a',
  '!!map ',
  '_target_: torch.optim.Adam\n',
  '\r\n',
  '\\',
];

function mutate(random: Random, text: string): string {
  const at = random(text.length + 1);
  return text.slice(0, at) + pick(random, PIECES).repeat(1 + random(3)) + text.slice(at);
}

const head = 'dropout: 0.5\n';
const toml = 'dropout = 0.5\n';

/** A file of settings, read as YAML, TOML and JSON. */
export const settings: Target<string> = {
  name: 'settings',
  seeds: () => [YAML, TOML, JSON_TEXT],
  mutate,
  run(text) {
    for (const language of LANGUAGES)
      for (const { start, end, edit } of readSettings(text, language).findings) {
        assert.ok(0 <= start && start <= end && end <= text.length);
        if (edit) assert.equal(text.slice(edit.start, edit.end), edit.text);
      }
  },
  largest: 262_144,
  grow: {
    'one key again and again': (n) => head.repeat(n / 13),
    keys: (n) => head + Array.from({ length: n / 12 }, (_, i) => `lr${i}: 0.1\n`).join(''),
    items: (n) => `${head}lr:\n${'- 0.1\n'.repeat(n / 6)}`,
    'mappings in items': (n) => `${head}${'- lr: 0.1\n'.repeat(n / 10)}`,
    'deeper and deeper': (n) =>
      head + Array.from({ length: Math.sqrt(n) }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
    dashes: (n) => `${head}${'- '.repeat(n / 2)}`,
    'lines of dashes': (n) => `${head}${`${'- '.repeat(900)}a\n`.repeat(n / 1802)}`,
    brackets: (n) => `${head}a: ${'['.repeat(n)}`,
    braces: (n) => `${head}a: ${'{a: '.repeat(n / 4)}`,
    'JSON objects': (n) => `{"dropout": 0.5, ${'"a": {'.repeat(n / 6)}`,
    'JSON numbers': (n) => `{"lr": [${'0.1, '.repeat(n / 5)}]}`,
    comments: (n) => `${head}${'# lr: 0.1\n'.repeat(n / 10)}`,
    slashes: (n) => `{"lr": 1, ${'/'.repeat(n)}`,
    'comments that do not end': (n) => `{"lr": 1, ${'/*'.repeat(n / 2)}`,
    quotes: (n) => `${head}a: ${'"'.repeat(n)}`,
    'lines of quotes': (n) => `${head}${`a: "\n`.repeat(n / 5)}`,
    backslashes: (n) => `{"lr": "${'\\'.repeat(n)}`,
    blanks: (n) => `${head}${' '.repeat(n)}x`,
    'tabs and lines': (n) => `${head}${'\t\n'.repeat(n / 2)}`,
    documents: (n) => `${head}${'---\nlr: 0.1\n'.repeat(n / 12)}`,
    'literal blocks': (n) => `${head}${'a: |\n  b\n'.repeat(n / 9)}`,
    'a literal block': (n) => `${head}a: |\n${'  b\n'.repeat(n / 4)}`,
    'TOML tables': (n) => `${toml}${'[[a]]\nlr = 0.1\n'.repeat(n / 15)}`,
    'a dotted name': (n) => `${toml}[a${'.b'.repeat(900)}]\n${'lr = 0.1\n'.repeat(n / 9)}`,
    'TOML texts': (n) => `${toml}${'a = """\n'.repeat(n / 8)}`,
    'a flow collection a line': (n) => `${head}${'a: [\n'.repeat(n / 5)}`,
    'a name that is long': (n) => `${head}${'lr_'.repeat(n / 3)}: 0.1\n`,
    aliases: (n) => `${head}a: &a 0.1\n${'lr: *a\n'.repeat(n / 7)}`,
    'an alias bomb': (n) => `${head}a: &a [0.1]\n${'a: &a [*a, *a]\n'.repeat(n / 15)}`,
    'aliases of a long list': (n) =>
      `${head}a: &a [${'[], '.repeat(n / 8)}]\n${Array.from({ length: n / 24 }, (_, i) => `lr${i}: *a\n`).join('')}`,
    'merged mappings': (n) => `${head}a: &a {lr: 0.1}\n${'b:\n  <<: *a\n'.repeat(n / 11)}`,
    'what is no YAML': (n) => `${head}${'{% a %}\nlr: 0.1\n'.repeat(n / 16)}`,
    'quotes behind brackets': (n) => `${head}${'[] "\n[] \'\n'.repeat(n / 10)}`,
    'colons that open mappings': (n) => `${head}${'a: : : : :\n'.repeat(n / 11)}`,
    'a line of colons': (n) => `${head}a${': '.repeat(n / 2)}`,
    'a flow line of colons': (n) => `${head}{${'a: '.repeat(n / 3)}}`,
    'TOML keys again': (n) => toml.repeat(n / 14),
    'TOML mistakes': (n) => `${toml}${'x = [1,\ny = 2\n'.repeat(n / 15)}`,
    'a TOML text that is not closed': (n) => `${toml}a = """\n${'lr = 0.1\n'.repeat(n / 9)}`,
    'a TOML array that is not closed': (n) => `${toml}a = [\n${'[1],\n'.repeat(n / 5)}`,
    'JSON arrays': (n) => `{"lr": ${'['.repeat(n / 2)}${']'.repeat(n / 2)}`,
    targets: (n) => `${head}${'_target_: torch.optim.Adam\n'.repeat(n / 27)}`,
  },
};
