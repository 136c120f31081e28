import type { Interruption, Io } from './io';

/** Termination signals, with the numbers that a shell adds to 128. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** The parts of a process that are observed. */
type ProcessLike = Pick<NodeJS.Process, 'on' | 'stdout' | 'stderr'>;

/**
 * Turns signals and output errors into interruptions.
 * @param end exits immediately: there is no listener, or a second signal has arrived.
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
    // All further writes fail as well.
    if (failed) return;
    failed = true;
    // The reader has closed the pipe (`… | head`), so no message is needed.
    if (error.code === 'EPIPE') return interrupt({ status: 0 });
    process.stderr.write(`The output cannot be written: ${error.message}\n`);
    interrupt({ status: 1 });
  });
  // Errors cannot be reported, only the exit status remains.
  process.stderr.on('error', () => {});
  return (next) => {
    listener = next;
    return () => {
      listener = undefined;
    };
  };
}
