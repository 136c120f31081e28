import { setPriority } from 'node:os';
import type { ThreadData } from './thread';

/** Enough for the editor's threads to come first, and a fair share where a person's own training takes all cores. */
const NICE = 5;

/** Lets the threads come first that a person waits for, if this thread was told to. */
export function giveWay({ givesWay }: ThreadData): void {
  // Linux has a priority for each thread, and 0 is the one that asks; elsewhere it would be the whole process.
  if (givesWay && process.platform === 'linux') setPriority(0, NICE);
}
