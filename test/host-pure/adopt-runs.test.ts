import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adoptRuns, runsFolderOf } from '../../src/host/store/adopt-runs';

const EXTENSION = 'dropout-playground.dropout-playground';

describe('the place of runs', () => {
  const one = { file: null, folders: ['file:///home/a'] };

  it('is the same for every window with the same folders, and another for others', () => {
    const place = (file: string | null, ...folders: string[]) => runsFolderOf('/global', { file, folders });
    assert.equal(place(null, 'file:///a', 'file:///b'), place(null, 'file:///b', 'file:///a'));
    const places = [
      place(null),
      place(null, 'file:///a'),
      place(null, 'file:///b'),
      place(null, 'file:///a', 'file:///b'),
      place('file:///a/x.code-workspace', 'file:///a'),
    ];
    assert.equal(new Set(places).size, places.length);
    assert.ok(
      places.every((path) => path.startsWith(join('/global', 'workspaces')) && path.endsWith('runs')),
    );
  });

  describe('in earlier versions', () => {
    let root: string;
    let to: string;
    beforeEach(async () => {
      root = await mkdtemp(join(tmpdir(), 'storage-'));
      to = runsFolderOf(join(root, 'globalStorage', EXTENSION), one);
    });
    afterEach(() => rm(root, { recursive: true, force: true }));

    /** A storage of VS Code's with a run in it. */
    async function storage(hash: string, run: string, text = run, folder?: string): Promise<string> {
      const place = join(root, 'workspaceStorage', hash);
      await mkdir(join(place, EXTENSION, 'runs'), { recursive: true });
      await writeFile(join(place, EXTENSION, 'runs', `${run}.run`), text);
      if (folder !== undefined) await writeFile(join(place, 'workspace.json'), JSON.stringify({ folder }));
      return join(place, EXTENSION);
    }

    const adopt = (workspaceStorage: string | null) =>
      adoptRuns(
        to,
        { globalStorage: join(root, 'globalStorage', EXTENSION), workspaceStorage, workspace: one },
        (message) => assert.fail(message),
      );

    it('was one storage a window: all of this folder are found, and those of others left alone', async () => {
      const own = await storage('abc', 'a');
      const second = await storage('abc-1', 'b');
      await storage('abc-12', 'c');
      await storage('abcd', 'of-another-1');
      await storage('abc-x', 'of-another-2');
      await storage('0ld', 'd', 'd', one.folders[0]);
      await storage('0ther', 'of-another-3', 'x', 'file:///home/b');
      await adopt(second);
      assert.deepEqual((await readdir(to)).sort(), ['a.run', 'b.run', 'c.run', 'd.run']);
      assert.ok(!existsSync(join(own, 'runs')));
      // Again, and nothing changes.
      await adopt(own);
      assert.equal((await readdir(to)).length, 4);
    });

    it('was the global storage where no folder is open', async () => {
      const runs = join(root, 'globalStorage', EXTENSION, 'runs');
      await mkdir(runs, { recursive: true });
      await writeFile(join(runs, 'a.run'), 'a');
      await adopt(null);
      assert.deepEqual(await readdir(to), ['a.run']);
    });

    it('leaves the newer state of a run that is in both', async () => {
      const own = await storage('abc', 'a', 'older');
      await storage('abc-1', 'b', 'newer');
      await utimes(join(own, 'runs', 'a.run'), 1, 1);
      await mkdir(to, { recursive: true });
      await writeFile(join(to, 'a.run'), 'newer');
      await writeFile(join(to, 'b.run'), 'older');
      await utimes(join(to, 'b.run'), 1, 1);
      await adopt(own);
      for (const run of ['a', 'b']) assert.equal(await readFile(join(to, `${run}.run`), 'utf8'), 'newer');
    });

    it('loses none where several windows move them at once', async () => {
      const own = await storage('abc', 'first');
      for (let n = 0; n < 60; n++) await writeFile(join(own, 'runs', `r${n}.run`), `${n}`);
      await Promise.all([adopt(own), adopt(own), adopt(own)]);
      assert.equal((await readdir(to)).length, 61);
      assert.equal(await readFile(join(to, 'r7.run'), 'utf8'), '7');
    });
  });
});
