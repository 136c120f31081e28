import assert from 'node:assert/strict';
import { Curves } from '../../src/try/curves';
import { type PointedLine, PointedReader, pointAt, withPointed } from '../../src/try/pointed';

/** What a person says by pointing at the first place of `number` in a line. */
function pointing(line: string, number: string, role: PointedLine['role'] = 'validationLoss'): PointedLine {
  const { before } = pointAt(line, line.indexOf(number))!;
  return { before, role };
}

describe('a number that a person points at', () => {
  it('is the one at the column, its sign and exponent included; between numbers there is none', () => {
    const line = 'fold 3:  gap -1.5e-3 (of nan)';
    assert.deepEqual(pointAt(line, 6), { before: ['fold '], start: 5, end: 6, value: 3 });
    assert.equal(pointAt(line, line.indexOf('e-3'))?.before.join('|'), 'fold |: gap ');
    assert.equal(pointAt(line, line.indexOf('nan') + 1)?.before.length, 3);
    assert.equal(pointAt(line, 1), undefined);
    assert.equal(pointAt('', 0), undefined);
  });

  it('is found in lines like it, whatever their numbers and blanks', () => {
    const reader = new PointedReader([pointing('round 1: 0.61 | 0.73', '0.73')]);
    const metrics = [
      ...reader.push('round 1: 0.61 | 0.73\nround 2: 1e-3'),
      ...reader.push(' | nan\nround 3:   .5 |\t0.5 tail\nround x: 1 | 2\nother 1: 2 | 3\nround 4: 1 |'),
      ...reader.push('\rround 5: 0 | -7'),
      ...reader.end(),
    ];
    assert.deepEqual(
      metrics.map(({ step, value }) => [step, value]),
      [
        [1, 0.73],
        [2, Number.NaN],
        [3, 0.5],
        [4, -7],
      ],
    );
    assert.ok(metrics.every(({ role, name }) => role === 'validationLoss' && name === 'validationLoss'));
  });

  it('stands at the epoch that its line names', () => {
    const reader = new PointedReader([pointing('epoch 10 quality 3', '3', 'validationScore')]);
    assert.deepEqual(
      reader
        .push('epoch 10 quality 3\nepoch 20 quality 4\n')
        .map(({ step, name, value }) => [step, name, value]),
      [
        [10, 'quality', 3],
        [20, 'quality', 4],
      ],
    );
  });

  it('is found in coloured lines and on progress bars as they look', () => {
    const reader = new PointedReader([pointing('held out 0.5', '0.5')]);
    const printed = '\u001b[32mheld out\u001b[0m 0.25\r\n10%\r50% held\rheld out 0.75\n';
    assert.deepEqual(
      reader.push(printed).map(({ value }) => value),
      [0.25, 0.75],
    );
  });

  it('may be said to be something else afterwards', () => {
    const first = pointing('a 1', '1');
    const again = { ...first, role: 'trainLoss' as const };
    assert.deepEqual(withPointed([first, pointing('b 1', '1')], again).length, 2);
    assert.equal(withPointed([first], again)[0]?.role, 'trainLoss');
  });

  it('is believed before what was guessed', () => {
    const curves = new Curves(undefined, [pointing('val_loss 1 held out 2', '2')]);
    curves.print('val_loss 1 held out 2\nval_loss 3 held out 4\n');
    curves.end();
    assert.equal(curves.last.validationLoss, 4);
    assert.deepEqual(
      curves.all.map(({ name, values }) => [name, values]),
      [['held out', [2, 4]]],
    );
  });

  it('is looked for in time that grows as the line does', () => {
    const line = `${'9.'.repeat(4000)} ${'nan'.repeat(400)}`;
    assert.ok(new PointedReader([{ before: ['x'], role: 'trainLoss' }]).push(`${line}\n`).length === 0);
    assert.equal(pointAt('1'.repeat(20_000), 5), undefined);
  });
});
