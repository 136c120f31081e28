import type { Finding, ScanResult } from '../finding';
import { findingsByName } from './by-name';
import { findingsOfCall, knownCalls } from './calls';
import type { Context } from './context';
import { epochLoops } from './epochs';
import { modelsOf } from './models';

/** All that a Python text says. */
export function readPython(context: Context): ScanResult {
  const calls = [...knownCalls(context)];
  const findings = calls.flatMap((call) => findingsOfCall(context, call));
  if (context.framework) findings.push(...epochLoops(context));
  const byName = beyond(findings, [...findingsByName(context)]);
  if (context.framework || speaksOfTraining(byName)) findings.push(...supported(findings, byName));
  findings.sort((a, b) => a.start - b.start || a.end - b.end);
  return { findings, models: modelsOf(context, findings), hints: [], broken: context.file.source.isBroken };
}

/** What is not the literal of another finding already. */
function beyond(findings: readonly Finding[], more: readonly Finding[]): Finding[] {
  const taken = new Set(findings.flatMap(({ edit }) => (edit ? [edit.start] : [])));
  return more.filter(({ edit }) => {
    if (!edit || taken.has(edit.start)) return false;
    taken.add(edit.start);
    return true;
  });
}

/**
 * A momentum, a batch size or a number of epochs by name alone means training only where a drop ratio, a learning
 * rate or an optimizer stands in the same file.
 */
function supported(findings: readonly Finding[], byName: readonly Finding[]): readonly Finding[] {
  const strong = (kind: Finding['kind']) => kind === 'dropout' || kind === 'learningRate';
  const isTraining = [...findings, ...byName].some(({ kind }) => strong(kind) || kind === 'optimizer');
  return isTraining ? byName : byName.filter(({ kind }) => strong(kind));
}

/** Plain constants are hyperparameters where a drop ratio or a learning rate stands beside another of them. */
function speaksOfTraining(findings: readonly Finding[]): boolean {
  const kinds = new Set(findings.map(({ kind }) => kind));
  return kinds.size > 1 && (kinds.has('dropout') || kinds.has('learningRate'));
}
