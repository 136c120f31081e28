import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type { CodeLanguage, ScanResult } from '../finding';
import type { FromScanner, ScannerData, ScanText, ToScanner } from './messages';

/** What is needed of a worker thread. */
export interface ScannerThread {
  postMessage(message: ToScanner): void;
  on(event: 'message', listener: (message: FromScanner) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  terminate(): unknown;
  ref?(): unknown;
  unref?(): unknown;
}

export interface ScanThreadOptions {
  start(): ScannerThread;
  /** How long one text may take, in milliseconds; its thread is then ended. */
  readonly budget: number;
}

/** A text at the moment when the thread is free for it, and whatever belongs to that moment. */
export interface Taken<T> {
  readonly text: ScanText;
  readonly moment: T;
  /** Whether all numbers of a configuration are asked for. */
  readonly numbers?: boolean;
}

export interface Scanned<T> {
  readonly result: ScanResult;
  readonly moment: T;
}

/** The heap of a thread in an editor: several times what the longest code that people write takes. */
const HEAP_MEGABYTES = 768;
/**
 * The stack of a main thread: the parser's own stack in WebAssembly's memory is made so that this one overflows first.
 */
const STACK_MEGABYTES = 1;

/** Starts a thread of the bundled scanner at `script`. `heap`: the megabytes that it may take for what it reads. */
export function startScanner(script: string, workerData: ScannerData, heap = HEAP_MEGABYTES): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: heap, stackSizeMb: STACK_MEGABYTES };
  return new Worker(script, { workerData, resourceLimits });
}

/** Milliseconds that the thread may take to start: a machine that has just been woken has much to do. */
const PATIENCE = 60_000;

/** The budget is counted in so many ticks of this thread: while the computer sleeps there are none. */
const TICKS = 20;

const NOTHING: ScanResult = { findings: [], models: [], hints: [], broken: false };

interface Waiter {
  done(scanned: Scanned<unknown> | undefined): void;
  fail(error: Error): void;
}

/** A document that is read again and again while it is edited. */
export interface ThreadDocument<T> {
  /**
   * Reads the text as it is when its turn comes; those who ask until then get the same answer, so that a text that has
   * been typed over by then is never read. Resolves to `undefined` where the document is closed before. A text that
   * takes too long or ends the thread is not read again: its result is empty and says why. Rejects where nothing can
   * be read at all.
   */
  read(): Promise<Scanned<T> | undefined>;
  dispose(): void;
}

class Entry {
  waiters: Waiter[] = [];
  /** The text that was given up, and the result that says so. */
  refused: { readonly text: ScanText; readonly result: ScanResult } | undefined;
  isClosed = false;

  constructor(
    readonly id: number,
    readonly language: CodeLanguage,
    readonly take: () => Taken<unknown>,
  ) {}
}

/** What the thread is at. */
interface Job {
  readonly id: number;
  readonly entry: Entry;
  readonly taken: Taken<unknown>;
  readonly waiters: readonly Waiter[];
}

/**
 * Reads code in a thread of its own, one text at a time, first come first served. The thread is started when it is
 * first needed. One that takes longer than its budget, or dies, is replaced; that costs the text that it was at.
 */
export class ScanThread {
  readonly #queue: Entry[] = [];
  #thread: ScannerThread | undefined;
  #isReady = false;
  #job: Job | undefined;
  #clock: NodeJS.Timeout | undefined;
  #nextId = 1;
  #isDisposed = false;

  readonly #options: ScanThreadOptions;

  constructor(options: ScanThreadOptions) {
    this.#options = options;
  }

