import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { ScanResult } from '../../src/code/finding';
import type { FromScanner, ToScanner } from '../../src/code/thread/messages';
import { type ScannerThread, ScanThread } from '../../src/code/thread/scan-thread';

const result = (name: string): ScanResult => ({
  findings: [],
  models: [{ name, framework: 'pytorch', layers: [], notes: [], trained: false, start: 0, end: 0 }],
  hints: [],
  broken: false,
});

/** Stands for a thread: a test says what it answers. */
class Fake extends EventEmitter implements ScannerThread {
  readonly requests: Extract<ToScanner, { type: 'scan' }>[] = [];
  readonly closed: number[] = [];
  isEnded = false;
  keepsAlive = true;

  postMessage(message: ToScanner): void {
    if (message.type === 'scan') this.requests.push(message);
    else this.closed.push(message.document);
  }
  terminate(): void {
    this.isEnded = true;
  }
  ref(): void {
    this.keepsAlive = true;
  }
  unref(): void {
    this.keepsAlive = false;
  }
  say(message: FromScanner): void {
    this.emit('message', message);
  }
  /** Answers the last request with a result that bears the name of its text. */
  answer(): void {
    const { id, text } = this.requests.at(-1)!;
    this.say({ type: 'scanned', id, result: result(String(text)) });
  }
}

/** A thread client with threads that are ready at once; `now`: the text of a document. */
function rig(budget = 1_000_000) {
  const threads: Fake[] = [];
  const scanner = new ScanThread({
    budget,
    start: () => {
      const thread = new Fake();
      threads.push(thread);
      return thread;
    },
  });
  const open = (first: string) => {
    const file = { now: first, taken: 0 };
    const take = () => ({ text: file.now, moment: ++file.taken });
    return Object.assign(file, scanner.open('python', take));
  };
  return { threads, scanner, open };
}

type Read = Awaited<ReturnType<ReturnType<ReturnType<typeof rig>['open']>['read']>>;
const nameOf = (read: Read) => read?.result.models[0]?.name;

