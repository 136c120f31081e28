import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CodeLanguage } from '../../src/code/finding';
import { describeFinding, scanner } from './support';

async function findingsOf(code: string, language: CodeLanguage = 'python'): Promise<string[]> {
  return (await scanner()).scan(code, language).findings.map(describeFinding);
}

const torch = 'import torch\nfrom torch import nn\n';

describe('bad input', function () {
  this.timeout(60_000);

  it('a syntax error before, after and around', async () => {
    assert.deepEqual(await findingsOf(`${torch}def f(:\n    x = = 3\n\nd = nn.Dropout(0.5)\n`), [
      'dropout 0.5 «0.5»',
    ]);
    assert.deepEqual(await findingsOf(`${torch}d = nn.Dropout(0.5)\nx = (((\n`), ['dropout 0.5 «0.5»']);
    assert.deepEqual(await findingsOf(`${torch}x = [1, 2\n\ndef f():\n    return nn.Dropout(0.5)\n`), [
      'dropout 0.5 «0.5»',
    ]);
  });

  it('a docstring that is still open, before others', async () => {
    const rest = `def f(p=0.3):\n    """Of f."""\n    return nn.Dropout(p)\n\n\nclass A(nn.Module):\n    """Of A."""\n    d = nn.Dropout(0.2)\n`;
    const code = `${torch}def g():\n    """Of g\n    return nn.Dropout(0.7)\n\n\n${rest}`;
    assert.deepEqual((await findingsOf(code)).slice(-2), ['dropout 0.3 «0.3»', 'dropout 0.2 «0.2»']);
    assert.equal((await scanner()).scan(code, 'python').broken, true);
  });

  it('a call that is being written', async () => {
    const { findings, broken } = (await scanner()).scan(
      `${torch}a = nn.Dropout(0.5)\n\ndef f():\n    b = nn.Dropout(`,
      'python',
    );
    assert.equal(broken, true);
    assert.equal(findings[0]?.value, 0.5);
  });

  it('an object, a list and a call of JavaScript that end with the text', async () => {
    const head = "import * as tf from '@tensorflow/tfjs';\n";
    for (const tail of [
      'm.fit({batchSize:',
      'm.fit(x, y, {epochs: 3, batchSize:',
      'tf.layers.dropout({rate:',
      'm.fit(x, {a: [',
    ])
      for (const { start, end } of (await scanner()).scan(head + tail, 'javascript').findings)
        assert.ok(
          head.length <= start && start < end && end <= head.length + tail.length,
          `${tail} ${start}–${end}`,
        );
  });

  it('Python 2', async () => {
    const code = `${torch}print "training", 3\nexec "x = 1"\ntry:\n    pass\nexcept IOError, e:\n    print >>f, e\nd = nn.Dropout(0.5)\no = torch.optim.SGD(p, lr=0.1, momentum=0.9)\nn = 64L\n`;
    assert.deepEqual(await findingsOf(code), [
      'dropout 0.5 «0.5»',
      'optimizer sgd',
      'learningRate 0.1 «0.1»',
      'momentum 0.9 «0.9»',
    ]);
  });

  it('tabs, and tabs mixed with spaces', async () => {
    assert.deepEqual(await findingsOf(`${torch}def f(p=0.3):\n\tif p:\n\t\treturn nn.Dropout(p)\n`), [
      'dropout 0.3 «0.3»',
    ]);
    assert.deepEqual(
      await findingsOf(`${torch}class A:\n    def f(self):\n\tself.p = 0.2\n\treturn nn.Dropout(self.p)\n`),
      ['dropout 0.2 «0.2»'],
    );
  });

  it('CRLF and a byte order mark', async () => {
    const code = `${torch}def f(p=0.3):\n    """One.\n\n    Two."""\n    return nn.Dropout(p)\n\nlr = 0.1\n`;
    const expected = await findingsOf(code);
    assert.deepEqual(expected, ['dropout 0.3 «0.3»', 'learningRate 0.1 «0.1»']);
    assert.deepEqual(await findingsOf(code.replace(/\n/g, '\r\n')), expected);
    assert.deepEqual(await findingsOf(`\ufeff${code}`), expected);
  });

  it('names and text outside of ASCII', async () => {
    const code = `${torch}# дропаут 🎲\ns = "🎲🎲"; größe = 0.25\nclass Café(nn.Module):\n    def __init__(self, 率=0.4):\n        self.d = nn.Dropout(率)\nd = nn.Dropout(größe)\n`;
    assert.deepEqual(await findingsOf(code), ['dropout 0.4 «0.4»', 'dropout 0.25 «0.25»']);
  });

  it('50,000 lines', async () => {
    const code =
      torch +
      Array.from({ length: 10_000 }, (_, n) => `def f${n}(x):\n    y = x + ${n}\n    return y\n\n`).join('') +
      'd = nn.Dropout(0.5)\n';
    assert.ok(code.split('\n').length > 40_000);
    assert.deepEqual(await findingsOf(code), ['dropout 0.5 «0.5»']);
    assert.deepEqual(await findingsOf(`${torch}${'x = 1\n'.repeat(50_000)}d = nn.Dropout(0.5)\n`), [
      'dropout 0.5 «0.5»',
    ]);
  });

  it('one line of a megabyte, and nesting without end', async () => {
    assert.deepEqual(await findingsOf(`${torch}x = [${'1, '.repeat(300_000)}]\nd = nn.Dropout(0.5)\n`), [
      'dropout 0.5 «0.5»',
    ]);
    assert.deepEqual(
      await findingsOf(`${torch}x = ${'('.repeat(3000)}1${')'.repeat(3000)}\n\nd = nn.Dropout(0.5)\n`),
      ['dropout 0.5 «0.5»'],
    );
    assert.deepEqual(
      await findingsOf(`${torch}d = nn.Dropout(${'('.repeat(2000)}0.5${')'.repeat(2000)})\n`).then(
        (all) => all.length,
      ),
      1,
    );
  });

  it('clauses that are broken', async () => {
    const code = `${torch}m = nn.Sequential(*[nn.Dropout(0.5) for in x], *[.D) for in y])\n\n\nd = nn.Dropout(0.25)\n`;
    assert.equal((await findingsOf(code)).at(-1), 'dropout 0.25 «0.25»');
  });

  it('names that are defined by themselves or in circles', async () => {
    const definitions = [
      'a = b\nb = a',
      'a = a',
      'a = {"a": a}["a"]',
      'a = dict(**a, **a)["a"]',
      'def f(x):\n    return f(x)\na = f(f)',
      'class a(a):\n    pass',
      'a, b = b, a',
      'a = [*a, a][0]',
      'a = a if a else a',
      'a = 1 - a',
      'a = getattr(a, "a", a)',
      'a = a.get("a", a)',
      'a = partial(a, a)',
    ];
    for (const definition of definitions) {
      const [first, ...more] = await findingsOf(
        `${torch}${definition}\nd = nn.Dropout(a)\nnn.Dropout(**a)\n`,
      );
      assert.match(first ?? '', /^dropout \? /, definition);
      assert.ok(more.length <= 1);
    }
  });

  it('objects that are changed by themselves', async () => {
    const code = `${torch}from dataclasses import dataclass\n@dataclass\nclass T:\n    x: float = 0.1\n\ndef f(a: T):\n    g(a.x)\n    nn.Dropout(a.x)\n\ndef g(b: T):\n    f(b.x)\n    b.x = 1\n\nt = T()\nt.x = t.x * 2\nf(t)\n`;
    assert.deepEqual(await findingsOf(code), ['dropout ? (a is set in several places)']);
  });

  it('ways that double with every line', async () => {
    const lines = (count: number, line: (n: number) => string) =>
      Array.from({ length: count }, (_, n) => line(n)).join('');
    const codes = [
      `a0 = 0.5\n${lines(60, (n) => `a${n + 1} = a${n} if c else a${n}\n`)}d = nn.Dropout(a60)\n`,
      `a0 = {'p': 0.5}\n${lines(60, (n) => `a${n + 1} = dict(**a${n}, **a${n})\n`)}d = nn.Dropout(**a60)\n`,
      lines(12, (n) => `def f${n}(p):\n    nn.Dropout(p)\n${lines(12, (m) => `    f${m}(p)\n`)}`),
      `a0 = nn.Linear(1, 1)\n${lines(40, (n) => `a${n + 1} = nn.Sequential(a${n}, a${n})\n`)}`,
    ];
    for (const code of codes) {
      const document = (await scanner()).open('python');
      const { steps } = document.measure(torch + code);
      document.dispose();
      assert.ok(steps < 2_200_000, `${steps} steps: ${code.slice(0, 60)}`);
    }
  });

  it('JavaScript that nests without end', async () => {
    const head = "import * as tf from '@tensorflow/tfjs';\ntf.layers.dropout({ rate: 0.5 });\n";
    const nested = ['(', '{', '${`', 'f(x){', 'class A{', 'const {a=', 'f(a,', 'let a:{', 'enum E{', '`${'];
    for (const part of nested) await findingsOf(head + part.repeat(40_000), 'typescript');
    const arrows = head + 'a=>'.repeat(40_000);
    assert.deepEqual(await findingsOf(arrows, 'typescript'), ['dropout 0.5 «0.5»']);
  });

  it('models that sums deeper than a stack lead to', async () => {
    const sum = Array.from({ length: 20_000 }, () => 'x').join(' + ');
    const script = `import keras\nfrom keras import layers\nx = keras.Input((2,))\ny = ${sum}\nmodel = keras.Model(x, layers.Dense(1)(${sum} + y))\n`;
    assert.deepEqual(await findingsOf(script), []);
    assert.deepEqual(
      await findingsOf(`${torch}n = ${sum}\nnet = nn.Sequential(nn.Linear(2, ${sum}), nn.Linear(n, 2))\n`),
      [],
    );
  });

  it('attributes of attributes, and sums of sums, deeper than a stack', async () => {
    const code = `${torch}x = a${'.b'.repeat(20_000)}\ny = ${'1 + '.repeat(20_000)}1\nz = ${'-'.repeat(20_000)}1\n`;
    assert.equal(
      (await findingsOf(`${code}nn.Dropout(x)\nnn.Dropout(y)\nnn.Dropout(z)\nnn.Dropout(0.5)\n`)).at(-1),
      'dropout 0.5 «0.5»',
    );
  });

  it('anything at all, in any language', async () => {
    const scan = await scanner();
    const words = [
      'import torch.nn as nn\n',
      'nn.Dropout(',
      ')',
      'lr',
      ' = ',
      '0.1',
      '\n',
      '    ',
      'def f(',
      '):\n',
      '"',
      "'",
      '"""',
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '#',
      '- ',
      '*',
      '**',
      'class A',
      '\\',
      '\t',
      '\r',
      '\0',
      '\ud800',
      'ü',
      '`',
      '/*',
      '//',
      '@',
      'global lr\n',
      'lambda lr: lr',
      'for lr in lr:\n',
      'tf.layers.dense({',
      'import * as tf from "@tensorflow/tfjs"\n',
      'tf.train.sgd(lr)\n',
      'class A extends B {',
      'static lr = 0.1\n',
      'this.lr = ',
      'constructor(private lr = 0.1) {',
      'const { lr = 0.1, a: { b } } = c\n',
      'function lr<T>(',
      'async (lr: number): T =>',
      'lr => ',
      'enum lr {',
      '?? ',
      '!',
      '${',
    ];
    const languages: CodeLanguage[] = ['python', 'notebook', 'typescript', 'yaml', 'json', 'toml'];
    fc.assert(
      fc.property(
        fc.constantFrom(...languages),
        fc.array(fc.constantFrom(...words), { maxLength: 60 }),
        (language, parts) => {
          const head = language === 'typescript' ? 'import * as tf from "@tensorflow/tfjs"\n' : '';
          const code = head + parts.join('');
          for (const { start, end, edit } of scan.scan(code, language).findings) {
            assert.ok(0 <= start && start <= end && end <= code.length);
            if (edit) assert.equal(code.slice(edit.start, edit.end), edit.text);
          }
        },
      ),
      { numRuns: 1500 },
    );
  });
});
