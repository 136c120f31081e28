import type { Interruption, Io } from './io';

/** Signals that ask a process to end, with the numbers that a shell adds to 128. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** The parts of a process that are listened to. */
type ProcessLike = Pick<NodeJS.Process, 'on' | 'stdout' | 'stderr'>;

/**
 * Turns signals, and an output that cannot be written to any more, into interruptions.
 * @param end ends the process at once: nobody listens, or nobody wants to wait any longer.
 */
export function interruptionsOf(
  process: ProcessLike,
  end: (status: number) => void,
): NonNullable<Io['onInterruption']> {
  let listener: ((interruption: Interruption) => void) | undefined;
  const interrupt = (interruption: Interruption) => {
    const listening = listener;
    listener = undefined;
    if (listening) listening(interruption);
    else end(interruption.status);
  };
  for (const [name, number] of Object.entries(SIGNALS))
    process.on(name as NodeJS.Signals, () => interrupt({ status: 128 + number, words: name }));
  let failed = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Everything that is still written fails likewise.
    if (failed) return;
    failed = true;
    // The reader has gone (`… | head`): there is nobody left to tell.
    if (error.code === 'EPIPE') return interrupt({ status: 0 });
    process.stderr.write(`The output cannot be written: ${error.message}\n`);
    interrupt({ status: 1 });
  });
  // Nobody hears what goes wrong: the exit status says it.
  process.stderr.on('error', () => {});
  return (next) => {
    listener = next;
    return () => {
      listener = undefined;
    };
  };
}
