import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planTrials } from '../../src/try/plan';
import { readSource } from '../../src/try/source';
import { tryValues } from '../../src/try/try-values';
import { patience } from '../support/patience';
import { skip } from '../support/skip';
import { bundles, cliScript } from '../worker/built-worker';
import { folderOf, needsPython, python, tried } from './python';

const set = ['--set', 'DROP=0.25', '--seeds', '1'];

/** Runs a script with DROP = 0.25, and gives the lines that it prints. */
async function printed(files: Record<string, string | Uint8Array>, value = 0.25, interpreter = python!) {
  const folder = folderOf(files);
  const script = await readSource(join(folder, 'train.py'));
  const start = script.text.indexOf('DROP = 0.5') + 7;
  const place = { source: script, start, end: start + 3, keep: false, before: '' };
  const plan = planTrials(script, [{ name: 'DROP', values: [value], places: [place] }], 1);
  let out = '';
  let reason: string | undefined;
  const decoder = new TextDecoder();
  const command = {
    interpreter,
    args: [],
    env: process.env,
    launcher: join(bundles(), 'launcher.py'),
  };
  await tryValues(
    plan,
    { command, workers: 1 },
    {
      output: (_, chunk) => {
        out += decoder.decode(chunk);
      },
      ended: (result) => {
        reason = result.reason;
      },
    },
    new AbortController().signal,
  );
  return { lines: out.trim().split(/\r?\n/), reason, folder };
}

