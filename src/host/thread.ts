import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';

/** What is needed of a worker thread that is sent `To` and sends `From`. */
export interface Thread<To, From> {
  postMessage(message: To | { readonly type: 'close' }): void;
  on(event: 'message', listener: (message: From) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  terminate(): unknown;
}

/** Milliseconds that a thread has to keep what it has. */
const CLOSING = 3_000;
/** The heap of a thread: curves lie outside of it and are thinned out, outputs are cut. */
const HEAP_MEGABYTES = 1024;

/** Starts a thread of the bundle at `script`. */
export const startThread = (script: string, workerData: unknown): Worker =>
  new Worker(script, { workerData, resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES } });

/** Reports why a thread has ended. */
export function whenEnded<To, From>(thread: Thread<To, From>, report: (reason: string) => void): void {
  let reason = '';
  thread.on('error', (error) => {
    reason = error.message;
  });
  thread.on('exit', (code) =>
    report(reason || l10n.t('The worker thread ended by itself (exit code {0}).', code)),
  );
}

/** Lets a thread keep what it has, and ends one that does not come to its end. */
export function endThread<To, From>(thread: Thread<To, From>): Promise<void> {
  return new Promise((done) => {
    const late = setTimeout(() => thread.terminate(), CLOSING);
    late.unref();
    thread.on('exit', () => {
      clearTimeout(late);
      done();
    });
    thread.postMessage({ type: 'close' });
  });
}
