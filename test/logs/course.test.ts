import assert from 'node:assert/strict';
import { chartsOf } from '../../src/logs/charts';
import { courseOf } from '../../src/logs/course';
import { Curve } from '../../src/logs/curve';
import type { Role } from '../../src/logs/metric';
import { roleOf } from '../../src/logs/role';
import type { NamedCurve } from '../../src/logs/run';
import { logVerdict } from '../../src/logs/words';

/** Curves of forty epochs, by name. */
function curves(of: Readonly<Record<string, (epoch: number) => number>>, epochs = 40): NamedCurve[] {
  return Object.entries(of).map(([name, valueAt]) => {
    const curve = new Curve();
    for (let epoch = 1; epoch <= epochs; epoch++) curve.add(epoch, epoch, valueAt(epoch));
    return { name, role: roleOf(name) as Role, curve };
  });
}
const verdict = (of: Readonly<Record<string, (epoch: number) => number>>, epochs?: number, ratio?: number) =>
  logVerdict(courseOf(chartsOf(curves(of, epochs))), ratio);
const falls = (epoch: number) => 1 / epoch;
const noise = (epoch: number) => 0.01 * Math.sin(7 * epoch);

describe('the verdict of a log', () => {
  it('overfitting, since the best epoch', () => {
    const said = verdict({
      loss: falls,
      val_loss: (epoch) => 0.3 + 0.5 / epoch + 0.0004 * epoch ** 2 + noise(epoch) / 10,
    });
    assert.equal(said.kind, 'overfits');
    assert.match(said.title, /since epoch (?:7|8|9|10)\./);
    assert.match(said.remarks.join(), /Best validation loss: 0\.\d+ at epoch/);
  });

  it('validation that rises while training stands still is no overfitting', () => {
    const said = verdict({ loss: (epoch) => 0.5 + noise(epoch), val_loss: (epoch) => 0.3 + epoch * 0.02 });
    assert.equal(said.kind, 'rises');
  });

  it('still improving, a plateau, and nothing wrong', () => {
    assert.equal(verdict({ loss: falls, val_loss: (epoch) => 0.2 + falls(epoch) }).kind, 'improves');
    assert.equal(
      verdict({ loss: (e) => 0.7 + noise(e) / 10, val_loss: (e) => 0.7 + noise(e) / 10 }).kind,
      'plateau',
    );
    assert.equal(verdict({ loss: falls, val_loss: (e) => 0.3 + 2 * Math.exp(-e) + noise(e) }).kind, 'steady');
  });

  it('diverged: at the end no numbers, or far above the beginning', () => {
    const nan = verdict({ loss: (epoch) => (epoch > 20 ? Number.NaN : falls(epoch)) });
    assert.deepEqual([nan.kind, nan.title], ['diverged', 'The training diverged at epoch 21.']);
    assert.equal(verdict({ loss: (epoch) => epoch ** 2 }).kind, 'diverged');
    const once = verdict({ loss: (epoch) => (epoch === 5 ? Number.NaN : falls(epoch)), val_loss: falls });
    assert.notEqual(once.kind, 'diverged', 'one batch on the way');
    assert.match(once.remarks.join(), /not finite, the first at epoch 5/);
  });

  it('unstable: the loss jumps up again and again', () => {
    assert.equal(verdict({ loss: (epoch) => (epoch % 4 === 0 ? 3 : 1), val_loss: falls }).kind, 'unstable');
  });

  it('scores are maximized', () => {
    const said = verdict({
      accuracy: (epoch) => 1 - falls(epoch),
      val_accuracy: (epoch) => 0.8 - 0.01 * Math.abs(epoch - 10),
    });
    assert.deepEqual([said.kind, said.title], ['overfits', 'It overfits since epoch 10.']);
  });

  it('says why validation is below training, with the ratio where it is known', () => {
    const of = {
      loss: (epoch: number) => 0.2 + falls(epoch),
      val_loss: (epoch: number) => 0.1 + falls(epoch),
    };
    assert.match(verdict(of).remarks.join(), /measured with dropout on/);
    assert.match(verdict(of, 40, 0.5).remarks.join(), /drop ratio 0\.5/);
    assert.doesNotMatch(verdict({ loss: of.val_loss, val_loss: of.loss }).remarks.join(), /dropout on/);
  });

  it('claims nothing where there is little, and never anything about dropout', () => {
    assert.equal(verdict({ loss: falls, val_loss: falls }, 3).kind, 'tooShort');
    assert.equal(verdict({ loss: falls }).kind, 'noValidation');
    assert.equal(verdict({ lr: falls }).kind, 'noCurves');
    assert.match(verdict({ loss: falls, test_loss: falls }).remarks.join(), /test rows stand in/);
    assert.match(verdict({ loss: falls, val_loss: falls }).remarks.join(), /says nothing about dropout/);
  });
});

describe('charts of a log', () => {
  it('have the same quantity on whichever rows, the plain loss first', () => {
    const names = 'lr val/box_loss train/box_loss acc val_acc loss val_loss train_loss_step';
    const charts = chartsOf(curves(Object.fromEntries(names.split(' ').map((name) => [name, falls]))));
    assert.deepEqual(
      charts.map(({ title, curves: some }) => [title, some.length]),
      [
        ['loss', 3],
        ['box loss', 2],
        ['accuracy', 2],
        ['learning rate', 1],
      ],
    );
  });
});
