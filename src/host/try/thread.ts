import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { reasonOf } from '../../files/reasons';
import { writeWhole } from '../../files/write-whole';
import type { FromTryThread, ToTryThread, TryThreadData } from './messages';
import { TryOutputs } from './outputs';
import { TrySession } from './session';
import { keptIn, TryStore } from './store';
import { tryCsv } from './try-csv';

// Runs trials and reads what they print, so that the extension host only passes on what is drawn. While this thread has too
// much to read, a script waits at its pipe.

/** Milliseconds between two messages that an output has grown. */
const PAUSE = 200;

const port = parentPort!;
const { folder, pointed: before, translations } = workerData as TryThreadData;
if (translations) l10n.config({ contents: { ...translations } });

let pointed = before;
let workers = 1;
let timer: NodeJS.Timeout | undefined;
const post = (message: FromTryThread) => port.postMessage(message);
const store = folder === null ? null : new TryStore(keptIn(folder));
const outputs = new TryOutputs(folder === null ? null : join(folder, 'trial-outputs'));
const session = new TrySession({
  outputs,
  workers: () => workers,
  pointed: () => pointed,
  keep: (kept) => store?.keep(kept),
  wrote() {
    timer ??= setTimeout(() => {
      timer = undefined;
      post({ type: 'wrote' });
    }, PAUSE);
  },
});
session.onDidChange(() => session.state && post({ type: 'state', state: session.state }));

async function open(): Promise<void> {
  const kept = await store?.read();
  if (!kept) return;
  const { id, plan, command } = kept;
  post({ type: 'restored', tried: { id, plan, command } });
  session.restore(kept);
}

async function close(): Promise<void> {
  session.dispose();
  await Promise.all([store?.close(), outputs.close()]);
  clearTimeout(timer);
  port.close();
}

const write = (path: string): Promise<string | undefined> =>
  writeWhole(path, tryCsv(session.tried!.plan, session.results)).then(() => undefined, reasonOf);

async function handle(message: ToTryThread): Promise<void> {
  switch (message.type) {
    case 'open':
      return open();
    case 'start':
      workers = message.workers;
      return session.start(message.tried);
    case 'resume':
      workers = message.workers;
      return session.resume();
    case 'stop':
      return session.stop();
    case 'hold':
      return message.isHeld ? session.giveWay() : session.goOn();
    case 'point':
      pointed = message.pointed;
      return post({ type: 'answer', request: message.request, answer: await session.repoint() });
    case 'output':
      return post({ type: 'answer', request: message.request, answer: await outputs.of(message.trial) });
    case 'write':
      return post({ type: 'answer', request: message.request, answer: await write(message.path) });
    case 'close':
      return close();
  }
}

/** What comes while what was kept is read waits for that. */
let opened: Promise<void> | undefined;
port.on('message', (message: ToTryThread) => {
  if (message.type === 'open') opened = handle(message);
  else if (opened === undefined) void handle(message);
  else void opened.then(() => handle(message));
});
