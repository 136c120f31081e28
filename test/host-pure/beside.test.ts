import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { charts } from '../../src/charts/index';
import { LineCache } from '../../src/charts/lines';
import { chartModel } from '../../src/charts/model';
import { trainingWords } from '../../src/charts/training';
import { Beside, trainingsOf } from '../../src/host/beside';
import { BesideStore } from '../../src/host/beside-store';
import { Emitter } from '../../src/host/store/emitter';
import type { LogsState } from '../../src/protocol';
import { comparedTable } from '../../src/report/compared-table';
import { logReport } from '../../src/report/log-report';
import { run } from './fixtures';

const line = (role: 'trainLoss' | 'validationLoss', of: number, y: number[], x = y.map((_, i) => i + 1)) => ({
  ...{ name: role, role, run: of },
  ...{ x: Float64Array.from(x), y: Float64Array.from(y) },
});

function logs(changes: Partial<LogsState> = {}): LogsState {
  const one = (id: string, group: number, differs: string[]) => ({
    ...{ id, name: id, format: 'CSV', isShown: true, isKept: false, group, differs, settings: differs },
    ...{ best: { at: 2, value: 1 }, unit: 'epoch' as const, said: 'It is still improving.' },
  });
  return {
    ...{ title: 'runs', isReading: false, read: 1, size: 1, more: 0, verdict: null, bestAt: null },
    runs: [one('a', 0, ['dropout=0.5']), one('b', 0, ['dropout=0.5']), one('c', 1, ['dropout=0'])],
    charts: [
      {
        ...{ title: 'loss', kind: 'loss', unit: 'epoch' },
        lines: [
          line('trainLoss', 0, [3, 2, 1]),
          line('validationLoss', 0, [4, 3, 2]),
          line('validationLoss', 1, [6, 5, 4, 3]),
          line('validationLoss', 2, [5, 4, 3]),
        ],
      },
    ],
    ...{ curves: [], problems: [] },
    ...changes,
  };
}

function keeper(state: LogsState | null) {
  const changed = new Emitter<void>();
  return {
    state,
    onDidChange: changed.event,
    set(next: LogsState | null) {
      this.state = next;
      changed.fire();
    },
  };
}

