import { tune } from './kernels/engine';
import { countedAs } from './kernels/heap';

/** What a helping thread is given: it can be sent to one by a message. */
export interface HelpersTask {
  readonly module: WebAssembly.Module;
  /** Shared by all threads. */
  readonly memory: WebAssembly.Memory;
  /** Where the network lies in it. */
  readonly net: number;
}

/** A network whose steps threads may share. */
export interface SharedWork extends HelpersTask {
  /**
   * Lets this many threads, the trainer's own among them, work from the next step on; the bits do not depend on it. 0
   * sends the helpers home: their `help` returns.
   */
  setThreads(threads: number): void;
}

/** The threads that may help a trainer. Core knows no threads: whoever makes a trainer brings them, or leaves them out. */
export interface Crew {
  /** The most threads that can work on one network, the trainer's own among them. */
  readonly most: number;
  /**
   * A network is there whose steps are long enough to be shared. The crew has each of its threads (1, 2, …, `most` − 1)
   * call `help`, now or later, and says by `setThreads` how many may work.
   */
  enlist(work: SharedWork): void;
  /** The network is not trained any more; its helpers have been sent home. */
  release(work: SharedWork): void;
}

/** Helps with a network as thread `thread`, and blocks until the helpers are sent home. */
export function help({ module, memory, net }: HelpersTask, thread: number): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // Its memory stays until this thread collects garbage, which it hardly makes.
  countedAs(memory);
  tune(exports);
  (exports as { help(net: number, thread: number): void }).help(net, thread);
}
