import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { writeTrackio } from '../logs/trackio-database';
import { skip } from '../support/skip';
import { clean, command, host, panelTab, until } from './support';

describe('Open Training Log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'logs'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(clean);

  it('shows what the Explorer gives it in the panel, live, until it is closed', async () => {
    const { trainingLogs } = await host();
    const path = join(folder, 'metrics.csv');
    writeFileSync(path, 'epoch,loss,val_loss\n1,3,3\n2,2,2\n');
    await command('openTrainingLog', vscode.Uri.file(path));
    await until(panelTab);
    const length = () => trainingLogs.state?.charts[0]?.lines[0]?.x.length;
    await until(() => length() === 2);
    appendFileSync(path, '3,1,1\n');
    await until(() => length() === 3);
    await command('closeTrainingLog');
    assert.equal(trainingLogs.state, null);
  });

  it('has its charts drawn to take away, as those of a run', async () => {
    const { charts } = await host();
    const path = join(folder, 'drawn.csv');
    writeFileSync(path, 'epoch,loss,val_loss\n1,3,3\n2,2,2\n3,1,2\n');
    await command('openTrainingLog', vscode.Uri.file(path));
    await until(panelTab);
    const svg = new TextDecoder().decode(await charts.draw('log-1', 'svg', 'light'));
    assert.match(svg, /^<svg /);
    assert.match(svg, /val_loss/);
    const png = await charts.draw('log-1', 'png', 'theme');
    assert.deepEqual([...png.subarray(1, 4)], [...Buffer.from('PNG')]);
    await command('closeTrainingLog');
  });

  it('reads a database of Trackio with the SQLite of the Node.js that VS Code has', async function () {
    assert.ok(process.getBuiltinModule('node:sqlite'), `Node.js ${process.versions.node} has it`);
    const { trainingLogs } = await host();
    const path = join(folder, 'project.db');
    const problem = writeTrackio(path, 0, 8, '--wal');
    if (problem !== undefined) skip(this, problem);
    await command('openTrainingLog', vscode.Uri.file(path));
    const { runs, problems } = trainingLogs.state!;
    assert.deepEqual(problems, []);
    assert.deepEqual(
      runs.map(({ name, group }) => [name, group]),
      [
        ['calm-river-1', 0],
        ['calm-river-2', 0],
      ],
    );
    await command('closeTrainingLog');
  });

  it('lists it, and shows what its curves were when the file has gone', async () => {
    const { trainingLogs, logHistory } = await host();
    const path = join(folder, 'gone.csv');
    writeFileSync(path, 'epoch,loss,val_loss\n1,3,3\n2,2,2\n');
    await command('openTrainingLog', vscode.Uri.file(path));
    await trainingLogs.closed();
    const listed = () => logHistory!.summaries.find(({ title }) => title === 'gone.csv');
    await until(() => listed() !== undefined);
    rmSync(path);
    await command('openKeptLog', listed());
    assert.equal(trainingLogs.state!.charts[0]!.lines[0]!.x.length, 2);
    assert.equal(trainingLogs.state!.runs[0]!.isKept, true);
    await command('removeLog', listed());
    assert.equal(listed(), undefined);
  });
});
