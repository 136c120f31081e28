import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, planEdits, planEditsAgain } from '../../src/code/edit';
import type { Finding } from '../../src/code/finding';
import { formatLike } from '../../src/code/numbers';
import { describeFinding, scanner } from './support';

async function edited(code: string, ...values: number[]): Promise<string> {
  const { findings } = (await scanner()).scan(code, 'python');
  const numbers = findings.filter(({ kind }) => kind !== 'optimizer');
  const plan = planEdits(
    code,
    values.map((value, index) => ({ finding: numbers[index]!, value })),
  );
  assert.deepEqual(plan.refused, []);
  return applyEdits(code, plan.edits);
}

const torch = 'import torch\nfrom torch import nn\nimport torch.nn.functional as F\n';

describe('edits of source code', () => {
  const notations: readonly [string, number, string][] = [
    ['1e-3', 0.0003, '3e-4'],
    ['1e-3', 0.00025, '2.5e-4'],
    ['1E-03', 0.0003, '3E-04'],
    ['1.0e-3', 0.0003, '3.0e-4'],
    ['1e+2', 300, '3e+2'],
    ['5.e-4', 0.001, '1.e-3'],
    ['0.25', 0.3, '0.3'],
    ['.25', 0.3, '.3'],
    ['.5', 1.5, '1.5'],
    ['0.50', 0.3, '0.30'],
    ['0.001', 0.00003, '0.00003'],
    ['0.1', 0.0000002, '0.0000002'],
    ['1.', 2, '2.'],
    ['1.', 0.5, '0.5'],
    ['0.5', 1, '1.0'],
    ['64', 128, '128'],
    ['1_000', 20000, '20_000'],
    ['64L', 128, '128L'],
    ['0', 0.3, '0.3'],
    ['1 / 4', 0.3, '0.3'],
    ['2**6', 32, '32'],
    ['', 0.3, '0.3'],
    ['0.5', 0.1 + 0.2, '0.3'],
    ['1e-3', 0, '0.0'],
  ];
  for (const [sample, value, expected] of notations) {
    it(`writes ${value} like ${sample || 'nothing'}: ${expected}`, () =>
      assert.equal(formatLike(sample, value), expected));
  }

  it('writes a number that reads back as the same value', () => {
    const samples = ['1e-3', '.25', '0.50', '1.', '64', '2.5E-04', '1_000', '0.1'];
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.integer({ min: 1, max: 99999 }),
        fc.integer({ min: -9, max: 3 }),
        (sample, digits, power) => {
          const value = Number(`${digits}e${power}`);
          const text = formatLike(sample, value);
          assert.ok(
            Math.abs(Number(text.replace(/_/g, '')) - value) <= value * 1e-5,
            `${sample}: ${value} → ${text}`,
          );
        },
      ),
    );
  });

  it('changes the literal and nothing else', async () => {
    assert.equal(
      await edited(`${torch}d = nn.Dropout(p=.5)  # half`, 0.3),
      `${torch}d = nn.Dropout(p=.3)  # half`,
    );
  });

  it('changes the definition, not the use', async () => {
    const code = `${torch}def f(rate=0.50):\n    return nn.Dropout(rate)\n`;
    assert.equal(await edited(code, 0.3), code.replace('0.50', '0.30'));
  });

  it('writes what is kept where the file says what is kept', async () => {
    const code = `${torch}keep = 0.8\nd = nn.Dropout(1 - keep)\n`;
    assert.equal(await edited(code, 0.3), code.replace('0.8', '0.7'));
  });

  it('writes a value where the default was', async () => {
    assert.equal(await edited(`${torch}d = nn.Dropout()`, 0.3), `${torch}d = nn.Dropout(0.3)`);
    assert.equal(
      await edited(`${torch}d = nn.Dropout(inplace=True)`, 0.3),
      `${torch}d = nn.Dropout(inplace=True, p=0.3)`,
    );
    assert.equal(
      await edited(`${torch}y = F.dropout(x, training=t)`, 0.3),
      `${torch}y = F.dropout(x, training=t, p=0.3)`,
    );
    assert.equal(
      await edited(`${torch}o = torch.optim.Adam(net.parameters())`, 0.002),
      `${torch}o = torch.optim.Adam(net.parameters(), 0.002)`,
    );
  });

  it('changes several at once', async () => {
    const code = `${torch}a = nn.Dropout(.5)\no = torch.optim.Adam(p, lr=1e-3)\n`;
    assert.equal(await edited(code, 0.25, 0.0003), code.replace('.5', '.25').replace('1e-3', '3e-4'));
  });

  it('changes one literal of two uses once, and refuses two values for it', async () => {
    const code = `${torch}P = 0.5\na = nn.Dropout(P)\nb = nn.Dropout(P)\n`;
    assert.equal(await edited(code, 0.3, 0.3), code.replace('0.5', '0.3'));
    const { findings } = (await scanner()).scan(code, 'python');
    const plan = planEdits(code, [
      { finding: findings[0]!, value: 0.3 },
      { finding: findings[1]!, value: 0.4 },
    ]);
    assert.equal(plan.edits.length, 1);
    assert.match(plan.refused[0]!.reason, /one literal/);
  });

  it('refuses values that are not allowed, and findings without a literal', async () => {
    const code = `${torch}d = nn.Dropout(0.5)\ne = nn.Dropout(rate)\no = torch.optim.Adam(p, lr=0.1)\n`;
    const { findings } = (await scanner()).scan(code, 'python');
    const [known, unknown, optimizer, rate] = findings as [Finding, Finding, Finding, Finding];
    const { edits, refused } = planEdits(code, [
      { finding: known, value: 1 },
      { finding: known, value: Number.NaN },
      { finding: unknown, value: 0.3 },
      { finding: optimizer, value: 0.3 },
      { finding: rate, value: 0 },
    ]);
    assert.deepEqual(edits, []);
    assert.equal(refused.length, 5);
    assert.match(refused[0]!.reason, /0 ≤ p < 1/);
    assert.match(refused[2]!.reason, /not defined/);
  });

  it('round-trips: an edit is found again with the new value', async () => {
    const scan = await scanner();
    fc.assert(
      fc.property(
        fc.constantFrom('0.5', '.25', '5e-1', '0.50', '1 / 4'),
        fc.integer({ min: 0, max: 99 }).map((n) => n / 100),
        (literal, ratio) => {
          const code = `${torch}keep = ${literal}\na = nn.Dropout(${literal})\nb = nn.Dropout(1 - keep)\n`;
          const { findings } = scan.scan(code, 'python');
          const plan = planEdits(
            code,
            findings.map((finding) => ({ finding, value: ratio })),
          );
          const after = scan.scan(applyEdits(code, plan.edits), 'python').findings;
          for (const { value } of after) assert.ok(Math.abs((value ?? -1) - ratio) < 1e-9);
          assert.equal(after.length, 2);
        },
      ),
    );
  });
});

