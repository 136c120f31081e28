// Entry point of a helper thread; see `src/core/crew.ts`.
import { parentPort, workerData } from 'node:worker_threads';
import { type HelpersTask, help } from '../core/crew';
import { giveWay } from './priority';
import type { ThreadData } from './thread';

giveWay((workerData ?? {}) as ThreadData);
parentPort!.on('message', ({ task, thread }: { task: HelpersTask; thread: number }) => help(task, thread));
