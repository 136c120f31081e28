import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { disk } from '../../src/logs/disk';
import { dropRatioOf, groupsOf, seedOf } from '../../src/logs/group';
import { pairsVerdict } from '../../src/logs/pairs';
import { LogSession } from '../../src/logs/session';
import { settingsIn, settingsInPath } from '../../src/logs/settings-file';
import { config, history, wandbFile } from './write';

/** Losses of eight epochs as the rows of a table, a little apart for each seed. */
const table = (ratio: number, seed: number) =>
  Array.from(
    { length: 8 },
    (_, i) => `${i + 1},${1 / (i + 1)},${(1.5 - ratio / 4) / (i + 2) + seed / 1e4}`,
  ).join('\n');
const CASES = [
  [0.5, 1],
  [0.5, 2],
  [0.5, 3],
  [0, 1],
  [0, 2],
  [0, 3],
] as const;

describe('trainings that differ in their seeds', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'logs-of-many-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, contents: string | Uint8Array) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  };
  async function read(path = folder) {
    const session = new LogSession({ disk, follow: false, onChange: () => {} });
    await session.open([path]);
    assert.deepEqual(session.problems, []);
    return session.runs;
  }
  /** Two groups of three, each with its ratio, and a comparison of the three pairs. */
  async function assertSeeds(): Promise<void> {
    const runs = await read();
    const groups = groupsOf(runs);
    assert.deepEqual(
      groups.map(({ runs: some }) => some.map(seedOf).toSorted()),
      [
        ['1', '2', '3'],
        ['1', '2', '3'],
      ],
    );
    assert.deepEqual(groups.map(({ runs: [one] }) => dropRatioOf(one!)).toSorted(), [0, 0.5]);
    assert.ok(
      groups.every(({ differs }) => differs.length === 1),
      groups.map(String).join(),
    );
    assert.match(pairsVerdict(runs)!.lead, /3 pairs of the same seed/);
  }

  it('PyTorch: by the hyperparameters that its SummaryWriter has written', async () => {
    const runs = await read(resolve('test/fixtures/logs/hparams'));
    assert.deepEqual(
      groupsOf(runs).map(({ runs: some, differs }) => [some.map(({ id }) => basename(id)), differs]),
      [
        [['dropout0-1'], ['dropout=0']],
        [['dropout0.5-1', 'dropout0.5-2'], ['dropout=0.5']],
      ],
    );
    assert.deepEqual(Object.fromEntries(runs[1]!.settings), {
      // PyTorch writes a truth value as a number.
      amsgrad: '0',
      dropout: '0.5',
      lr: '0.001',
      optimizer: 'adam',
      seed: '1',
    });
    assert.equal(runs[0]!.curves.find(({ role }) => role === 'validationLoss')!.curve.length, 12);
  });

  it('Lightning: by hparams.yaml beside metrics.csv', async () => {
    for (const [i, [ratio, seed]] of CASES.entries()) {
      const home = `lightning_logs/version_${i}`;
      write(`${home}/metrics.csv`, `epoch,train_loss,val_loss\n${table(ratio, seed)}\n`);
      write(
        `${home}/hparams.yaml`,
        `dropout: ${ratio}\nhidden:\n- 64\n- 64\nseed: ${seed}\noptimizer: adam\n`,
      );
    }
    await assertSeeds();
  });

  it('Ultralytics: by args.yaml beside results.csv', async () => {
    for (const [i, [ratio, seed]] of CASES.entries()) {
      write(`runs/train${i}/results.csv`, `epoch, train/loss, val/loss\n${table(ratio, seed)}\n`);
      write(
        `runs/train${i}/args.yaml`,
        `task: classify\nmodel: yolo.pt\nseed: ${seed}\ndropout: ${ratio}  # ratio\nname: train${i}\nsave_dir: runs/train${i}\n`,
      );
    }
    await assertSeeds();
  });

  it('Hydra: by .hydra/config.yaml above the log', async () => {
    for (const [i, [ratio, seed]] of CASES.entries()) {
      const home = `outputs/2024-05-0${i + 1}/10-11-12`;
      write(`${home}/csv/version_0/metrics.csv`, `epoch,train/loss,val/loss\n${table(ratio, seed)}\n`);
      write(
        `${home}/.hydra/config.yaml`,
        `model:\n  dropout: ${ratio}\n  net:\n    width: 64\nseed: ${seed}\n`,
      );
    }
    await assertSeeds();
  });

  it('W&B: by the configuration in its own file', async () => {
    for (const [i, [ratio, seed]] of CASES.entries()) {
      const rows = table(ratio, seed)
        .split('\n')
        .map((row) => row.split(','))
        .map(([step, loss, val]) => history(Number(step), { loss: loss!, val_loss: val! }));
      const about = config({ dropout: String(ratio), seed: String(seed), run_name: `"run ${i}"` });
      write(`wandb/offline-run-${i}/run-${i}.wandb`, wandbFile(about, ...rows));
    }
    await assertSeeds();
  });

  it('MLflow: by params', async () => {
    for (const [i, [ratio, seed]] of CASES.entries()) {
      const home = `mlruns/0/${String(i).padStart(32, '0')}`;
      const rows = table(ratio, seed)
        .split('\n')
        .map((row) => row.split(','));
      for (const [column, name] of ['loss', 'val_loss'].entries())
        write(`${home}/metrics/${name}`, rows.map((row) => `17 ${row[column + 1]} ${row[0]}\n`).join(''));
      write(`${home}/params/dropout`, String(ratio));
      write(`${home}/params/random_state`, String(seed));
      write(`${home}/tags/mlflow.runName`, `fancy-name-${i}`);
    }
    await assertSeeds();
  });

  it('Hugging Face: by the names of folders, where a state says nothing', async () => {
    for (const [ratio, seed] of CASES) {
      const rows = table(ratio, seed)
        .split('\n')
        .map((row) => row.split(',').map(Number))
        .flatMap(([step, loss, evaluated]) => [
          { step, loss },
          { step, eval_loss: evaluated },
        ]);
      write(
        `dropout=${ratio}_seed${seed}/checkpoint-8/trainer_state.json`,
        JSON.stringify({ log_history: rows }),
      );
    }
    await assertSeeds();
  });

  it('without anything that says so each stands for itself', async () => {
    for (const [i, [ratio, seed]] of CASES.entries())
      write(`run${i}.csv`, `epoch,loss,val_loss\n${table(ratio, seed)}\n`);
    assert.equal(groupsOf(await read()).length, CASES.length);
  });

  it('a person’s word goes before every guess', async () => {
    for (const seed of [1, 2, 3]) write(`a_seed${seed}.csv`, `epoch,loss,val_loss\n${table(0, seed)}\n`);
    const runs = await read();
    assert.equal(groupsOf(runs).length, 1);
    const [one, other] = runs.map(({ id }) => id);
    assert.equal(groupsOf(runs, { [one!]: one! }).length, 2);
    assert.equal(groupsOf(runs, { [one!]: 'x', [other!]: 'x' }).length, 2);
  });

  it('seeds in names: only where the name says so', () => {
    const seed = (id: string) => seedOf({ id, format: 'csv', curves: [], settings: new Map() });
    const ids = {
      '/runs/seed1': '1',
      '/runs/exp-seed_42/log.csv': '42',
      '/runs/Seed=7,lr=0.1': '7',
      '/runs/ant_s10': '10',
      '/runs/ant_s3/progress.csv': '3',
      '/runs/linseed5': undefined,
      '/runs/resnets50': undefined,
      '/runs/seeds': undefined,
    };
    for (const [id, wanted] of Object.entries(ids)) assert.equal(seed(id), wanted, id);
  });

  it('settings of YAML and JSON, by path; what is none is passed over', () => {
    const read = (name: string, text: string) =>
      Object.fromEntries(settingsIn(name, new TextEncoder().encode(text)));
    assert.deepEqual(
      read(
        'config.yaml',
        '# of W&B\nwandb_version: 1\n_wandb:\n  value: 3\nlr:\n  desc: null\n  value: 0.1\nnet:\n  sizes: [3, 4]\n  act: "relu" # which\n  blocks:\n    - 1\n    - 2\nfile: !!python/object:x\nempty:\n',
      ),
      { wandb_version: '1', lr: '0.1', 'net.sizes': '[3, 4]', 'net.act': 'relu', 'net.blocks': '[1, 2]' },
    );
    assert.deepEqual(
      read('params.json', '{"lr": 0.1, "inf": Infinity, "net": {"p": 0.5, "sizes": [1, 2]}, "none": null}'),
      { lr: '0.1', inf: 'Infinity', 'net.p': '0.5', 'net.sizes': '[1,2]', none: 'null' },
    );
    for (const text of ['', '{', '[1, 2', ': : :', '- - -', '\u0000\u0001']) read('config.json', text);
    assert.deepEqual(Object.fromEntries(settingsInPath('/runs/lr=0.1_opt=adam_w_seed3/a')), {
      lr: '0.1',
      opt: 'adam_w',
    });
    assert.deepEqual([...settingsInPath('/runs/lr=0.1.csv')], [['lr', '0.1']]);
    assert.deepEqual(Object.fromEntries(settingsInPath('/multirun/lr=0.1,model.dropout=0.5/0')), {
      lr: '0.1',
      'model.dropout': '0.5',
    });
  });
});
