import type { ScanResult } from '../finding';
import { findingsOfCall } from './call-findings';
import type { Context } from './context';

/** All that a Python text says; of one that is too complex, what was found until then. */
export function readPython(context: Context, broken: boolean): ScanResult {
  const findings = context.known.flatMap((known) => findingsOfCall(context, known));
  return { findings, models: [], hints: [], broken };
}
