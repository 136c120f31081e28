import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Parsers } from '../../src/code/parser';
import type { CodeDocument } from '../../src/code/scanner';
import { scanner, torch, wasmDir } from './support';

/** Texts on one line without an end on which the parser recurses deeper than a stack is. */
const BREAKING = {
  annotations: 'optim: nn.Dropout(p)'.repeat(12_000),
  'annotations of another name': 'model: nn.Linear(x)'.repeat(12_000),
  'indices in annotations': 'layer: nn.Dropout[x]'.repeat(12_000),
  'a call that is not closed, for which memory does not suffice': `${'bptim: nn.Dropout(p)'.repeat(12_000)}(\n`,
};

/** Texts that nest as deep in other ways. */
const DEEP = {
  'annotations of 60 KB': 'optim: nn.Dropout(p)'.repeat(3_000),
  'unary operators': `nn.Dropout(${'-'.repeat(200_000)}1)\n`,
  'negations without an end': 'not '.repeat(60_000),
  'chained comparisons': `nn.Dropout(${'a < '.repeat(60_000)}1)\n`,
  'sums without an end': '0.1 + '.repeat(40_000),
  lambdas: 'lambda x: '.repeat(20_000),
  'conditional expressions': `nn.Dropout(${'0.1 if x else '.repeat(15_000)}1)\n`,
  'f-strings': 'f"{'.repeat(5_000),
  decorators: `${'@nn.Dropout(0.5)\n'.repeat(10_000)}def f(): pass\n`,
  'decorators on one line': '@nn.Dropout(p) '.repeat(15_000),
  attributes: `nn.Dropout(${'a.'.repeat(60_000)}b)\n`,
  'calls of calls': `nn.Dropout(0.5)${'()'.repeat(60_000)}\n`,
  assignments: `${'p = '.repeat(30_000)}0.5`,
  'statements on one line': 'if x: '.repeat(20_000),
  'slices without an end': 'x[p: nn.Dropout(p)]'.repeat(12_000),
  'keys without a dictionary': '"dropout": nn.Dropout(p)'.repeat(10_000),
  'signatures without an end': 'def f(p: nn.Dropout(p)'.repeat(5_400),
  'soft keywords': 'match x: case nn.Dropout(p)'.repeat(1_000),
};

const NORMAL = `${torch}class Net(nn.Module):\n    def __init__(self):\n        self.d = nn.Dropout(0.25)\n`;

const values = ({ findings }: ReturnType<CodeDocument['update']>) => findings.map(({ value }) => value);

/** How many characters the parser is given while `run` goes on. */
async function parsed(run: () => void): Promise<number> {
  const { python: parser } = await Parsers.load(wasmDir);
  let characters = 0;
  parser.parse = (input, ...rest) => {
    characters += typeof input === 'string' ? input.length : input(0, { row: 0, column: 0 })!.length;
    return Object.getPrototypeOf(parser).parse.call(parser, input, ...rest);
  };
  run();
  Reflect.deleteProperty(parser, 'parse');
  return characters;
}

describe('a text that breaks the parser', function () {
  this.timeout(120_000);

  for (const [name, text] of Object.entries(BREAKING))
    it(`is said to be too complex, and the rest is read: ${name}`, async () => {
      const scan = await scanner();
      const before = scan.open('python');
      assert.deepEqual(values(before.update(NORMAL)), [0.25]);
      const hostile = scan.open('python');
      const cut = hostile.update(`${NORMAL}\n${text}`);
      assert.equal(cut.isCut, true);
      assert.deepEqual(values(cut), [0.25]);
      // One that was open before has lost its trees, and is read as if it were new.
      assert.deepEqual(values(before.update(NORMAL.replace('0.25', '0.125'))), [0.125]);
      assert.deepEqual(values(scan.scan(NORMAL, 'python')), [0.25]);
      // Nothing is freed that is not there any more.
      for (const document of [before, hostile]) document.dispose();
      assert.deepEqual(values(scan.scan(NORMAL, 'python')), [0.25]);
    });

  it('takes the parser no longer than it is worth, and the rest is read', async () => {
    const document = (await scanner()).open('python');
    const line = 'match x: case nn.Dropout(p)'.repeat(8_000);
    const result = document.update(`${NORMAL}\n${line}\n\nrate = nn.Dropout(0.4)\n`);
    assert.equal(result.isCut, true);
    assert.ok(values(result).includes(0.25), 'what stands before it is read');
    assert.deepEqual(values(document.update(NORMAL)), [0.25]);
    document.dispose();
  });

  it('is not parsed again at each keystroke, until it is another', async () => {
    const scan = await scanner();
    const document = scan.open('python');
    const text = `${torch}${'optix: nn.Dropout(p)'.repeat(12_000)}`;
    assert.equal(document.update(text).isCut, true);
    let typed = text;
    const characters = await parsed(() => {
      for (const letter of 'nn.Dropout') {
        typed += letter;
        assert.equal(document.update(typed).isCut, true);
      }
    });
    assert.ok(characters < 11 * typed.length, `${characters} characters`);
    assert.equal(document.update(`${torch}${'optix: nn.Dropout(p)'.repeat(50)}`).isCut, undefined);
    assert.deepEqual(values(document.update(NORMAL)), [0.25]);
    document.dispose();
  });

  it('breaks it where a tree is parsed on, too', async () => {
    const scan = await scanner();
    const document = scan.open('python');
    const text = `${torch}${'qptim: nn.Dropout(p)'.repeat(12_000)}`;
    // Whether it is read whole or given up goes by the machine.
    document.update(`${text}\n`);
    const cut = document.update(text);
    assert.equal(cut.isCut, true);
    assert.deepEqual(values(document.update(NORMAL)), [0.25]);
    document.dispose();
  });

  it('is one cell of a notebook, and the others are read', async () => {
    const scan = await scanner();
    const document = scan.open('python');
    const cells = [NORMAL, `${'rptim: nn.Dropout(p)'.repeat(12_000)}(`];
    const cut = document.updateCells(cells);
    assert.equal(cut.isCut, true);
    assert.deepEqual(values(cut), [0.25]);
    assert.deepEqual(values(document.updateCells([NORMAL])), [0.25]);
    document.dispose();
    const ipynb = JSON.stringify({ cells: cells.map((source) => ({ cell_type: 'code', source: [source] })) });
    const { findings, isCut } = scan.scan(ipynb, 'notebook');
    assert.deepEqual([findings.length, isCut], [1, true]);
  });

  for (const [name, text] of Object.entries(DEEP))
    it(`leaves the parser as it was: ${name}`, async () => {
      const scan = await scanner();
      scan.scan(torch + text, 'python');
      assert.deepEqual(values(scan.scan(NORMAL, 'python')), [0.25]);
    });
});
