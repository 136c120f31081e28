import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { type Dataset, validationOf } from '../core/dataset';
import { createTrainer } from '../core/trainer';
import { LIMITS } from '../data/limits';
import { loadDataset } from '../data/load';
import { unpackedBytes } from '../data/unpacked-bytes';
import { readWhole, TooLargeError } from '../files/read-whole';
import type { ToWorker } from '../protocol';
import { ThreadCrew } from './crew';
import { withNamesTranslated } from './generated-names';
import { ThreadMemory } from './memory';
import { giveWay } from './priority';
import { Session } from './session';
import { startHelper, type ThreadData } from './thread';

const port = parentPort!;
const data = (workerData ?? {}) as ThreadData;
const { translations } = data;
if (translations) l10n.config({ contents: { ...translations } });
giveWay(data);
const memory = data.memory && new ThreadMemory(data.memory);

/** Maximum bytes of memory per byte of a file while reading: text, cells and parsed numbers. */
const READING = 6;

/** Reads a user's file; throws before reading if it is too large. The message is appended to the file's name. */
async function readPersonsFile(
  path: string,
  folder: string | null,
  claim: (bytes: number) => void,
): Promise<Uint8Array> {
  if (folder === null && !isAbsolute(path))
    throw new Error(
      l10n.t(
        'the path is relative to the experiment file, and the experiment is in no folder yet; save it to a file, or use an absolute path.',
      ),
    );
  const file = folder === null ? path : resolve(folder, path);
  try {
    const bytes = await readWhole(file, LIMITS.bytes, claim);
    claim(unpackedBytes(bytes));
    return bytes;
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error;
    const [size, most] = [Math.ceil(error.bytes / 1e6), Math.floor(LIMITS.bytes / 1e6)];
    throw new Error(l10n.t('it is {0} MB; at most {1} MB are read.', size, most));
  }
}

/** Size of a data set in bytes. */
function bytesOf(made: Dataset): number {
  const sets = [made.train, validationOf(made), made.test];
  return sets.reduce((sum, { x, y }) => sum + x.byteLength + y.byteLength, 0);
}

const crew = new ThreadCrew(availableParallelism(), () => startHelper(join(__dirname, 'helper.js'), data));
const session = new Session({
  post: (message, transfer) => port.postMessage(message, transfer),
  load: async (data, seed, folder, onProgress, runSeed, hold) => {
    let reading = 0;
    const claim = (bytes: number) => {
      reading += READING * bytes;
      hold('reading', reading);
    };
    const readFile = (path: string) => readPersonsFile(path, folder, claim);
    const isFile = (path: string) =>
      stat(folder === null ? path : resolve(folder, path)).then(
        (found) => found.isFile(),
        () => false,
      );
    const made = await loadDataset(data, { seed, runSeed, onProgress, readFile, isFile });
    hold('reading', 0);
    hold('data', bytesOf(made));
    return withNamesTranslated(made, data.source);
  },
  createTrainer,
  memory,
  crew,
  now: () => performance.now(),
  soon: (callback) => setImmediate(callback),
});

port.on('message', (message: ToWorker) => session.receive(message));
