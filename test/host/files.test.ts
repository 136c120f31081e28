import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { movePaths } from '../../src/data/move-paths';
import { parseExperimentText } from '../../src/experiment/parse';
import { experimentToText } from '../../src/experiment/write';
import { csvOf } from '../../src/host/exports/run-csv';
import { RunFolder } from '../../src/host/store/run-folder';
import { RunStore } from '../../src/host/store/run-store';
import { end, run as madeRun } from '../host-pure/fixtures';
import { clean, command, endless, host, quick, start, until } from './support';

describe('experiment files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'experiments-'));
  });
  afterEach(async () => {
    await clean();
    await rm(folder, { recursive: true, force: true });
  });

  async function file(text: string, name = 'x.dropout.json'): Promise<vscode.Uri> {
    const path = join(folder, name);
    await writeFile(path, text);
    return vscode.Uri.file(path);
  }

  it('open as the set-up, with paths relative to the file', async () => {
    const { setup } = await host();
    const uri = await file('{ "version": 1, "dropout": { "ratio": 0.37 } }');
    await command('openExperiment', uri);
    await until(() => setup.experiment.dropout.ratio === 0.37);
    assert.equal(setup.folder, folder);
  });

  it('train on a CSV file that lies beside them', async () => {
    const { runner } = await host();
    await writeFile(join(folder, 'data.csv'), `a,b,kind\n${'1,2,x\n2,1,y\n3,4,x\n4,3,y\n'.repeat(30)}`);
    const data = '"data": { "source": "csv", "file": "data.csv", "train": 80 }';
    const uri = await file(`{ "version": 1, ${data}, "training": { "epochs": 10 } }`);
    await command('openExperiment', uri);
    await until(() => runner.active);
    const run = runner.active!;
    await until(() => runner.active === null);
    assert.equal(run.status, 'completed');
    assert.deepEqual(run.info?.featureNames, ['a', 'b']);
    assert.equal(run.info?.trainCount, 80);
    assert.equal(run.info?.validationCount, 20);
    assert.equal(run.info?.testCount, 20);
  });

  it('with a study that cannot be done are opened, with a warning at its line', async () => {
    const uri = await file(
      '{\n  "version": 1,\n  "study": {\n    "space": {\n      "training.learningRat": { "min": 1e-4, "max": 1 }\n    }\n  }\n}\n',
    );
    await command('openExperiment', uri);
    const [found] = vscode.languages
      .getDiagnostics(uri)
      .filter(({ source }) => source === 'Dropout Playground');
    assert.deepEqual([found?.severity, found?.range.start.line], [vscode.DiagnosticSeverity.Warning, 4]);
    assert.match(found!.message, /did you mean training\.learningRate/);
  });

  it('with mistakes get a diagnostic at the line, and nothing else changes', async () => {
    const { setup } = await host();
    const before = setup.experiment;
    const uri = await file('{\n  "version": 1,\n  "dropout": { "ratio": 1.5 },\n  "nobody": 1\n}\n');
    await command('openExperiment', uri);
    const found = vscode.languages
      .getDiagnostics(uri)
      .filter(({ source }) => source === 'Dropout Playground')
      .sort((a, b) => a.range.start.line - b.range.start.line);
    assert.deepEqual(
      found.map(({ range }) => range.start.line),
      [2, 3],
    );
    assert.match(found[0].message, /dropout\.ratio.*1\.5/);
    assert.equal(setup.experiment, before);

    const editor = await vscode.window.showTextDocument(uri);
    await editor.edit((edit) => {
      edit.delete(new vscode.Range(1, 14, 3, 13));
    });
    await until(
      () =>
        vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Dropout Playground')
          .length === 0,
    );
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('that are hostile, cut off, deep or huge are refused', async () => {
    const { setup } = await host();
    const before = setup.experiment;
    const texts = [
      '{"version":1,"__proto__":{"polluted":1}}',
      '{"version":1,',
      '',
      'null',
      '[]',
      '{"version":2}',
      `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
      `{"version":1,"name":"${'x'.repeat(1_000_001)}"}`,
    ];
    for (const [index, text] of texts.entries()) {
      await command('openExperiment', await file(text, `${index}.dropout.json`));
      assert.equal(setup.experiment, before, text.slice(0, 40));
    }
    const sparse = await file('', 'sparse.dropout.json');
    await truncate(sparse.fsPath, 2 ** 30);
    await command('openExperiment', sparse);
    await command('openExperiment', vscode.Uri.file(join(folder, 'nowhere.dropout.json')));
    assert.equal(setup.experiment, before);
    assert.equal(({} as { polluted?: number }).polluted, undefined);
  });

  it('restore a run, changes in mid-run included', async () => {
    const { playground } = await host();
    const run = await start(endless());
    playground.edit(['dropout', 'ratio'], 0.25);
    await until(() => run.experiment.changes.length === 1);
    const parsed = parseExperimentText(experimentToText(run.experiment));
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.experiment, run.experiment);
  });
});

describe('an exported experiment', () => {
  it('finds its data from the folder that it is exported to', () => {
    const data = { source: 'csv', file: 'data/x.csv', train: 10, shuffle: false } as never;
    const moved = (from: string | null, to: string | null) =>
      (movePaths(quick({ data }), from, to).data as unknown as { file: string }).file;
    assert.equal(moved('/a', '/a'), 'data/x.csv');
    assert.equal(moved('/a', '/a/data'), 'x.csv');
    assert.equal(moved('/a/b', '/a'), 'b/data/x.csv');
    assert.equal(moved('/a', '/b'), '/a/data/x.csv');
    assert.equal(moved('/a', null), '/a/data/x.csv');
    assert.equal(moved(null, '/b'), 'data/x.csv');
  });
});

describe('a run', () => {
  afterEach(clean);

  it('exports as CSV: a header, and one row for each member and epoch', async () => {
    const { runner } = await host();
    const run = await start(quick());
    await until(() => runner.active === null);
    const lines = (await csvOf(run)).trimEnd().split(/\r?\n/);
    assert.equal(lines.length, 1 + 2 * 21);
    assert.match(lines[0], /^variant,seed,epoch,step,trainLoss,testLoss,/);
    const [variant, seed, epoch, , , testLoss] = lines[21].split(',');
    assert.deepEqual([variant, seed, epoch], ['dropout', String(run.experiment.seed), '20']);
    assert.equal(Number(testLoss), run.members[0].curve.last('testLoss'));
  });

  it('is still there in the next window, curves and pictures included', async () => {
    const { runner, store, runsFolder } = await host();
    const run = await start(quick());
    await until(() => runner.active === null);
    await store.flush();
    const next = new RunStore({
      folder: new RunFolder(runsFolder!, assert.fail),
      log: assert.fail,
      onNotKept: assert.fail,
    });
    await next.open(run.id);
    assert.deepEqual(next.current?.series(), run.series());
    const state = run.state();
    // Weights are not kept.
    const members = state.members.map(({ hasNetwork, ...kept }) => {
      assert.equal(hasNetwork, true, kept.key);
      return kept;
    });
    assert.deepEqual(next.current?.state(), { ...state, members });
    assert.deepEqual(next.current?.boundaries(), run.boundaries());
  });

  it('of another window appears by itself, says that it goes on there, and goes with its deletion', async () => {
    const { store, playground, runsFolder } = await host();
    const other = new RunStore({
      folder: new RunFolder(runsFolder!, assert.fail),
      log: assert.fail,
      onNotKept: assert.fail,
    });
    const going = madeRun({ id: `elsewhere-${Date.now()}` });
    other.add(going);
    await other.flush();
    await until(() => store.summaries.some(({ id, status }) => id === going.id && status === 'elsewhere'));
    await assert.rejects(playground.deleteRun(going.id));
    other.changed(end(going));
    await other.flush();
    await until(() => store.summaries.some(({ id, status }) => id === going.id && status === 'completed'));
    await other.remove(going.id);
    await until(() => !store.has(going.id));
    other.dispose();
  });

  it('that is damaged is in the list with its reason, and can be deleted', async () => {
    const { store, playground, runsFolder } = await host();
    await writeFile(join(runsFolder!, 'broken.run'), 'DPRUN 2\nnothing');
    await until(() => store.damaged.length === 1);
    assert.match(store.damaged[0].reason, /\.$/);
    assert.equal(await playground.show('broken'), false);
    await playground.deleteRun('broken');
    assert.deepEqual(store.damaged, []);
    assert.ok(!(await readdir(runsFolder!)).includes('broken.run'));
  });

  it('comes and goes in the list', async () => {
    const { runner, store, playground } = await host();
    const run = await start(quick());
    await until(() => runner.active === null);
    assert.ok(store.summaries.some(({ id }) => id === run.id));
    await playground.deleteRun(run.id);
    assert.ok(!store.summaries.some(({ id }) => id === run.id));
    assert.notEqual(store.current?.id, run.id);
  });

  it('that goes on can be deleted', async () => {
    const { runner, store, playground } = await host();
    const run = await start(endless());
    await playground.deleteRun(run.id);
    await until(() => runner.active === null);
    assert.ok(!store.summaries.some(({ id }) => id === run.id));
  });

  it('gives its settings back', async () => {
    const { runner, setup } = await host();
    const run = await start(quick({ seed: 77 }));
    await until(() => runner.active === null);
    setup.replace(quick(), null);
    await command('useRun', { id: run.id });
    assert.equal(setup.experiment.seed, 77);
  });
});
