import { tune } from './kernels/engine';
import { countedAs } from './kernels/heap';

/** Input of a helper thread; can be sent in a message. */
export interface HelpersTask {
  readonly module: WebAssembly.Module;
  /** Shared by all threads. */
  readonly memory: WebAssembly.Memory;
  /** Address of the network in the memory. */
  readonly net: number;
}

/** A network whose steps can be shared between threads. */
export interface SharedWork extends HelpersTask {
  /**
   * Sets the number of threads, including the trainer's own, from the next step on; results do not depend on it. 0
   * dismisses the helpers: their `help` returns.
   */
  setThreads(threads: number): void;
}

/** Helper threads for a trainer. `core` starts no threads itself; the caller may provide them. */
export interface Crew {
  /** Maximum number of threads per network, including the trainer's own. */
  readonly most: number;
  /**
   * Offers a network whose steps are long enough to be shared. The crew lets its threads (1, 2, …, `most` − 1) call
   * `help`, now or later, and sets by `setThreads` how many may work.
   */
  enlist(work: SharedWork): void;
  /** Ends the sharing of a network; its helpers have been dismissed. */
  release(work: SharedWork): void;
}

/** Works on a network as thread `thread`; blocks until the helpers are dismissed. */
export function help({ module, memory, net }: HelpersTask, thread: number): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // The memory lives until this thread collects garbage, and it produces hardly any.
  countedAs(memory);
  tune(exports);
  (exports as { help(net: number, thread: number): void }).help(net, thread);
}