describe('trainings of a log beside a run', () => {
  it('are one for those that differ in their seeds alone, with mean and deviation', () => {
    const [half, none] = trainingsOf(logs());
    assert.deepEqual([half!.name, half!.seeds, none!.name, none!.seeds], ['dropout=0.5', 2, 'c', 1]);
    const validation = half!.lines.find(({ role }) => role === 'validationLoss')!;
    assert.deepEqual([...validation.x], [1, 2, 3]);
    assert.deepEqual([...validation.y], [5, 4, 3]);
    assert.ok(Math.abs(validation.deviation![0]! - Math.SQRT2) < 1e-12);
    assert.equal(none!.lines[0]!.deviation, undefined);
  });

  it('come, go on with their log, stay when it is closed, and go', () => {
    const source = keeper(logs());
    const beside = new Beside({ get: () => trainingsOf(source.state), onDidChange: source.onDidChange });
    const toggle = () => beside.toggle(trainingsOf(source.state));
    toggle();
    assert.equal(beside.state.length, 2);
    const { charts: former } = logs();
    source.set(logs({ charts: [{ ...former[0]!, lines: [line('validationLoss', 0, [4, 3, 2, 1.5, 1])] }] }));
    assert.equal(beside.state[0]!.lines[0]!.x.length, 5);
    source.set(null);
    assert.equal(beside.state.length, 2);
    beside.without('c');
    assert.deepEqual(
      beside.state.map(({ id }) => id),
      ['a'],
    );
    source.set(logs());
    toggle();
    assert.equal(beside.state.length, 2);
    toggle();
    assert.deepEqual(beside.state, []);
    toggle();
    beside.without(null);
    assert.deepEqual(beside.state, []);
    beside.dispose();
  });

  it('come back after a reload, and go on where their log is open', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'beside-'));
    const source = keeper(logs());
    const make = () => {
      const beside = new Beside({ get: () => trainingsOf(source.state), onDidChange: source.onDidChange });
      return { beside, store: new BesideStore(join(folder, 'kept'), beside) };
    };
    const before = make();
    await before.store.open();
    before.beside.toggle(trainingsOf(source.state));
    await before.store.close();
    const kept = before.beside.state;
    source.set(null);
    const after = make();
    await after.store.open();
    assert.deepEqual(after.beside.state, kept);
    const { charts: former } = logs();
    source.set(logs({ charts: [{ ...former[0]!, lines: [line('validationLoss', 0, [4, 3, 2, 1.5, 1])] }] }));
    assert.equal(after.beside.state[0]!.lines[0]!.x.length, 5);
    after.beside.without(null);
    await after.store.close();
    const none = make();
    await none.store.open();
    assert.deepEqual(none.beside.state, []);

    // Of a damaged file what is whole comes back; what is no number is a gap.
    source.set(null);
    const path = join(folder, 'kept', 'beside.json');
    const [half, other] = JSON.parse(
      JSON.stringify(kept, (_, v) => (v instanceof Float64Array ? [...v] : v)),
    );
    half.lines[0].y[1] = null;
    other.lines[0].x.pop();
    writeFileSync(path, JSON.stringify([half, other, 7, null, { id: 'x' }]));
    const damaged = make();
    await damaged.store.open();
    assert.deepEqual(
      damaged.beside.state.map(({ id, lines }) => [id, lines[0]!.y[0], lines[0]!.y[1]]),
      [[kept[0]!.id, 3, Number.NaN]],
    );
    writeFileSync(path, '{"half":');
    const broken = make();
    await broken.store.open();
    assert.deepEqual(broken.beside.state, []);
    rmSync(folder, { recursive: true });
  });

  it('are drawn in the chart of the run, in places of their own, and in the table', () => {
    const state = run().state();
    const trainings = trainingsOf(logs());
    const model = (id: string, some = trainings) =>
      chartModel(
        charts.find((one) => one.id === id)!,
        state,
        new Map(),
        { ...{ logarithmic: false, hidden: new Set(), width: 400, height: 200 }, cache: new LineCache() },
        [],
        some,
      );
    const { lines } = model('loss');
    assert.deepEqual(
      lines.map(({ owner, color, spec, points }) => [owner, color, spec.column, points.length]),
      [
        ['dropout=0.5', 'compared', 'validationLoss', 3],
        ['c', 'compared2', 'validationLoss', 3],
      ],
    );
    assert.ok(lines[0]!.band && !lines[1]!.band);
    assert.deepEqual(model('score').lines, [], 'without a score there is none');
    const steps = trainingsOf(
      logs({
        charts: [{ ...logs().charts[0]!, unit: 'step', lines: [line('trainLoss', 0, [3, 2], [0, 90_000])] }],
      }),
    );
    const { epochs } = state.experiment.training;
    assert.deepEqual([...model('loss', steps).lines[0]!.line.x], [0, epochs]);
    assert.match(trainingWords(steps[0]!), /counts steps/);
    assert.doesNotMatch(trainingWords(trainings[0]!), /counts steps/);
    const table = comparedTable([{ run: state, series: new Map() }], trainings);
    assert.deepEqual(table.runs, [state.name, 'dropout=0.5', 'c']);
    const row = (title: string) =>
      [...table.settings, ...table.results].find((one) => one.title === title)?.values;
    assert.deepEqual(row('Last validation loss'), ['–', '3.00 ± 1.00 (n = 2)', '3.00 (n = 1)']);
    assert.deepEqual(row('Settings in the log'), ['–', 'dropout=0.5', 'dropout=0']);
  });

  it('have a report with a chart of each quantity', () => {
    const verdict = { tone: 'bad', title: 'It overfits.', lead: 'Since <then>.', remarks: ['one'] } as const;
    const { markdown, files } = logReport(logs({ verdict }), 'runs', '1.0');
    assert.match(markdown, /^# runs\n/);
    assert.match(markdown, /\*\*It overfits\.\*\* Since \\<then\\>\./);
    assert.match(markdown, /\| a \| CSV \| 1.00 · epoch 2 \| It is still improving\. \| dropout=0\.5 \|/);
    assert.match(markdown, /!\[loss\]\(runs-1\.svg\)/);
    assert.deepEqual(
      files.map(({ name }) => name),
      ['runs-1.svg'],
    );
    assert.equal(files[0]!.text.match(/<path /g)!.length >= 4, true);
    assert.doesNotMatch(files[0]!.text, /NaN|Infinity/);
    const one = logReport(logs(), 'runs', '1.0', true);
    assert.deepEqual(one.files, []);
    const [, svg] = /!\[loss\]\(data:image\/svg\+xml;base64,([^)]+)\)/.exec(one.markdown)!;
    assert.equal(Buffer.from(svg!, 'base64').toString(), files[0]!.text);
  });
});
