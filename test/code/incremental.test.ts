import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import * as treeSitter from '@vscode/tree-sitter-wasm';
import fc from 'fast-check';
import type { ScanResult } from '../../src/code/finding';
import { PythonText } from '../../src/code/syntax/python-file';
import { programs } from './cases/programs/index';
import { program, UNIT_LENGTH } from './program';
import { scanner, wasmDir } from './support';

/** Comparable: `broken` depends on what has been looked at, which a fresh scan may do in another order. */
function plain({ findings, models, hints }: ScanResult): unknown {
  return { findings, models, hints };
}

const pieces = [
  'x',
  '(',
  ')',
  '"',
  '"""',
  "'",
  '#',
  '\n',
  '\n\n',
  ' ',
  '    ',
  'def f():\n',
  'lr = 0.3\n',
  '0.7',
  '\\',
  ':',
  '[',
  '\r\n',
  'é',
  '@',
  'else:\n',
];

/** Replaces `length` characters from a place, given as a share of the text. */
interface RandomEdit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const randomEdit: fc.Arbitrary<RandomEdit> = fc.record({
  at: fc.oneof(
    { weight: 4, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
    fc.constantFrom(0, 0.999, 1),
  ),
  length: fc.integer({ min: 0, max: 40 }),
  text: fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((parts) => parts.join('')),
});

const pythonPrograms = Object.values(programs)
  .flat()
  .filter(({ language = 'python' }) => language === 'python')
  .map(({ code }) => code);

/** Words that other lines may refer to, where a line begins. */
const wordEdit: fc.Arbitrary<RandomEdit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.constantFrom(0, 1, 8),
  text: fc.constantFrom(
    '\np = 0.7\n',
    '\nclass Child(Base):\n    p = 0.8\n',
    '\nclass Base(nn.Module):\n    def __init__(self, drop=0.9):\n        self.p = drop\n',
    '\nclass Config:\n    def __init__(self):\n        self.dropout = 0.15\n',
    '\nmodel = Child(drop=0.6)\n',
    '\nparser.set_defaults(lr=0.2)\n',
    '\nlayers.append(nn.Linear(1, 2))\n',
    '\nlayers = [nn.Linear(3, 4)]\n',
    '\nlayers += [nn.Dropout(0.3)]\n',
    '\nfor width in [7, 8]:\n    layers.append(nn.Linear(last, width))\n    last = width\n',
    '\nadd_block(layers, 3)\n',
    '\ndef add_block(layers, n):\n    layers.append(n)\n',
    '\nlayers.reverse()\n',
    '\ndel layers[0]\n',
    '\nlast = 5\n',
    '\ndef more():\n    layers.append(nn.Tanh())\n',
    '\nnet = nn.Sequential(*layers)\n',
    '\nname = "SGD"\n',
    '\nfrom functools import partial\n',
    '\nnn = None\n',
    '\nimport torch.nn as nn\n',
  ),
});

function apply(text: string, { at, length, text: inserted }: RandomEdit): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + inserted + text.slice(start + length);
}

describe('scanning while a person types', function () {
  this.timeout(60_000);

  it('sees a comment far from the use that says what a number is', async () => {
    const code = 'import torch\np = 0.75\n\n\ndef build():\n    return torch.nn.Dropout(p)\n';
    const said = code.replace('0.75', '0.75  # probability to keep units');
    const document = (await scanner()).open('python');
    const hints = [code, said, code, said].map((text) => document.update(text).hints.length);
    document.dispose();
    assert.deepEqual(hints, [0, 1, 0, 1]);
  });

  it('finds after any edits what a fresh scan finds', async () => {
    const scan = await scanner();
    fc.assert(
      fc.property(fc.array(randomEdit, { minLength: 1, maxLength: 8 }), (edits) => {
        let text = program(3);
        const document = scan.open('python');
        document.update(text);
        for (const edit of edits) {
          text = apply(text, edit);
          assert.deepEqual(plain(document.update(text)), plain(scan.scan(text, 'python')));
        }
        document.dispose();
      }),
      { numRuns: 100 },
    );
  });

  it('finds after any edits what a fresh scan finds, in programs of every kind', async () => {
    const scan = await scanner();
    const snippet = fc.constantFrom(...pythonPrograms);
    fc.assert(
      fc.property(
        fc.array(snippet, { minLength: 1, maxLength: 4 }),
        fc.array(fc.oneof(randomEdit, wordEdit), { minLength: 1, maxLength: 6 }),
        (parts, edits) => {
          let text = parts.join('\n');
          const document = scan.open('python');
          document.update(text);
          for (const edit of edits) {
            text = apply(text, edit);
            assert.deepEqual(plain(document.update(text)), plain(scan.scan(text, 'python')));
          }
          document.dispose();
        },
      ),
      { numRuns: 300 },
    );
  });

  it('passes over a name that is missing', async () => {
    const scan = await scanner();
    const document = scan.open('python');
    let text =
      '\nimport torch\nfor lr in [0.1, 0.01]:\n    o = torch.optim.SGD([], lr=lr)\n\n\nimport torch.nn as nn\nd = nn.Dropout(0.5)\n';
    document.update(text);
    for (const [length, inserted] of [
      [6, ''],
      [9, 'x'],
      [1, '\nparser.set_defaults(lr=0.2)\n'],
      [6, ''],
      [1, '\np = 0.7\n'],
    ] as const) {
      text = apply(text, { at: 0, length, text: inserted });
      assert.deepEqual(plain(document.update(text)), plain(scan.scan(text, 'python')));
    }
    document.dispose();
  });

  it('parses the block that was edited, and no other', async () => {
    await scanner();
    const parser = await countingParser();
    const text = program(40);
    const python = new PythonText({ python: parser, mend: () => false });
    python.read(text);
    assert.ok(parser.characters > text.length / 2);
    parser.characters = 0;
    const at = text.indexOf('super', text.length / 2);
    for (const version of [
      `${text.slice(0, at)}x${text.slice(at)}`,
      `${text.slice(0, at)}xy${text.slice(at)}`,
      text,
    ])
      python.read(version);
    assert.ok(
      parser.characters < 3 * 2 * UNIT_LENGTH,
      `${parser.characters} characters for three keystrokes`,
    );
  });
});

/** A parser that counts the characters of the texts that it is given. */
async function countingParser(): Promise<treeSitter.Parser & { characters: number }> {
  class Counting extends treeSitter.Parser {
    characters = 0;
    override parse(...[text, ...rest]: Parameters<treeSitter.Parser['parse']>) {
      this.characters += String(text).length;
      return super.parse(text, ...rest);
    }
  }
  const parser = new Counting();
  parser.setLanguage(
    await treeSitter.Language.load(
      brotliDecompressSync(readFileSync(join(wasmDir, 'tree-sitter-python.wasm.br'))),
    ),
  );
  return parser;
}
