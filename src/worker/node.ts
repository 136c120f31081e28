import { availableParallelism } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { createTrainer } from '../core/trainer';
import { LIMITS } from '../data/limits';
import { loadDataset } from '../data/load';
import { readWhole, TooLargeError } from '../files/read-whole';
import type { ToWorker } from '../protocol';
import { ThreadCrew } from './crew';
import { withNamesTranslated } from './generated-names';
import { giveWay } from './priority';
import { Session } from './session';
import { startHelper, type ThreadData } from './thread';

const port = parentPort!;
const data = (workerData ?? {}) as ThreadData;
const { translations } = data;
if (translations) l10n.config({ contents: { ...translations } });
giveWay(data);

/** A person's file; what is too large is refused before it is read. The reason follows the file's name. */
async function readPersonsFile(path: string, folder: string | null): Promise<Uint8Array> {
  if (folder === null && !isAbsolute(path))
    throw new Error(
      l10n.t(
        'the path is relative to the experiment file, and the experiment is in no folder yet; save it to a file, or use an absolute path.',
      ),
    );
  const file = folder === null ? path : resolve(folder, path);
  try {
    return await readWhole(file, LIMITS.bytes);
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error;
    const [size, most] = [Math.ceil(error.bytes / 1e6), Math.floor(LIMITS.bytes / 1e6)];
    throw new Error(l10n.t('it has {0} MB; at most {1} MB are read.', size, most));
  }
}

const crew = new ThreadCrew(availableParallelism(), () => startHelper(join(__dirname, 'helper.js'), data));
const session = new Session({
  post: (message, transfer) => port.postMessage(message, transfer),
  load: async (data, seed, folder, onProgress, runSeed) => {
    const readFile = (path: string) => readPersonsFile(path, folder);
    return withNamesTranslated(await loadDataset(data, { seed, runSeed, onProgress, readFile }), data.source);
  },
  createTrainer,
  crew,
  now: () => performance.now(),
  soon: (callback) => setImmediate(callback),
});

port.on('message', (message: ToWorker) => session.receive(message));
