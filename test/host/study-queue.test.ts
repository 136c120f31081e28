import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Experiment } from '../../src/experiment/schema';
import { TRIAL_COLUMNS } from '../../src/protocol';
import { certificate, type Database, installed, redis, redisServer } from '../study/fleet/databases';
import { skip } from '../support/skip';
import { clean, command, host, quick, silenced, until } from './support';

const PASSWORD = 'p@ss/w:rd %41';

const study: Experiment['study'] = {
  space: { 'dropout.ratio': { min: 0, max: 0.8 } },
  sampler: { kind: 'random' },
  ...{ trials: 24, seeds: 2, fresh: 2, prune: 'none' },
};

const setting = (name: string, value: string | undefined) =>
  vscode.workspace
    .getConfiguration('dropoutPlayground')
    .update(name, value, vscode.ConfigurationTarget.Global);

describe('a study of the panel on the machines of a queue', function () {
  this.timeout(300_000);
  let database: Database | undefined;
  let folder: string;
  let worker: ReturnType<typeof spawn> | undefined;

  before(async function () {
    if (!redisServer() || !installed('openssl')) skip(this, 'no Redis or openssl is installed');
    if (process.platform === 'win32') skip(this, 'its command line is a script of the shell');
    folder = await mkdtemp(join(tmpdir(), 'queue Ü '));
    const made = certificate(folder);
    process.env.NODE_EXTRA_CA_CERTS = made.cert;
    database = await redis({ ...made, password: PASSWORD });
    const cli = vscode.Uri.joinPath(
      vscode.extensions.getExtension('dropout-playground.dropout-playground')!.extensionUri,
      'dist/cli.js',
    ).fsPath;
    const program = join(folder, 'dropout-playground');
    await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`);
    await chmod(program, 0o755);
    worker = spawn(program, ['worker', '--queue', database.url, '--threads', '1'], {
      stdio: 'ignore',
      env: { ...process.env, DROPOUT_PLAYGROUND_QUEUE_PASSWORD: PASSWORD },
    });
    await setting('study.queueProgram', program);
  });

  after(async () => {
    const { studies } = await host();
    studies.pause();
    await studies.close();
    for (const name of ['study.queue', 'study.queueProgram']) await setting(name, undefined);
    worker?.kill('SIGKILL');
    await database?.remove();
    if (folder) await rm(folder, { recursive: true, force: true });
    await clean();
  });

  it('comes to the same trials as here, is paused and goes on, and shows who trains', async () => {
    const { studies, setup } = await host();
    const plain = quick();
    // Long enough for a window to see who trains.
    const experiment = { ...plain, training: { ...plain.training, epochs: 3000 }, study };
    const trials = () => {
      const { rows, axes } = studies.state!;
      const width = TRIAL_COLUMNS.length + axes.length;
      return [...rows].filter((_, i) => TRIAL_COLUMNS[i % width] !== 'seconds');
    };
    setup.rewrite(experiment, null);
    await command('startStudy');
    await until(() => studies.state?.status === 'completed', 60_000);
    const [here, answer] = [trials(), studies.state!.answer];
    await setting('study.queue', database!.url);

    const said = await silenced(async () => {
      const { showInputBox } = vscode.window;
      Object.assign(vscode.window, { showInputBox: async () => PASSWORD });
      await command('setQueuePassword');
      Object.assign(vscode.window, { showInputBox });
    });
    assert.deepEqual(said, []);
    await command('startStudy');
    await until(() => studies.state?.fleet?.machines.some(({ isHere }) => isHere), 60_000);
    await command('pauseStudy');
    await studies.close();
    assert.equal(studies.state?.status, 'paused');
    assert.equal(studies.state?.fleet, undefined);
    await command('resumeStudy');
    await until(() => studies.state?.status === 'completed', 120_000);
    assert.deepEqual(trials(), here);
    assert.deepEqual(studies.state!.answer, answer);
    assert.equal(studies.state!.fresh.length, 2);
  });

  it('says why the machines cannot be asked', async () => {
    const { studies, setup } = await host();
    setup.rewrite({ ...quick(), seed: 5, study }, null);
    await silenced(async () => {
      const { showInputBox } = vscode.window;
      Object.assign(vscode.window, { showInputBox: async () => 'wrong' });
      await command('setQueuePassword');
      Object.assign(vscode.window, { showInputBox });
    });
    await command('startStudy');
    await until(() => studies.state?.status === 'failed', 60_000);
    assert.match(studies.state!.reason!, /The queue rediss:\/\/127.* cannot be reached: WRONGPASS/);
    await setting('study.queueProgram', join(folder, 'nothing'));
    await command('resumeStudy');
    await until(() => /ENOENT/.test(studies.state?.reason ?? ''), 60_000);
    await setting('study.queue', database!.url.replace('//', '//me:secret@'));
    await command('resumeStudy');
    await until(() => /has a password: remove it there/.test(studies.state?.reason ?? ''), 60_000);
  });
});
