import { setPriority } from 'node:os';
import type { ThreadData } from './thread';

/**
 * Enough for the editor's threads to come first (at 5 they waited twice as long), and still a tenth of the processor
 * where a person's own training takes all cores (at 19 the first point came late).
 */
const NICE = 10;

/** Lets the threads come first that a person waits for, if this thread was told to. */
export function giveWay({ givesWay }: ThreadData): void {
  // Linux has a priority for each thread, and 0 is the one that asks; elsewhere it would be the whole process.
  if (givesWay && process.platform === 'linux') setPriority(0, NICE);
}
