import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { RunFolder } from '../../src/host/store/run-folder';
import { readRunSet, writeRunSet } from '../../src/host/store/run-set';
import { end, run } from './fixtures';

describe('runs in one file', () => {
  const nothing = () => {};
  let root: string;
  let folder: RunFolder;
  let other: RunFolder;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'run-set-'));
    folder = new RunFolder(join(root, 'here'), nothing);
    other = new RunFolder(join(root, 'there'), nothing);
  });

  afterEach(async () => {
    await folder.close();
    await other.close();
    await rm(root, { recursive: true, force: true });
  });

  async function saved(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let i = 0; i < count; i++) {
      const one = end(run());
      await folder.write(one);
      ids.push(one.id);
    }
    return ids;
  }

  it('come to another folder bit by bit, with what a person set of them', async () => {
    const ids = await saved(3);
    await folder.mark(ids[1]!, { name: 'the best', note: 'two\nlines', tagged: ['paper'], pinned: true });
    const file = join(root, 'set.zip');
    await writeRunSet(file, folder, ids);
    assert.deepEqual(await readRunSet(file, other), { taken: ids, here: 0, refused: [] });
    for (const id of ids) assert.deepEqual(await readFile(other.file(id)), await readFile(folder.file(id)));
    assert.deepEqual(await other.marksOf(ids[1]!), await folder.marksOf(ids[1]!));
    assert.equal((await other.read(ids[1]!)).name, 'the best');
    assert.deepEqual(
      (await readdir(root)).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });

  it('leave a run that is there as it is', async () => {
    const ids = await saved(2);
    const file = join(root, 'set.zip');
    await writeRunSet(file, folder, ids);
    await folder.mark(ids[0]!, { name: 'named since' });
    assert.deepEqual(await readRunSet(file, folder), { taken: [], here: 2, refused: [] });
    assert.equal((await folder.read(ids[0]!)).name, 'named since');
  });

  it('that are damaged, of another name or lead elsewhere are left out and named; the others come', async () => {
    const [id = ''] = await saved(1);
    const bytes = await readFile(folder.file(id));
    const file = join(root, 'set.zip');
    const files = {
      'noise.run': strToU8('noise'),
      'another.run': bytes,
      '../../outside.run': bytes,
      'photo.png': strToU8('png'),
      'lone.name.json': strToU8('{"name":"x"}\n'),
      [`${id}.run`]: bytes,
    };
    await writeFile(file, zipSync(files));
    const { taken, refused } = await readRunSet(file, other);
    assert.deepEqual(taken, [id]);
    assert.deepEqual(
      refused.map(({ name }) => name),
      ['noise.run', 'another.run', 'lone.run'],
    );
    for (const { reason } of refused) assert.notEqual(reason, '');
    assert.deepEqual(await readdir(other.path), [`${id}.run`]);
  });

  it('come as far as an archive that is cut off goes', async () => {
    const ids = await saved(4);
    const file = join(root, 'set.zip');
    await writeRunSet(file, folder, ids);
    const whole = await readFile(file);
    for (const share of [0.3, 0.6, 0.9]) {
      const part = join(root, `cut-${share}.zip`);
      await writeFile(part, whole.subarray(0, Math.floor(share * whole.length)));
      const into = new RunFolder(join(root, `cut-${share}`), nothing);
      const { taken, here } = await readRunSet(part, into);
      assert.equal(here, 0);
      assert.deepEqual(taken, ids.slice(0, taken.length));
      assert.ok(taken.length >= Math.floor(share * 4) - 1 && taken.length < 4, `${share}: ${taken.length}`);
      for (const id of taken)
        assert.deepEqual(await readFile(into.file(id)), await readFile(folder.file(id)));
    }
  });

  it('are refused in words where the file is none of them', async () => {
    const file = join(root, 'set.zip');
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('no archive at all'),
      zipSync({ 'a.txt': strToU8('a') }),
    ]) {
      await writeFile(file, bytes);
      await assert.rejects(readRunSet(file, other), /It holds no runs/);
    }
    await assert.rejects(readRunSet(join(root, 'nowhere.zip'), other), /ENOENT/);
    await assert.rejects(writeRunSet(file, folder, ['gone']), /ENOENT/);
    assert.deepEqual(
      (await readdir(root)).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });
});
