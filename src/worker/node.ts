import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { createTrainer } from '../core/trainer';
import { loadDataset } from '../data/load';
import type { ToWorker } from '../protocol';
import { Session } from './session';

const port = parentPort!;

const session = new Session({
  post: (message, transfer) => port.postMessage(message, transfer),
  load: (data, seed, folder, onProgress) =>
    loadDataset(data, {
      seed,
      onProgress,
      readFile: (path) => readFile(folder === null ? path : resolve(folder, path)),
    }),
  createTrainer,
  now: () => performance.now(),
  soon: (callback) => setImmediate(callback),
});

port.on('message', (message: ToWorker) => session.receive(message));