describe('the thread that reads code', () => {
  it('starts when it is needed, and keeps no process alive while it rests', async () => {
    const { threads, open } = rig();
    const file = open('a');
    assert.equal(threads.length, 0);
    const read = file.read();
    threads[0].say({ type: 'ready' });
    assert.equal(threads[0].keepsAlive, true);
    threads[0].answer();
    assert.equal(nameOf(await read), 'a');
    assert.equal(threads[0].keepsAlive, false);
  });

  it('never reads a text that was typed over before its turn came', async () => {
    const { threads, open } = rig();
    const file = open('1');
    const first = file.read();
    threads[0].say({ type: 'ready' });
    const reads = ['2', '3', '4'].map((text) => {
      file.now = text;
      return file.read();
    });
    threads[0].answer();
    threads[0].answer();
    assert.equal(nameOf(await first), '1');
    for (const read of reads) assert.equal(nameOf(await read), '4');
    assert.deepEqual(
      threads[0].requests.map(({ text }) => text),
      ['1', '4'],
    );
    assert.equal(file.taken, 2);
  });

  it('takes files in the order in which they were asked for, one at a time', async () => {
    const { threads, open } = rig();
    const files = ['a', 'b', 'c'].map(open);
    const reads = files.map((file) => file.read());
    threads[0].say({ type: 'ready' });
    for (const [n] of files.entries()) {
      assert.equal(threads[0].requests.length, n + 1);
      threads[0].answer();
    }
    assert.deepEqual((await Promise.all(reads)).map(nameOf), ['a', 'b', 'c']);
  });

  it('gives up a text that takes too long, once, and reads the next in a new thread', async () => {
    const { threads, open } = rig(40);
    const [slow, next] = [open('slow'), open('next')];
    const read = slow.read();
    threads[0].say({ type: 'ready' });
    const after = next.read();
    const given = await read;
    assert.deepEqual([given?.result.why, given?.result.isCut], ['slow', true]);
    assert.equal(threads[0].isEnded, true);
    assert.equal(threads.length, 2);
    threads[1].say({ type: 'ready' });
    threads[1].answer();
    assert.equal(nameOf(await after), 'next');
    // The same text is not tried again, another is.
    assert.equal((await slow.read())?.result.why, 'slow');
    assert.equal(threads[1].requests.length, 1);
    slow.now = 'mended';
    const mended = slow.read();
    threads[1].answer();
    assert.equal(nameOf(await mended), 'mended');
    assert.equal(threads.length, 2);
  });

  it('is replaced when it dies over a text, which is not read again', async () => {
    const { threads, open } = rig();
    const [deadly, next] = [open('deadly'), open('next')];
    const read = deadly.read();
    threads[0].say({ type: 'ready' });
    const after = next.read();
    threads[0].emit('error', new Error('out of memory'));
    threads[0].emit('exit', 1);
    assert.equal((await read)?.result.why, 'died');
    threads[1].say({ type: 'ready' });
    threads[1].answer();
    assert.equal(nameOf(await after), 'next');
    assert.equal((await deadly.read())?.result.why, 'died');
    assert.equal(threads.length, 2);
  });

  it('is replaced when it dies at rest', async () => {
    const { threads, open } = rig();
    const file = open('a');
    const read = file.read();
    threads[0].say({ type: 'ready' });
    threads[0].answer();
    await read;
    threads[0].emit('exit', 0);
    const again = file.read();
    threads[1].say({ type: 'ready' });
    threads[1].answer();
    assert.equal(nameOf(await again), 'a');
  });

  it('says why nothing can be read, and tries again when it is asked again', async () => {
    const { threads, open } = rig();
    const files = [open('a'), open('b')];
    const reads = files.map((file) => file.read());
    threads[0].say({ type: 'unavailable', reason: 'no grammar' });
    for (const read of reads) await assert.rejects(read, /no grammar/);
    assert.equal(threads[0].isEnded, true);
    assert.equal(threads.length, 1);
    const again = files[0].read();
    threads[1].say({ type: 'ready' });
    threads[1].answer();
    assert.equal(nameOf(await again), 'a');
  });

  it('does not blame a text for a thread that never started', async () => {
    const { threads, open } = rig();
    const file = open('a');
    const read = file.read();
    threads[0].emit('error', new Error('no memory for a thread'));
    await assert.rejects(read, /no memory/);
    assert.equal(file.taken, 0);
  });

  it('an error of the reader is the error of one text', async () => {
    const { threads, open } = rig();
    const file = open('a');
    const read = file.read();
    threads[0].say({ type: 'ready' });
    threads[0].say({ type: 'failed', id: threads[0].requests[0].id, reason: 'a fault' });
    await assert.rejects(read, /a fault/);
    const again = file.read();
    threads[0].answer();
    assert.equal(nameOf(await again), 'a');
    assert.equal(threads.length, 1);
  });

  it('drops a file that is closed, waiting or being read', async () => {
    const { threads, open } = rig();
    const [one, two] = [open('one'), open('two')];
    const reads = [one.read(), two.read()];
    threads[0].say({ type: 'ready' });
    two.dispose();
    one.dispose();
    threads[0].answer();
    assert.deepEqual(await Promise.all(reads), [undefined, undefined]);
    assert.equal(threads[0].requests.length, 1);
    assert.equal(threads[0].closed.length, 2);
    assert.equal(await one.read(), undefined);
  });

  it('ends with its owner, and starts no other', async () => {
    const { threads, scanner, open } = rig();
    const files = [open('a'), open('b')];
    const reads = files.map((file) => file.read());
    threads[0].say({ type: 'ready' });
    scanner.dispose();
    assert.deepEqual(await Promise.all(reads), [undefined, undefined]);
    assert.equal(threads[0].isEnded, true);
    assert.equal(await files[0].read(), undefined);
    assert.equal(threads.length, 1);
  });
});
