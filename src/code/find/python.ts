import type { ScanResult } from '../finding';
import { findingsOfCall } from './call-findings';
import type { Context } from './context';
import { modelsOf } from './models';
import { trainingsOf } from './trainings';

/** All that a Python text says; of one that is too complex, what was found until then. */
export function readPython(context: Context, broken: boolean): ScanResult {
  const found = context.known.flatMap((known) => findingsOfCall(context, known));
  found.sort((a, b) => a.start - b.start || a.end - b.end);
  const { findings, models } = trainingsOf(context, found, modelsOf(context, found));
  return { findings, models, hints: [], broken };
}
