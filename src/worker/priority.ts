import { setPriority } from 'node:os';
import type { ThreadData } from './thread';

/**
 * Low enough for the editor's threads to come first (at 5 they waited twice as long), and high enough for a tenth of
 * the processor when the user's own training takes all cores (at 19 the first point came late).
 */
const NICE = 10;

/** Lowers the priority of this thread, if configured, in favour of interactive threads. */
export function giveWay({ givesWay }: ThreadData): void {
  // On Linux, priorities are per thread and 0 is the calling one; elsewhere it would affect the whole process.
  if (givesWay && process.platform === 'linux') setPriority(0, NICE);
}
