/** Time, as a session sees it; a test brings its own. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Calls back after the messages that wait have been delivered. */
  soon(callback: () => void): void;
}