  /** @param take the text at that moment; called when the thread is free for it. */
  open<T>(language: CodeLanguage, take: () => Taken<T>): ThreadDocument<T> {
    const entry = new Entry(this.#nextId++, language, take);
    return {
      read: () => this.#read(entry) as Promise<Scanned<T> | undefined>,
      dispose: () => this.#close(entry),
    };
  }

  /** Reads a text once. */
  async scan(text: string, language: CodeLanguage, { numbers = false } = {}): Promise<ScanResult> {
    const document = this.open(language, () => ({ text, moment: undefined, numbers }));
    try {
      return (await document.read())?.result ?? NOTHING;
    } finally {
      document.dispose();
    }
  }

  /** Ends the thread; pending requests are answered that nothing comes. */
  dispose(): void {
    this.#isDisposed = true;
    const waiters = [...(this.#job?.waiters ?? []), ...this.#queue.flatMap((entry) => entry.waiters)];
    this.#queue.length = 0;
    this.#end();
    for (const { done } of waiters) done(undefined);
  }

  #read(entry: Entry): Promise<Scanned<unknown> | undefined> {
    if (this.#isDisposed || entry.isClosed) return Promise.resolve(undefined);
    const answer = new Promise<Scanned<unknown> | undefined>((done, fail) =>
      entry.waiters.push({ done, fail }),
    );
    if (!this.#queue.includes(entry)) this.#queue.push(entry);
    this.#next();
    return answer;
  }

  #close(entry: Entry): void {
    if (entry.isClosed) return;
    entry.isClosed = true;
    const at = this.#queue.indexOf(entry);
    if (at >= 0) this.#queue.splice(at, 1);
    for (const { done } of entry.waiters.splice(0)) done(undefined);
    if (this.#isReady) this.#thread?.postMessage({ type: 'close', document: entry.id });
  }

  /** Gives the thread the next text, if it is free. */
  #next(): void {
    while (!this.#job && this.#queue.length > 0 && this.#hasThread()) {
      const entry = this.#queue.shift()!;
      const taken = entry.take();
      const waiters = entry.waiters.splice(0);
      const { refused } = entry;
      if (refused && isSame(refused.text, taken.text)) {
        for (const { done } of waiters) done({ result: refused.result, moment: taken.moment });
        continue;
      }
      entry.refused = undefined;
      this.#job = { id: this.#nextId++, entry, taken, waiters };
      this.#begin(this.#job);
    }
  }

  /** A text is taken only when it can be read at once. */
  #hasThread(): boolean {
    if (!this.#thread) this.#start();
    return this.#isReady;
  }

  #begin({ id, entry, taken: { text, numbers } }: Job): void {
    const { id: document, language } = entry;
    this.#thread?.ref?.();
    this.#thread?.postMessage({ type: 'scan', id, document, language, text, numbers });
    this.#tick(() => this.#giveUp('slow'));
  }

  #start(): void {
    let thread: ScannerThread;
    try {
      thread = this.#options.start();
    } catch (error) {
      this.#unavailable((error as Error).message);
      return;
    }
    this.#thread = thread;
    const lost = (reason: string) => thread === this.#thread && this.#lose(reason);
    thread.on('message', (message) => thread === this.#thread && this.#hear(message));
    thread.on('error', (error) => lost(error.message));
    thread.on('exit', (code) => lost(l10n.t('The worker thread ended by itself (exit code {0}).', code)));
    this.#tick(
      () => this.#unavailable(l10n.t('its thread does not start')),
      Math.max(PATIENCE, this.#options.budget),
    );
  }

  #hear(message: FromScanner): void {
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        this.#rest();
        break;
      case 'unavailable':
        this.#unavailable(message.reason);
        return;
      default:
        this.#answer(message);
    }
    this.#next();
  }

  #answer(message: Extract<FromScanner, { id: number }>): void {
    const job = this.#job;
    if (job?.id !== message.id) return;
    this.#job = undefined;
    this.#rest();
    for (const { done, fail } of job.waiters) {
      if (job.entry.isClosed) done(undefined);
      else if (message.type === 'scanned') done({ result: message.result, moment: job.taken.moment });
      else fail(new Error(message.reason));
    }
  }

  /** The thread has nothing to do, and keeps no process alive. */
  #rest(): void {
    clearInterval(this.#clock);
    this.#thread?.unref?.();
  }

  #lose(reason: string): void {
    if (this.#job) this.#giveUp('died');
    else if (this.#isReady) this.#end();
    else this.#unavailable(reason);
  }

  /** The text that the thread is at is too much for it; the others have another thread. */
  #giveUp(why: 'slow' | 'died'): void {
    const { entry, taken, waiters } = this.#job!;
    const result: ScanResult = { ...NOTHING, isCut: true, why };
    entry.refused = { text: taken.text, result };
    this.#end();
    for (const { done } of waiters) done(entry.isClosed ? undefined : { result, moment: taken.moment });
    this.#next();
  }

  /** The thread is gone: pending requests are answered, and the next request starts another. */
  #unavailable(reason: string): void {
    const waiters = this.#queue.splice(0).flatMap((entry) => entry.waiters.splice(0));
    this.#end();
    for (const { fail } of waiters) fail(new Error(reason));
  }

  #end(): void {
    clearInterval(this.#clock);
    void this.#thread?.terminate();
    this.#thread = undefined;
    this.#job = undefined;
    this.#isReady = false;
  }

  #tick(late: () => void, budget = this.#options.budget): void {
    let ticks = 0;
    clearInterval(this.#clock);
    this.#clock = setInterval(() => {
      if (++ticks === TICKS) late();
    }, budget / TICKS);
  }
}

function isSame(a: ScanText, b: ScanText): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.length === b.length && a.every((text, i) => text === b[i]);
}
