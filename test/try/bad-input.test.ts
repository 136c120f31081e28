import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { planTrials } from '../../src/try/plan';
import { readSource } from '../../src/try/source';
import { signalGroup } from '../../src/try/trial-process';
import { tryValues } from '../../src/try/try-values';
import { patience } from '../support/patience';
import { skip } from '../support/skip';
import { bundles } from '../worker/built-worker';
import { contentsOf, folderOf, needsPython, python } from './python';

interface Options {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly interpreter?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly values?: readonly number[];
}

/** Tries values of DROP in a script, which is as it was afterwards. */
async function tried(text: string | Uint8Array, { files, interpreter, env, values = [0.25] }: Options = {}) {
  const folder = folderOf({ ...files, 'train.py': text });
  const before = contentsOf(folder);
  const script = await readSource(join(folder, 'train.py'));
  const start = script.text.indexOf('DROP = 0.5') + 7;
  const place = { source: script, start, end: start + 3, keep: false, before: '' };
  let out = '';
  const results: { state: string; reason?: string }[] = [];
  const answer = await tryValues(
    planTrials(script, [{ name: 'DROP', values, places: [place] }], 1),
    {
      command: {
        ...{ interpreter: interpreter ?? python!, args: [], env: { ...process.env, ...env } },
        launcher: join(bundles(), 'launcher.py'),
      },
      workers: 1,
    },
    {
      output: (_, chunk) => {
        out += new TextDecoder().decode(chunk);
      },
      ended: (result) => results.push(result),
    },
    new AbortController().signal,
  );
  const after = contentsOf(folder);
  for (const [name, digest] of Object.entries(before))
    assert.equal(after[name], digest, `${name} has changed`);
  return { answer, out, results, reason: results[0]?.reason ?? '', folder };
}

describe('a script that a trial cannot do with as it is', function () {
  this.timeout(60_000);
  before(function () {
    needsPython(this);
    bundles();
  });

  it('prints nothing, or only bytes that are no text: it is said what to print', async () => {
    const mute = await tried('DROP = 0.5\n');
    assert.equal(mute.answer.verdict, 'nothingRecognized');
    assert.match(mute.answer.evidence, /print one line each epoch/);
    const binary = await tried(`import sys
DROP = 0.5
sys.stdout.buffer.write(bytes(range(256)) * 500)
sys.stdout.buffer.flush()
print()
print('epoch=1 val_loss=0.5')
`);
    assert.equal(binary.answer.sides[0]!.spread?.mean, 0.5);
  });

  it('prints losses that are no numbers: the value has diverged', async () => {
    const nan = await tried(
      `DROP = 0.5\nprint('epoch=1 val_loss=%r' % float('nan' if DROP < 0.3 else 1))\n`,
      {
        values: [0.25, 0.75],
      },
    );
    assert.deepEqual([nan.answer.verdict, nan.answer.sides[0]!.diverged], ['oneValue', 1]);
  });

  it('rejects a value: the others are tried, and its own words say why', async () => {
    const { answer, results } = await tried(
      `DROP = 0.5\nassert DROP < 0.7, f'keep at least 30 %, not {1 - DROP}'\nprint('epoch=1 val_loss=0.5')\n`,
      { values: [0.25, 0.75] },
    );
    assert.deepEqual(
      [results.map(({ state }) => state), answer.sides[1]!.failed],
      [['complete', 'failed'], 1],
    );
    assert.match(results[1]!.reason!, /AssertionError: keep at least 30 %/);
    assert.match(answer.remarks.join(' '), /0\.75 failed in 1 of its trials/);
  });

  it('starts processes anew without asking for its name: what to put where', async () => {
    const { reason } = await tried(`import multiprocessing
DROP = 0.5
child = multiprocessing.get_context('spawn').Process(target=print)
child.start()
child.join()
assert child.exitcode == 0
`);
    assert.match(
      reason,
      /run it from its beginning again: put what starts them under if __name__ == "__main__":/,
    );
  });

  it('meets a full disk: the error is its reason', async function () {
    if (!existsSync('/dev/full')) skip(this, 'there is no /dev/full');
    const { reason } = await tried(
      `DROP = 0.5\nwith open('/dev/full', 'w') as file:\n    file.write('x' * 100000)\n`,
    );
    assert.match(reason, /No space left on device/);
  });

  it('is written in another encoding, with the line ends of Windows or a byte order mark', async () => {
    const print = "print('epoch=1 val_loss=%r' % DROP)";
    const korean = Buffer.concat([
      Buffer.from('# -*- coding: euc-kr -*-\r\n# '),
      Buffer.from([0xb5, 0xe5, 0xb7, 0xd3]),
      Buffer.from(`\r\nDROP = 0.5\r\n${print}\r\n`),
    ]);
    const latin = Buffer.from(`# coding: latin-1\n# \xfcber\nDROP = 0.5\n${print}\n`, 'latin1');
    for (const text of [korean, latin, `\ufeffDROP = 0.5\r\n${print}\r\n`]) {
      const { answer } = await tried(text);
      assert.equal(answer.sides[0]!.spread?.mean, 0.25);
    }
  });

  it('has a Python that is missing or too old: which one, and what is needed', async function () {
    const missing = await tried('DROP = 0.5\n', { interpreter: '/nowhere/python3' });
    assert.match(missing.reason, /^\/nowhere\/python3 cannot be started in .*ENOENT/);
    if (process.platform === 'win32') skip(this, 'Windows runs no shell scripts');
    const folder = folderOf({
      python2: `#!/bin/sh\necho "  File \\"$1\\", line 9" >&2\necho "SyntaxError: invalid syntax" >&2\nexit 1\n`,
      python37: `#!/bin/sh
exec '${python}' -c 'import sys
sys.version_info = (3, 7, 0)
sys.argv = sys.argv[1:]
exec(compile(open(sys.argv[0]).read(), sys.argv[0], "exec"), {"__name__": "__main__", "__file__": sys.argv[0]})' "$@"
`,
    });
    for (const name of ['python2', 'python37']) {
      const interpreter = join(folder, name);
      chmodSync(interpreter, 0o755);
      const { reason } = await tried('DROP = 0.5\n', { interpreter });
      assert.match(reason, /Python 3\.8 or later is needed/, name);
    }
  });

  it('starts another Python, which knows nothing of the values: that is said', async () => {
    const child = { 'child.py': 'DROP = 0.5\nprint("epoch=1 val_loss=%r" % DROP)\n' };
    const starts: readonly string[] = [
      'subprocess.run([sys.executable, "child.py"], cwd=here, check=True)',
      'os.system("\\"%s\\" child.py" % sys.executable) if " " not in sys.executable else None',
      'subprocess.run("%s child.py" % sys.executable, shell=True, cwd=here)',
    ];
    for (const start of starts) {
      const { answer } = await tried(
        `import os, subprocess, sys\nDROP = 0.5\nhere = os.path.dirname(os.path.abspath(__file__))\n${start}\n`,
        { files: child },
      );
      assert.match(answer.remarks.join(' '), /started another Python: .*child\.py/, start);
    }
    const none = await tried(
      `import subprocess\nDROP = 0.5\nsubprocess.run(['true'])\nprint('val_loss=1')\n`,
    );
    assert.doesNotMatch(none.answer.remarks.join(' '), /another Python/);
  });
});

