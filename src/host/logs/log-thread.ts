import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { reasonOf } from '../../files/reasons';
import { writeWhole } from '../../files/write-whole';
import { disk, FOR_CHARTS, type LogRun, LogSession } from '../../logs';
import type { LogsState } from '../../protocol';
import { corrected, keepLog, keptRuns } from './kept-log';
import { logCsv } from './log-csv';
import { keptOf, stateOf } from './log-state';
import type { FromLogThread, LogThreadData, ToLogThread } from './messages';

// Reads logs and follows them, so that the extension host only passes on what is drawn.

/** Milliseconds between two states at the least; and of them, the share that making them may take. */
const PAUSE = 100;
const SHARE = 0.25;
/** Milliseconds after which what has been added is kept. */
const KEEPING = 30_000;

const port = parentPort!;
const { paths, title, corrections, translations, keepAt } = workerData as LogThreadData;
let { together } = workerData as LogThreadData;
if (translations) l10n.config({ contents: { ...translations } });

const openedAt = Date.now();
let shown: ReadonlySet<string> | null = null;
let timer: NodeJS.Timeout | undefined;
let publishedAt = Number.NEGATIVE_INFINITY;
let took = 0;
let state: LogsState | undefined;
let keptAt = openedAt;
/** What the curves were when they were kept last. */
let kept: readonly LogRun[] = [];

function publish(): void {
  clearTimeout(timer);
  timer = undefined;
  const begun = performance.now();
  state = stateOf(session, kept, title, shown, together);
  port.postMessage({ type: 'state', state } satisfies FromLogThread);
  publishedAt = performance.now();
  took = publishedAt - begun;
}

/** While it reads, this thread is seldom idle: what is due is published here. */
function changed(): void {
  const wait = publishedAt + Math.max(PAUSE, took / SHARE) - performance.now();
  if (wait <= 0) publish();
  else timer ??= setTimeout(publish, wait);
  if (!session.isReading && Date.now() - keptAt > KEEPING) void keep();
}

const session: LogSession = new LogSession({ disk, follow: true, points: FOR_CHARTS, onChange: changed });
session.corrections = corrections;
port.on('message', (message: ToLogThread) => {
  switch (message.type) {
    case 'close':
      session.dispose();
      void keep().finally(() => port.close());
      return;
    case 'write':
      void write(message.request, message.path);
      return;
    case 'show':
      shown = new Set(message.runs);
      break;
    case 'correct':
      session.corrections = message.corrections;
      together = message.together;
      kept = kept.map((run) => corrected(run, message.corrections));
  }
  publish();
});

/** Keeps what the curves are. Of what was kept and is gone now, nothing is lost. */
async function keep(): Promise<void> {
  keptAt = Date.now();
  const runs = [...session.runs, ...keptOf(session, kept)];
  if (!keepAt || session.isReading || runs.length === 0) return;
  const said = runs.length === 1 ? (state?.runs[0]?.said ?? null) : null;
  // What cannot be kept is still on the screen.
  await keepLog(keepAt, { title, paths: [...paths], openedAt, said }, runs).catch(() => {});
}

async function write(request: number, path: string): Promise<void> {
  const post = (message: FromLogThread) => port.postMessage(message);
  await writeWhole(path, logCsv([...session.runs, ...keptOf(session, kept)])).then(
    () => post({ type: 'written', request }),
    (error) => post({ type: 'written', request, reason: reasonOf(error) }),
  );
}

async function read(): Promise<void> {
  if (keepAt) kept = await keptRuns(keepAt, corrections);
  await session.open(paths);
  publish();
  await keep();
}

void read();
