import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { createTrainer } from '../core/trainer';
import { LIMITS } from '../data/limits';
import { loadDataset } from '../data/load';
import type { ToWorker } from '../protocol';
import { Session } from './session';

const port = parentPort!;

/** A person's file; what is too large is refused before it is read. Reasons are told after the file's name. */
async function readPersonsFile(path: string, folder: string | null): Promise<Uint8Array> {
  if (folder === null && !isAbsolute(path))
    throw new Error(
      'the path is relative to the experiment file, and the experiment is in no folder yet; save it to a file, or use an absolute path.',
    );
  const file = folder === null ? path : resolve(folder, path);
  const { size, isFile } = await statOf(file);
  if (!isFile) throw new Error('it is not a file.');
  if (size > LIMITS.bytes)
    throw new Error(
      `it has ${Math.ceil(size / 1e6)} MB; at most ${Math.floor(LIMITS.bytes / 1e6)} MB are read.`,
    );
  return readFile(file);
}

async function statOf(file: string) {
  const status = await stat(file);
  return { size: status.size, isFile: status.isFile() };
}

const session = new Session({
  post: (message, transfer) => port.postMessage(message, transfer),
  load: (data, seed, folder, onProgress) =>
    loadDataset(data, {
      seed,
      onProgress,
      readFile: (path) => readPersonsFile(path, folder),
    }),
  createTrainer,
  now: () => performance.now(),
  soon: (callback) => setImmediate(callback),
});

port.on('message', (message: ToWorker) => session.receive(message));