describe('launcher', () => {
  before(function () {
    needsPython(this);
  });

  const everything = `
import inspect, multiprocessing, os, pickle, sys, traceback
from package.model import ratio
DROP = 0.5
class Thing:
    """Of DROP = 0.5 in a text."""
    def show(self):
        return DROP + ratio
def work(_):
    return (DROP, ratio)
if __name__ == '__main__':
    print(DROP, __file__ == sys.argv[0] == os.path.abspath(__file__), __name__)
    print(sys.path[0] == os.path.dirname(os.path.realpath(__file__)))
    print(type(pickle.loads(pickle.dumps(Thing()))) is Thing)
    print('DROP = 0.25' in open(__file__, encoding='utf-8').read(), inspect.getsource(Thing).count('Thing'))
    print(inspect.getsource(sys.modules['__main__']).count('DROP = 0.25'))
    for method in multiprocessing.get_all_start_methods():
        with multiprocessing.get_context(method).Pool(1) as pool:
            print(method, pool.map(work, [0]))
    try:
        1 / (DROP - 0.25)
    except ZeroDivisionError:
        print(traceback.format_exc().count('1 / (DROP - 0.25)'))
`;
  const files = {
    'train.py': everything,
    'package/__init__.py': '',
    'package/model.py': 'from .constants import ratio\n',
    'package/constants.py': 'ratio = 0.75\n',
  };

  it('leaves a script as it is run otherwise: its path, imports, pickles, sources and children', async () => {
    const { lines, reason } = await printed(files);
    assert.equal(reason, undefined);
    assert.deepEqual(lines.slice(0, 5), ['0.25 True __main__', 'True', 'True', 'True 1', '3']);
    const methods = lines.slice(5, -1);
    assert.ok(methods.length >= 1);
    for (const line of methods) assert.match(line, /^(?:fork|spawn|forkserver) \[\(0\.25, 0\.75\)\]$/);
    assert.equal(lines.at(-1), '1');
  });

  for (const version of ['3.8', '3.9', '3.10', '3.12', '3.13', '3.14'])
    it(`does so with Python ${version}`, async function () {
      const other = pythonOf(version);
      if (other === undefined) skip(this, `there is no Python ${version}`);
      const { lines, reason } = await printed(files, 0.25, other);
      assert.equal(reason, undefined, lines.join('\n'));
      assert.equal(lines.filter((line) => line.includes('(0.25, 0.75)')).length, lines.length - 6);
      assert.equal(lines.at(-1), '1');
    });

  it('changes a module, for those who import it by its path too', async () => {
    const folder = folderOf({
      'train.py': `
import importlib.util, os, runpy, shutil, multiprocessing
here = os.path.dirname(__file__)
from package import model
spec = importlib.util.spec_from_file_location('other', os.path.join(here, 'package', 'model.py'))
other = importlib.util.module_from_spec(spec)
spec.loader.exec_module(other)
ran = runpy.run_path(os.path.join(here, 'package', 'model.py'))
def work(_):
    return model.ratio
if __name__ == '__main__':
    with multiprocessing.get_context('spawn').Pool(1) as pool:
        values = [model.ratio, other.ratio, ran['ratio'], *pool.map(work, [0])]
    print(f'epoch=1 val_loss={sum(values)}')
`,
      'package/__init__.py': '',
      'package/model.py': 'ratio = 0.75\n',
    });
    const { trials } = await tried(folder, 'train.py', '--set', 'package/model.py:ratio=1,2', '--seeds', '1');
    assert.deepEqual(
      trials.map(({ last }) => last.validationLoss),
      [4, 8],
    );
  });

  it('reads configurations otherwise, however they are opened', async () => {
    const folder = folderOf({
      'train.py': `
import codecs, io, json, os, pathlib
path = os.path.join(os.path.dirname(__file__), 'config.json')
def load(file):
    with file:
        return json.load(file)['drop']
values = [
    load(open(path)), load(io.open(path, 'rb')), load(codecs.open(path, 'r', 'utf-8')),
    json.loads(pathlib.Path(path).read_text())['drop'], json.loads(pathlib.Path(path).read_bytes())['drop'],
    load(open(os.fsencode(path))), load(pathlib.Path(path).open()),
]
assert open(path).name == path
print(f'epoch=1 val_loss={sum(values)}')
`,
      'config.json': '{"drop": 0.5}',
    });
    const { trials } = await tried(folder, 'train.py', '--set', 'config.json:drop=1,2', '--seeds', '1');
    assert.deepEqual(
      trials.map(({ last, reason }) => [last.validationLoss, reason]),
      [
        [7, undefined],
        [14, undefined],
      ],
    );
  });

  it('reads Windows line ends, a byte order mark and the encoding that a script names', async () => {
    const script = 'DROP = 0.5\r\nname = "ñ"\r\nprint(ascii(name), DROP, __doc__)\r\n';
    const latin = Buffer.from(`# -*- coding: latin-1 -*-\r\nmark = "é"; ${script}`, 'latin1');
    for (const bytes of [Buffer.from(script), Buffer.from(`\ufeff${script}`), latin]) {
      const { lines, reason } = await printed({ 'train.py': bytes });
      assert.deepEqual([lines[0], reason], ["'\\xf1' 0.25 None", undefined]);
    }
    const astral = await printed({ 'train.py': '# 🎲🎲\nx = "🎲"; DROP = 0.5; print(DROP, x)\n' });
    assert.deepEqual(astral.lines, ['0.25 🎲']);
  });

  it('refuses a file that has changed since, and runs nothing', async () => {
    const folder = folderOf({ 'train.py': 'DROP = 0.5\n' });
    const script = await readSource(join(folder, 'train.py'));
    const place = {
      source: { ...script, sha256: '0'.repeat(64) },
      start: 7,
      end: 10,
      keep: false,
      before: '',
    };
    const plan = planTrials(script, [{ name: 'DROP', values: [0], places: [place] }], 1);
    const command = {
      interpreter: python!,
      args: [],
      env: process.env,
      launcher: join(bundles(), 'launcher.py'),
    };
    const { evidence } = await tryValues(plan, { command, workers: 1 }, {}, new AbortController().signal);
    assert.match(evidence, /train\.py has changed since the trials were planned/);
  });

  it('shows the traceback of the script alone', async () => {
    const { lines, reason } = await printed({
      'train.py': 'DROP = 0.5\ndef f():\n    raise KeyError("gone")\nimport helper\nhelper.g(f)\n',
      'helper.py': 'def g(f):\n    f()\n',
    });
    assert.equal(reason, "KeyError: 'gone'");
    const all = lines.join('\n');
    assert.deepEqual(
      lines.filter((line) => line.startsWith('  File')).map((line) => /line \d+, in .*/.exec(line)?.[0]),
      ['line 5, in <module>', 'line 2, in g', 'line 3, in f'],
    );
    assert.ok(!/launcher|frozen/.test(all), all);
    const broken = await printed({ 'train.py': 'DROP = 0.5\nimport helper\n', 'helper.py': 'x = (\n' });
    assert.match(broken.reason ?? '', /^SyntaxError/);
    assert.ok(!broken.lines.join('\n').includes('launcher'), broken.lines.join('\n'));
  });

  it('says in words why a script ended: input, a signal, an exit status, a missing module', async () => {
    const reasons = async (body: string) => (await printed({ 'train.py': `DROP = 0.5\n${body}\n` })).reason;
    assert.match((await reasons('input("name? ")')) ?? '', /asks for input/);
    assert.match(
      (await reasons('import os, signal; os.kill(os.getpid(), signal.SIGKILL)')) ?? '',
      /SIGKILL.*memory/,
    );
    assert.match((await reasons('import os, signal; os.kill(os.getpid(), signal.SIGSEGV)')) ?? '', /SIGSEGV/);
    assert.match((await reasons('import sys; sys.exit(3)')) ?? '', /exit status 3/);
    assert.equal(await reasons('import sys; sys.exit("no data")'), 'no data');
    assert.equal(await reasons('import sys; sys.exit(0)'), undefined);
  });

  it('ends a script that never ends, its children included', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no process groups');
    const folder = folderOf({
      'train.py': `
import os, signal, subprocess, sys, time
DROP = 0.5
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])
if os.fork() == 0:
    time.sleep(600)
print('pids', os.getpid(), child.pid, flush=True)
while True:
    time.sleep(1)
`,
    });
    const script = await readSource(join(folder, 'train.py'));
    const plan = planTrials(script, [], 1);
    const stopping = new AbortController();
    const command = {
      interpreter: python!,
      args: [],
      env: process.env,
      launcher: join(bundles(), 'launcher.py'),
    };
    let out = '';
    const answer = await tryValues(
      plan,
      { command, workers: 1 },
      {
        output(_, chunk) {
          out += new TextDecoder().decode(chunk);
          if (out.includes('\n')) stopping.abort();
        },
      },
      stopping.signal,
    );
    assert.equal(answer.verdict, 'stopped');
    const pids = [...out.matchAll(/\d+/g)].map(([pid]) => Number(pid));
    assert.equal(pids.length, 2);
    for (const pid of pids) assert.ok(!isRunning(pid), `${pid} goes on`);
  });

  it('ends what has left the process group of a trial, once that ends or is stopped', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no process groups');
    for (const isStopped of [false, true]) {
      const folder = folderOf({
        'train.py': `
import os, subprocess, sys, time
DROP = 0.5
code = 'import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print("ready", flush=True); time.sleep(600)'
child = subprocess.Popen([sys.executable, '-c', code], start_new_session=True, stdout=subprocess.PIPE)
child.stdout.readline()
print('pids', child.pid, flush=True)
${isStopped ? 'time.sleep(600)' : ''}
`,
      });
      const { pids, isAnswered } = await runUntilPids(folder, isStopped);
      assert.ok(isAnswered);
      assert.deepEqual([pids.length, pids.filter(isRunning)], [1, []]);
    }
  });

  it('gives a script that is stopped the time to save, and no more', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no SIGTERM');
    const folder = folderOf({
      'train.py': `
import os, signal, sys, time
DROP = 0.5
def stopped(*_):
    print('saved', flush=True)
    time.sleep(600)
signal.signal(signal.SIGTERM, stopped)
print('pids', os.getpid(), flush=True)
while True:
    time.sleep(1)
`,
    });
    const { pids, out } = await runUntilPids(folder, true);
    assert.match(out, /saved/);
    assert.deepEqual(pids.filter(isRunning), []);
  });

  it('ends with whoever looks on, however that ends', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no process groups');
    const folder = folderOf({
      'train.py': `
import os, signal, subprocess, sys, time
DROP = 0.5
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True)
open('pids', 'w').write('%d %d .' % (os.getpid(), child.pid))
time.sleep(600)
`,
    });
    const args = ['try', 'train.py', '--python', python!, ...set];
    const host = spawn(process.execPath, [cliScript(), ...args], { cwd: folder, stdio: 'ignore' });
    const path = join(folder, 'pids');
    await until(() => existsSync(path) && readFileSync(path, 'utf8').endsWith('.'));
    const pids = readFileSync(path, 'utf8').split(' ').slice(0, 2).map(Number);
    assert.deepEqual(pids.filter(isRunning), pids);
    host.kill('SIGKILL');
    await until(() => !pids.some(isRunning));
  });

  it('leaves nothing behind in the temporary folder', async () => {
    const trials = () =>
      readdirSync(tmpdir()).filter((name) => name.startsWith('dropout-playground-trial-')).length;
    const before = trials();
    await printed({ 'train.py': 'DROP = 0.5\n' });
    assert.ok(trials() <= before);
  });

  it('takes what libraries record in place of what is printed', async () => {
    const { metrics } = await tried(
      folderOf({
        'train.py': `
DROP = 0.5
from keras.callbacks import CallbackList
from torch.utils.tensorboard import SummaryWriter
import keras
for epoch in range(2):
    CallbackList().on_epoch_end(epoch, {'loss': 1 / (epoch + 1), 'val_loss': DROP, 'note': 'x'})
    print(f'Epoch {epoch + 1}: loss: 9.0 - val_loss: 9.0')
writer = SummaryWriter()
writer.add_scalar('Loss/test', float('nan'), 7)
writer.add_scalars('Loss', {'val': 3.0}, global_step=8)
`,
        'keras/__init__.py': 'from .callbacks import CallbackList\n',
        'keras/callbacks.py': 'class CallbackList:\n    def on_epoch_end(self, epoch, logs=None): pass\n',
        'torch/__init__.py': 'def manual_seed(seed): pass\n',
        'torch/utils/__init__.py': '',
        'torch/utils/tensorboard/__init__.py': 'from .writer import SummaryWriter\n',
        'torch/utils/tensorboard/writer.py': `
class SummaryWriter:
    def add_scalar(self, tag, scalar_value, global_step=None): pass
    def add_scalars(self, main_tag, tag_scalar_dict, global_step=None): pass
`,
      }),
      'train.py',
      ...set,
    );
    assert.deepEqual(
      metrics.map(({ name, role, step, value }) => [name, role, step, value]),
      [
        ['loss', 'trainLoss', 1, 1],
        ['val_loss', 'validationLoss', 1, 0.25],
        ['loss', 'trainLoss', 2, 0.5],
        ['val_loss', 'validationLoss', 2, 0.25],
        ['Loss/test', 'testLoss', 7, null],
        ['Loss/val', 'validationLoss', 8, 3],
      ],
    );
  });

  it('is nothing but the standard library of Python 3.8', () => {
    const text = readFileSync('src/try/launcher.py', 'utf8');
    const check = `import ast,sys; ast.parse(sys.stdin.read(), feature_version=(3, 8))`;
    const { status, stderr } = spawnSync(python!, ['-c', check], { input: text, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });
});

