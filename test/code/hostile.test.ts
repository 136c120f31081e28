import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CodeLanguage } from '../../src/code/finding';
import { readable } from '../../src/code/syntax/python-readable';
import { scanner, tooComplex } from './support';

const TORCH = 'import torch\nfrom torch import nn\n';
const TF = "import * as tf from '@tensorflow/tfjs';\n";

/** What a text of a language consists of where someone wants to keep its reader busy. */
const PIECES: Readonly<Record<CodeLanguage, { head: string; pieces: readonly string[] }>> = {
  python: {
    head: TORCH,
    pieces: [
      'nn.Sequential(',
      'nn.Dropout(p)',
      'elif x:\n    p = 0.5\n',
      'p = 0.5\n',
      '# a comment\n',
      'def f(p=0.5):\n  return nn.Dropout(p)\n',
      'f(0.1)\n',
      "'dropout': 0.5, ",
      'lr, ',
      'lambda x: ',
      '{[(',
      '"""',
      "'''",
      '\\',
      'if x:\n ',
      ')',
      '\n',
    ],
  },
  notebook: {
    head: '{"cells": [{"cell_type": "code", "source": ["import torch\\n",',
    pieces: [
      '"torch.nn.Dropout(0.5)\\n",',
      '[{"a":',
      '"\\\\',
      '\\"',
      '"# x\\n",',
      ']}, {"source": [',
      '}',
      ']',
    ],
  },
  typescript: {
    head: TF,
    pieces: [
      'tf.layers.dropout({ rate: p });\n',
      'let p = 0.5;\n',
      'function f(p = 0.5) { return tf.layers.dropout({ rate: p }); }\n',
      'f(0.1);\n',
      'a => ',
      '=/[',
      '`${',
      '{',
      '(',
      'x ? ',
      'f<',
      '/*',
      '}',
      '\n',
    ],
  },
  javascript: { head: TF, pieces: ['tf.sequential({ layers: [', ']})', 'a\n', '"', "'", '\\', 'p = p;\n'] },
  yaml: {
    head: 'dropout: 0.5\n',
    pieces: ['#', '- ', 'a:\n', ' ', '\t', 'lr: 0.1\n', '{a: ', '[', '"', ': ', '|\n', '---\n', '\n'],
  },
  toml: {
    head: 'dropout = 0.5\n',
    pieces: ['#', '[a.', 'b]\n', 'lr = 0.1\n', '[[', '"""', '= ', '\t', '\\', '{', '\n'],
  },
  json: {
    head: '{"dropout": 0.5, ',
    pieces: ['{"a":', '[', '"lr": 0.1,', '"', '/*', '//', '\\', '0.1,', '}', ' '],
  },
};

/** A few pieces, each many times: long runs, deep nesting, long lines, duplicates. */
function hostile(pieces: readonly string[]): fc.Arbitrary<string> {
  const run = fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(1, 3, 300, 2000));
  const pair = fc
    .tuple(fc.constantFrom(...pieces), fc.constantFrom(...pieces), fc.constantFrom(300, 1500))
    .map(([a, b, times]): [string, number] => [a + b, times]);
  return fc
    .array(fc.oneof(run, pair), { minLength: 1, maxLength: 4 })
    .map((runs) => runs.map(([piece, times]) => piece.repeat(times)).join(''));
}

/** What a text may take: each step is bounded, and so is the number of the steps. */
const most = (length: number) => 2_000_000 + 151 * length;