describe('edits of a text that has changed meanwhile', () => {
  const code = `${torch}a = nn.Dropout(0.5)\nb = nn.Dropout(0.5)\nP = 0.1\nc = nn.Dropout(P)\n`;

  async function again(now: string, index: number) {
    const scan = await scanner();
    const before = scan.scan(code, 'python');
    const plan = planEditsAgain(now, before, scan.scan(now, 'python'), [
      { finding: before.findings[index]!, value: 0.3 },
    ]);
    return { after: applyEdits(now, plan.edits), refused: plan.refused };
  }

  it('finds what has moved', async () => {
    const now = `# a new line\n${code}`;
    const { after } = await again(now, 2);
    assert.equal(after, now.replace('P = 0.1', 'P = 0.3'));
  });

  it('tells alike ones apart by their order', async () => {
    const now = `\n\n${code}`;
    const { after } = await again(now, 1);
    assert.equal(after, now.replace('b = nn.Dropout(0.5)', 'b = nn.Dropout(0.3)'));
  });

  it('refuses when one of several alike is gone', async () => {
    const { refused } = await again(code.replace('a = nn.Dropout(0.5)\n', ''), 1);
    assert.match(refused[0]!.reason, /has changed in the text/);
  });

  it('refuses when it was changed', async () => {
    const { refused } = await again(code.replace('P = 0.1', 'P = 0.2'), 2);
    assert.equal(refused.length, 1);
  });

  it('refuses stale ranges outright', async () => {
    const { findings } = (await scanner()).scan(code, 'python');
    const plan = planEdits(`#${code}`, [{ finding: findings[0]!, value: 0.3 }]);
    assert.deepEqual(plan.edits, []);
    assert.match(plan.refused[0]!.reason, /changed/);
  });
});

describe('notebooks as cells', () => {
  const cells = ['import torch\nfrom torch import nn\nP = .5', '!ls\n%time', 'd = nn.Dropout(P)\n'];

  it('finds and edits across cells', async () => {
    const document = (await scanner()).open('python');
    const { findings } = document.updateCells(cells);
    assert.deepEqual(findings.map(describeFinding), ['dropout 0.5 «.5»']);
    assert.deepEqual([findings[0]!.cell, findings[0]!.edit!.cell], [2, 0]);
    const plan = planEdits(cells, [{ finding: findings[0]!, value: 0.3 }]);
    assert.deepEqual(plan, { edits: [{ start: 38, end: 40, newText: '.3', cell: 0 }], refused: [] });
    document.dispose();
  });
});