/** Runs a script until it prints process ids; then stops it, or lets it end. */
async function runUntilPids(folder: string, isStopped: boolean) {
  const script = await readSource(join(folder, 'train.py'));
  const stopping = new AbortController();
  const command = {
    interpreter: python!,
    args: [],
    env: process.env,
    launcher: join(bundles(), 'launcher.py'),
  };
  let out = '';
  const { verdict } = await tryValues(
    planTrials(script, [], 1),
    { command, workers: 1 },
    {
      output(_, chunk) {
        out += new TextDecoder().decode(chunk);
        if (isStopped && out.includes('\n')) stopping.abort();
      },
    },
    stopping.signal,
  );
  const pids = [...(out.split('\n')[0] ?? '').matchAll(/\d+/g)].map(([pid]) => Number(pid));
  return { pids, out, isAnswered: (verdict === 'stopped') === isStopped };
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + patience(20_000);
  while (!condition()) {
    if (Date.now() > end) throw new Error(`never: ${condition}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // What nobody has waited for yet has ended all the same.
    const status = `/proc/${pid}/stat`;
    return !existsSync(status) || !/\) Z /.test(readFileSync(status, 'utf8'));
  } catch {
    return false;
  }
}

/** An interpreter of that version, of the system or of pyenv. */
function pythonOf(version: string): string | undefined {
  const root = join(process.env.PYENV_ROOT ?? join(process.env.HOME ?? '', '.pyenv'), 'versions');
  const all = existsSync(root) ? readdirSync(root) : [];
  const kept = all
    .filter((name) => name.startsWith(`${version}.`))
    .map((name) => join(root, name, 'bin', 'python'));
  return [...kept, `python${version}`].find(
    (path) =>
      spawnSync(path, ['-c', `import sys; assert '%d.%d' % sys.version_info[:2] == '${version}'`]).status ===
      0,
  );
}
