import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { createTrainer } from '../core/trainer';
import { loadDataset } from '../data/load';
import type { ToWorker } from '../protocol';
import { Session } from './session';

const port = parentPort!;

function located(path: string, folder: string | null): string {
  if (folder === null && !isAbsolute(path))
    throw new Error(
      `${path}: the path is relative to the experiment file, and the experiment is in no folder yet; save it to a file, or use an absolute path.`,
    );
  return folder === null ? path : resolve(folder, path);
}

const session = new Session({
  post: (message, transfer) => port.postMessage(message, transfer),
  load: (data, seed, folder, onProgress) =>
    loadDataset(data, {
      seed,
      onProgress,
      readFile: (path) => readFile(located(path, folder)),
    }),
  createTrainer,
  now: () => performance.now(),
  soon: (callback) => setImmediate(callback),
});

port.on('message', (message: ToWorker) => session.receive(message));
