/** The clock of a session; tests provide their own. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Calls back after pending messages have been delivered. */
  soon(callback: () => void): void;
}
