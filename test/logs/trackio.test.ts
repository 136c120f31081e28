import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disk } from '../../src/logs/disk';
import { groupsOf } from '../../src/logs/group';
import { LogSession } from '../../src/logs/session';
import { until } from '../host-pure/fixtures';
import { skip } from '../support/skip';
import { writeTrackio } from './trackio-database';

describe('databases of Trackio', () => {
  let folder: string;
  let session: LogSession;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trackio-'));
    session = new LogSession({ disk, follow: true, onChange: () => {} });
  });
  afterEach(() => {
    session.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  const hasSqlite = process.getBuiltinModule?.('node:sqlite') !== undefined;

  for (const flags of [[], ['--wal']])
    it(`have a run for each name, with what it was set to, and grow ${flags}`, async function () {
      if (!hasSqlite) skip(this, 'this Node.js has no node:sqlite');
      const path = join(folder, 'project.db');
      const problem = writeTrackio(path, 0, 3, ...flags);
      if (problem !== undefined) skip(this, problem);
      await session.open([folder]);
      assert.deepEqual(session.problems, []);
      const seen = () =>
        session.runs.map(({ id, curves }) => [
          id,
          curves.map(({ name, role, curve }) => [name, role, [...curve.values.subarray(0, curve.length)]]),
        ]);
      const curves = [
        ['train/loss', 'trainLoss', [1, 1 / 2, 1 / 3]],
        ['val/loss', 'validationLoss', [0.5, Number.NaN, 0.5]],
      ];
      assert.deepEqual(seen(), [
        [`${path} #calm-river-1`, curves],
        [`${path} #calm-river-2`, curves],
      ]);
      assert.deepEqual(
        groupsOf(session.runs).map(({ runs }) => runs.length),
        [2],
      );
      assert.equal(session.runs[0]!.settings.get('dropout'), '0.5');
      writeTrackio(path, 3, 6, ...flags);
      await until(() => session.runs.every((run) => run.curves[0]!.curve.length === 6), 8_000);
      assert.deepEqual(session.problems, []);
    });

  it('are named where Node.js cannot read them, with what to do', async function () {
    if (hasSqlite) skip(this, 'this Node.js has node:sqlite');
    const path = join(folder, 'project.db');
    const problem = writeTrackio(path, 0, 3);
    if (problem !== undefined) skip(this, problem);
    await session.open([path]);
    assert.match(session.problems[0]!.words, /Trackio, which Node\.js .* cannot read.*to_csv/);
  });

  it('are told from other databases, and from what only has the name', async () => {
    writeFileSync(join(folder, 'a.db'), 'SQLite format 3\0 and nothing more');
    writeFileSync(join(folder, 'b.db'), 'run_name metrics');
    writeFileSync(join(folder, 'c.db'), 'SQLite format 3\0 metrics run_name');
    await session.open([folder]);
    assert.deepEqual(session.runs, []);
    assert.equal(session.problems.length, 1, 'only what looks like one');
  });
});
