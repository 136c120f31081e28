import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as vscode from 'vscode';
import { skip } from '../support/skip';
import { clean, command, endless, host, quick, start, until } from './support';

/** Debian's `python3-optuna` is of the system's Python, which need not be the first. */
const python = ['python3', '/usr/bin/python3'].find(
  (one) => spawnSync(one, ['-c', 'import optuna']).status === 0,
);

describe('a study whose trials a person’s own Optuna proposes', () => {
  let script: ChildProcess | undefined;

  afterEach(async () => {
    script?.kill();
    const { studies } = await host();
    studies.pause();
    await clean();
  });

  it('trains what the copied lines of Python ask for, to its answer', async function () {
    this.timeout(300_000);
    if (!python) skip(this, 'no Python here has Optuna (Debian: python3-optuna)');
    const { runner, studies, setup } = await host();
    await start(endless());
    const study = {
      space: { 'dropout.ratio': { min: 0, max: 0.8 }, 'training.learningRate': { min: 1e-4, max: 0.1 } },
      sampler: { kind: 'optuna' as const },
      ...{ trials: 6, seeds: 2, fresh: 3, prune: 'none' as const },
    };
    setup.rewrite({ ...quick(), study }, null);
    await command('startStudy');
    await until(() => runner.active === null);
    await vscode.env.clipboard.writeText('');
    await command('proposeWithOptuna');
    const lines = await vscode.env.clipboard.readText();
    assert.match(lines, /^import optuna/m);
    script = spawn(python, ['-W', 'ignore', '-c', lines], { stdio: ['ignore', 'ignore', 'inherit'] });
    await until(() => studies.state?.status === 'completed', 120_000);
    const { count, answer, fresh } = studies.state!;
    assert.deepEqual([count, fresh.length], [6, 3]);
    assert.match(answer!.sentence, /On 3 fresh seeds/);
    for (const { isOthers } of studies.study!.trials.values()) assert.ok(isOthers);
    const [exit] = script.exitCode === null ? await once(script, 'exit') : [script.exitCode];
    assert.equal(exit, 0);
  });
});