describe('a trial on Windows', () => {
  it('is ended as a tree, by a program of the system', () => {
    const done: unknown[] = [];
    const system = (isWindows: boolean) => ({
      isWindows,
      run: (command: string, args: readonly string[]) => done.push([command, ...args]),
      kill: (pid: number, name: string) => done.push([pid, name]),
    });
    signalGroup(42, 'SIGTERM', system(true));
    signalGroup(42, 'SIGKILL', system(false));
    signalGroup(undefined, 'SIGKILL', system(true));
    assert.deepEqual(done, [
      ['taskkill', '/pid', '42', '/T', '/F'],
      [-42, 'SIGKILL'],
    ]);
  });

  it('ends with whoever looks on: where there is no fork, a thread of its own waits for that', async function () {
    needsPython(this);
    if (process.platform === 'win32') skip(this, 'the other system is acted here');
    const folder = folderOf({
      'usercustomize.py': '',
      'sitecustomize.py': 'import os\ndel os.fork\n',
      'train.py': 'import time\nprint("ready", flush=True)\ntime.sleep(600)\n',
      taskkill: '#!/bin/sh\necho "$@" >"$(dirname "$0")/asked"\nkill -9 "$4"\n',
    });
    chmodSync(join(folder, 'taskkill'), 0o755);
    writeFileSync(
      join(folder, 'trial.json'),
      JSON.stringify({ script: join(folder, 'train.py'), seed: 1, files: [] }),
    );
    const child = spawn(python!, [join(bundles(), 'launcher.py'), folder], {
      env: { ...process.env, PYTHONPATH: folder, PATH: `${folder}${delimiter}${process.env.PATH}` },
      stdio: ['ignore', 'pipe', 'inherit', 'pipe', 'pipe'],
    });
    const ended = new Promise<string | null>((done) => child.on('exit', (_, signal) => done(signal)));
    await new Promise((done) => child.stdout!.once('data', done));
    child.stdio[4]!.destroy();
    const late = setTimeout(() => child.kill('SIGTERM'), patience(10_000));
    assert.equal(await ended, 'SIGKILL');
    clearTimeout(late);
    assert.equal(readFileSync(join(folder, 'asked'), 'utf8').trim(), `/T /F /PID ${child.pid}`);
  });
});
