import assert from 'node:assert/strict';
import { figures } from '../../src/experiment/figures/index';
import { FigureReproducer } from '../../src/host/figure-reproducer';
import { figurePlot } from '../../webview/components/figure-plot';
import { FakeTrainers } from './fake-trainers';

const figure = (id: string) => figures.find((one) => one.id === id)!;
const line = (y: number) => ({ label: 'seed {0}', n: 7, points: [{ x: 1, y }] });
const check = (value: number) => ({ label: 'the greatest distance', value, low: 0, high: 1 });

function set() {
  const trainers = new FakeTrainers();
  return { trainers, reproducer: new FigureReproducer(trainers) };
}

describe('reproducing a published figure in the host', () => {
  it('shows its words at once, its points as they come, and at the end whether the shape holds', () => {
    for (const [value, holds] of [
      [0.5, true],
      [1.5, false],
    ] as const) {
      const { trainers, reproducer } = set();
      reproducer.start(figure('ridge'));
      const [job] = trainers.live;
      assert.equal(job.request.figure, 'ridge');
      assert.match(reproducer.state!.source.name, /Srivastava/);
      job.say({
        type: 'figure',
        result: { lines: [line(2)], checks: [], marks: [{ x: 4, label: '{0}/λmax', n: 4 }] },
      });
      assert.deepEqual(
        [reproducer.state!.lines[0].label, reproducer.state!.marks[0].label],
        ['seed 7', '4/λmax'],
      );
      assert.equal(reproducer.state!.holds, undefined);
      job.say({ type: 'figure', result: { lines: [line(3)], checks: [check(value)] } });
      job.end();
      assert.deepEqual([reproducer.state!.status, reproducer.state!.holds], ['completed', holds]);
    }
  });

  it('is cancelled by a person and by another, whose points are not mixed with its own', () => {
    const { trainers, reproducer } = set();
    reproducer.start(figure('ridge'));
    const [first] = trainers.live;
    reproducer.start(figure('catapult'));
    assert.deepEqual(first.told, ['stop']);
    first.say({ type: 'figure', result: { lines: [line(1)], checks: [] } });
    first.end();
    assert.deepEqual([reproducer.state!.id, reproducer.state!.status], ['catapult', 'running']);
    assert.equal(reproducer.state!.lines.length, 0);
    reproducer.cancel();
    assert.equal(reproducer.state!.status, 'cancelled');
    trainers.jobs.at(-1)!.say({ type: 'failed', step: 0, reason: 'gone' });
    assert.equal(reproducer.state!.status, 'cancelled');
  });

  it('says why it failed', () => {
    const { trainers, reproducer } = set();
    reproducer.start(figure('ridge'));
    trainers.live[0].say({ type: 'failed', step: 0, reason: 'no thread' });
    assert.deepEqual([reproducer.state!.status, reproducer.state!.reason], ['failed', 'no thread']);
  });

  it('draws what is published apart from what is measured', () => {
    const { trainers, reproducer } = set();
    reproducer.start(figure('catapult'));
    const published = { ...line(1), published: true as const };
    trainers.live[0].say({ type: 'figure', result: { lines: [published, line(2), line(3)], checks: [] } });
    const { series, y } = figurePlot(reproducer.state!);
    assert.deepEqual(
      series.map(({ label, color }) => [label, color]),
      [
        ['published: seed 7', 'foreground'],
        ['seed 7', 'dropout'],
        ['seed 7', 'baseline'],
      ],
    );
    assert.equal(y.logarithmic, true);
  });
});
