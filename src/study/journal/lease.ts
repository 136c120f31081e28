import { hostname } from 'node:os';
import { isObject, type Json, tryJson, writeJson } from './python-json';

/** Who evaluates a trial, and until when others leave it alone. Optuna's journals know of no heartbeat. */
export interface Lease {
  /** The journal that took it, one of a process. */
  readonly worker: string;
  readonly host: string;
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** As it stands in an attribute. */
export const writeLease = (lease: Lease): string => writeJson(lease);

/** Undefined for what is no lease. */
export function readLease(attribute: Json | undefined): Lease | undefined {
  const lease = tryJson(attribute);
  return isObject(lease) && typeof lease.worker === 'string' && typeof lease.until === 'number'
    ? (lease as unknown as Lease)
    : undefined;
}

/** Whether somebody still works under it: of a process of this machine the system knows, else time decides. */
export function isInForce(lease: Lease | undefined, now: number): boolean {
  return lease !== undefined && lease.until > now && (lease.host !== hostname() || isAlive(lease.pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