describe('the work on a hostile text', function () {
  this.timeout(120_000);

  for (const [language, { head, pieces }] of Object.entries(PIECES)) {
    it(`grows no faster than the text: ${language}`, async () => {
      const scan = await scanner();
      fc.assert(
        fc.property(hostile(pieces), (tail) => {
          const text = head + tail;
          const document = scan.open(language as CodeLanguage);
          const { steps } = document.measure(text);
          document.dispose();
          assert.ok(steps <= most(text.length) * 1.05, `${steps} steps for ${text.length} characters`);
        }),
        { numRuns: 25, seed: 20_240_517 },
      );
    });
  }

  it('reports what it has found until then', async () => {
    const code = `${TORCH}nn.Dropout(0.25)\n\n\n${tooComplex}`;
    const { findings, isCut } = (await scanner()).scan(code, 'python');
    assert.equal(isCut, true);
    assert.equal(findings[0]?.value, 0.25);
  });

  for (const [name, open, close] of [
    ['functions', 'function () { return ', ' }'],
    ['objects', '{ a: ', ' }'],
    ['lists', '[', ']'],
    ['calls', 'f(', ')'],
  ] as const)
    it(`reads JavaScript around ${name} that are nested deeper than anyone writes`, async () => {
      const code = `import * as tf from '@tensorflow/tfjs';\nconst x = ${open.repeat(600)}1${close.repeat(600)};\ntf.layers.dropout({ rate: 0.25 });\n`;
      const { findings, isCut } = (await scanner()).scan(code, 'javascript');
      assert.deepEqual(
        findings.map(({ value }) => value),
        [0.25],
      );
      assert.equal(isCut, true);
    });

  it('goes on from a text that was cut as from any other', async () => {
    const document = (await scanner()).open('python');
    const long = `${TORCH}\n${tooComplex}`;
    assert.equal(document.update(long).isCut, true);
    const { findings, isCut } = document.update(`${TORCH}nn.Dropout(0.25)\n`);
    document.dispose();
    assert.equal(isCut, undefined);
    assert.deepEqual(
      findings.map(({ value }) => value),
      [0.25],
    );
  });

  for (const [name, code, count] of [
    ['lines of comments', `d = nn.Dropout(0.5)\n${'# a comment\n'.repeat(8_000)}`, 1],
    ['comments in a class', `class A:\n    d = nn.Dropout(0.5)\n${'    # one\n'.repeat(8_000)}`, 1],
    ['branches', `if x:\n    pass\n${'elif y:\n    nn.Dropout(0.5)\n'.repeat(3_000)}`, 3_000],
  ] as const)
    it(`leaves nothing out of ${name}`, async () => {
      const { findings, isCut } = (await scanner()).scan(TORCH + code, 'python');
      assert.equal(isCut, undefined);
      assert.equal(findings.length, count);
    });

  for (const depth of [1_000])
    it(`says that a model of ${depth} nested containers is not read whole, and finds its dropout`, async () => {
      const inner = 'nn.Linear(4, 8), nn.Dropout(0.5)';
      for (const first of ['', 'nn.Linear(4, 4), ']) {
        const code = `m = ${`nn.Sequential(${first}`.repeat(depth)}${inner}${')'.repeat(depth)}\n`;
        const { findings, models, isCut } = (await scanner()).scan(TORCH + code, 'python');
        assert.deepEqual([findings.length, isCut], [1, true]);
        if (first) assert.deepEqual(models[0]?.notes, ['what is nested too deeply is left out']);
      }
    });

  it('reads a model of thirty nested containers whole', async () => {
    const code = `m = ${'nn.Sequential('.repeat(30)}nn.Linear(4, 8), nn.Dropout(0.5)${')'.repeat(30)}\n`;
    const { models, isCut } = (await scanner()).scan(TORCH + code, 'python');
    assert.equal(isCut, undefined);
    assert.deepEqual(
      [models[0]?.layers.map(({ kind }) => kind), models[0]?.notes],
      [['linear', 'dropout'], []],
    );
  });

  it('keeps a string whose lines look like comments', async () => {
    const text = `s = """\n${'# no comment\n'.repeat(100)}"""\n${'# one\n'.repeat(100)}p = 0.5\nnn.Dropout(p)\n`;
    const { findings } = (await scanner()).scan(TORCH + text, 'python');
    assert.equal(findings[0]?.value, 0.5);
  });

  it('blanks comments alone, whatever strings stand around them', () => {
    const remarks = '# one\n'.repeat(200);
    const strings =
      'x = \'a\' + """\n# no comment\n# no comment\n"""\ny = "a" + \'\'\'\n# none\n# none\n\'\'\'\n';
    const expected = `${strings}# one\n${'     \n'.repeat(199)}z = 1\n`;
    assert.equal(readable(`${strings}${remarks}z = 1\n`), expected);
  });
});
