import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { disk, FOR_CHARTS, LogSession } from '../../logs';
import { stateOf } from './log-state';
import type { FromLogThread, LogThreadData, ToLogThread } from './messages';

// Reads logs and follows them, so that the extension host only passes on what is drawn.

/** Milliseconds between two states at the least; and of them, the share that making them may take. */
const PAUSE = 100;
const SHARE = 0.25;

const port = parentPort!;
const { paths, title, corrections, translations } = workerData as LogThreadData;
if (translations) l10n.config({ contents: { ...translations } });

let shown: ReadonlySet<string> | null = null;
let timer: NodeJS.Timeout | undefined;
let publishedAt = Number.NEGATIVE_INFINITY;
let took = 0;

function publish(): void {
  clearTimeout(timer);
  timer = undefined;
  const begun = performance.now();
  port.postMessage({ type: 'state', state: stateOf(session, title, shown) } satisfies FromLogThread);
  publishedAt = performance.now();
  took = publishedAt - begun;
}

/** While it reads, this thread is seldom idle: what is due is published here. */
function changed(): void {
  const wait = publishedAt + Math.max(PAUSE, took / SHARE) - performance.now();
  if (wait <= 0) publish();
  else timer ??= setTimeout(publish, wait);
}

const session: LogSession = new LogSession({ disk, follow: true, points: FOR_CHARTS, onChange: changed });
session.corrections = corrections;
port.on('message', (message: ToLogThread) => {
  if (message.type === 'show') shown = new Set(message.runs);
  else session.corrections = message.corrections;
  publish();
});
void session.open(paths).then(publish);
