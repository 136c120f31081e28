import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWhole, TooLargeError } from '../../src/files/read-whole';
import { reasonOf } from '../../src/files/reasons';
import { writeWhole } from '../../src/files/write-whole';
import { skip } from '../support/skip';

describe('whole files', () => {
  let folder = '';
  const at = (name: string) => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'whole-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const read = (path: string) => readWhole(path, 1000);

  it('are read to their last byte, and refused where they are too large, before anything is read', async () => {
    writeFileSync(at('a'), 'x'.repeat(1000));
    assert.equal((await read(at('a'))).length, 1000);
    writeFileSync(at('b'), 'x'.repeat(1001));
    await assert.rejects(
      readWhole(at('b'), 1000, () => assert.fail('claimed')),
      (error) => error instanceof TooLargeError && error.bytes === 1001,
    );
  });

  it('are only files: a folder, a pipe, a socket and a device are refused, and not waited for', async function () {
    await assert.rejects(read(folder), /it is a folder, not a file/);
    if (process.platform === 'win32') skip(this, 'Windows has no such files');
    execFileSync('mkfifo', [at('pipe')]);
    symlinkSync(at('pipe'), at('link'));
    await assert.rejects(read(at('pipe')), /it is a pipe, not a file/);
    await assert.rejects(read(at('link')), /it is a pipe, not a file/);
    await assert.rejects(read('/dev/zero'), /it is a device, not a file/);
    const server = createServer().listen(at('socket'));
    await new Promise((done) => server.once('listening', done));
    await assert.rejects(read(at('socket')), /it is a socket, not a file/);
    server.close();
  });

  it('are refused where they shrink or grow while they are read', async () => {
    for (const size of [10, 900]) {
      writeFileSync(at('changing'), 'x'.repeat(500));
      const reading = readWhole(at('changing'), 1000, () => truncateSync(at('changing'), size));
      await assert.rejects(reading, /it changed while it was read/);
    }
  });

  it('say in words why there is none', async () => {
    const why = (path: string) => read(path).then(() => 'no error', reasonOf);
    assert.equal(await why(at('nothing')), 'there is no such file or folder');
    assert.equal(await why(at('n'.repeat(300))), 'the name is too long');
    writeFileSync(at('file'), '');
    assert.equal(await why(at('file/x')), 'part of the path is not a folder');
    symlinkSync('circle', at('circle'));
    assert.equal(await why(at('circle')), 'the links lead in a circle');
  });

  it('are written with what they are to hold, and nothing else is left', async () => {
    await writeWhole(at('new'), 'one');
    await writeWhole(at('new'), new Uint8Array([50]));
    assert.equal(readFileSync(at('new'), 'utf8'), '2');
    const long = 'n'.repeat(255);
    await writeWhole(at(long), 'long');
    assert.deepEqual(readdirSync(folder).sort(), ['new', long]);
  });

  it('keep their mode, and a link stays one', async () => {
    writeFileSync(at('own'), 'before');
    chmodSync(at('own'), 0o640);
    symlinkSync('own', at('link'));
    await writeWhole(at('link'), 'after');
    assert.equal(readFileSync(at('own'), 'utf8'), 'after');
    assert.equal(readlinkSync(at('link')), 'own');
    if (process.platform !== 'win32') assert.equal(statSync(at('own')).mode & 0o777, 0o640);
  });

  it('take the place of no folder and no device', async () => {
    mkdirSync(at('folder'));
    assert.equal(await writeWhole(at('folder'), '').then(() => 'no error', reasonOf), 'this is a folder');
    if (process.platform !== 'win32') await assert.rejects(writeWhole('/dev/null', ''));
    assert.deepEqual(readdirSync(folder), ['folder']);
  });

  it('stay as they were where the disk is full, without a rest', async function () {
    mkdirSync(at('disk'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', at('disk')], { stdio: 'ignore' });
    } catch {
      skip(this, 'no small disk can be mounted');
    }
    try {
      await writeWhole(at('disk/chart.svg'), 'before');
      const full = await writeWhole(at('disk/chart.svg'), 'x'.repeat(100_000)).then(
        () => 'no error',
        reasonOf,
      );
      assert.equal(full, 'the disk is full');
      assert.equal(readFileSync(at('disk/chart.svg'), 'utf8'), 'before');
      assert.deepEqual(readdirSync(at('disk')), ['chart.svg']);
    } finally {
      execFileSync('umount', [at('disk')]);
    }
  });
});
