import { append } from '../../core/lists';
import { type CodeData, NO_DATA } from '../code-data';
import type { CodeHint, Finding, ScanResult, Step } from '../finding';
import { addTo } from '../program/multimap';
import { spend, within } from '../work';
import { findingsByName } from './by-name';
import { findingsOfCall } from './call-findings';
import type { Context } from './context';
import { dataOf } from './data';
import { epochsOf } from './epochs';
import { hintsOfCall } from './hints/call';
import { hintsOfFile } from './hints/file';
import { hintsOfLayer } from './hints/layer';
import { modelsOf } from './models';
import { optimizersByName } from './optimizers-by-name';
import { Owners } from './owners';
import { trainingsOf } from './trainings';

/** The packages that machine learning keeps its settings in, and what their functions are called. */
const CONFIGURATIONS = ['ml_collections', 'yacs', 'fvcore'];
const GET_CONFIGURATION = 'get_config';

/** The file sets up a configuration: `config = default.get_config()`. */
function isConfiguration({ program, traits }: Context): boolean {
  return (
    CONFIGURATIONS.some((name) => traits.packages.has(name)) || program.callsOf(GET_CONFIGURATION).length > 0
  );
}

/** All that a Python text says; of one that is too complex, what was found until then. */
export function readPython(context: Context, broken: boolean): ScanResult {
  const findings: Finding[] = [];
  const hints: CodeHint[] = [];
  within(() => {
    for (const known of context.eachKnown()) {
      const own = findingsOfCall(context, known);
      append(findings, own);
      append(hints, [...hintsOfCall(context, known, own), ...hintsOfLayer(context, known)]);
    }
    names(context, findings);
  }, undefined);
  const found = findings.sort(inOrder);
  const sequences = within(() => modelsOf(context, found), []);
  const owners = new Owners(context, sequences);
  const untrained = { findings, models: sequences };
  const trained = within(() => trainingsOf(context, owners, found, sequences), untrained);
  within(() => append(hints, hintsOfFile(context, owners, trained.findings, trained.models)), undefined);
  hints.sort((a, b) => a.start - b.start);
  return { ...trained, hints, data: dataAt(context, trained), broken };
}

/** Of a file that says nothing else its data do not matter. */
function dataAt(context: Context, { findings, models }: Pick<ScanResult, 'findings' | 'models'>): CodeData {
  if (findings.length + models.length === 0) return NO_DATA;
  const isOwn = models.some(({ extras }) => extras?.some(({ validation }) => validation !== undefined));
  return within(() => dataOf(context, isOwn), NO_DATA);
}

function inOrder(a: Finding, b: Finding): number {
  return a.start - b.start || a.end - b.end;
}

/** What loops and names say beside what calls say. */
function names(context: Context, findings: Finding[]): void {
  if (context.framework) append(findings, epochsOf(context));
  const more = beyond(findings, findingsByName(context));
  if (!mayTrain(context, findings) && !speaksOfTraining(more)) return;
  const optimizers = optimizersByName(context, findings);
  append(findings, [...optimizers, ...supported(findings, more, isConfiguration(context))]);
}

/**
 * Whether names alone mean training. Most of what is done with scikit-learn has no network: there, a call of one that
 * has must stand in the file, as `dropout_rate` may be a share of students.
 */
function mayTrain(context: Context, findings: readonly Finding[]): boolean {
  const { framework } = context;
  if (framework === 'sklearn') return findings.length > 0;
  return framework !== undefined || findings.length > 0 || isConfiguration(context);
}

const parameter = /^(\w+)\s*(?::[^=]{1,60})?=/;
/** Characters from a parameter to a use of it that is the same function's. */
const NEAR = 5_000;

/** A name on the way of a finding to its value. */
interface Passed {
  readonly use: Finding;
  readonly step: Step;
  readonly next: Step;
}

/** What stands on the ways of findings that are resolved, by kind and name. */
function passedIn(findings: readonly Finding[]): ReadonlyMap<string, readonly Passed[]> {
  const found = new Map<string, Passed[]>();
  for (const use of findings)
    for (const [i, step] of use.value === null ? [] : use.chain.entries()) {
      const next = use.chain[i + 1];
      if (next) addTo(found, `${use.kind} ${step.text}`, { use, step, next });
    }
  return found;
}

/** `lr=0.1` of a function whose use of `lr` was followed to what its only call gives. */
function isPassedBy(
  { kind, text, start, end, edit }: Finding,
  passed: ReadonlyMap<string, readonly Passed[]>,
): boolean {
  const name = edit?.end === end ? parameter.exec(text)?.[1] : undefined;
  const ways = (name !== undefined && passed.get(`${kind} ${name}`)) || [];
  spend(ways.length);
  return ways.some(({ use, step, next }) => {
    // Where a module passes its own default on to a part, both are what a reader goes by.
    const isPassedOn = kind === 'dropout' && parameter.test(use.chain.at(-1)?.text ?? '');
    const isNear = step.start > end && step.start - end < NEAR;
    const isElsewhere = use.edit?.start !== edit!.start && !(next.start <= start && end <= next.end);
    return isNear && isElsewhere && !isPassedOn;
  });
}

/** What is not the literal of another finding already, nor a default that a resolved use passes by. */
function beyond(findings: readonly Finding[], more: readonly Finding[]): Finding[] {
  const taken = new Set(findings.flatMap(({ edit }) => (edit ? [edit.start] : [])));
  const uses = new Set(findings.map(({ start }) => start));
  const passed = passedIn(findings);
  return more.filter((finding) => {
    const { edit } = finding;
    if (isPassedBy(finding, passed)) return false;
    // Without a literal it has a reason: unless a call says the same, that is worth a word.
    if (!edit) return finding.reason !== null && !uses.has(finding.start);
    if (taken.has(edit.start)) return false;
    taken.add(edit.start);
    return true;
  });
}

/**
 * A momentum, a batch size or a number of epochs by name alone means training only where a drop ratio, a learning
 * rate or an optimizer stands in the same file, the latter two stand together, a call of a framework has the same, or
 * the file is one of settings.
 */
function supported(
  findings: readonly Finding[],
  byName: readonly Finding[],
  isConfigured: boolean,
): readonly Finding[] {
  const strong = (kind: Finding['kind']) => kind === 'dropout' || kind === 'learningRate';
  const kinds = new Set([...findings, ...byName].map(({ kind }) => kind));
  const isTraining =
    isConfigured ||
    [...kinds].some((kind) => strong(kind) || kind === 'optimizer') ||
    (kinds.has('epochs') && kinds.has('batchSize'));
  if (isTraining) return byName;
  const called = new Set(findings.map(({ kind }) => kind));
  return byName.filter(({ kind }) => strong(kind) || called.has(kind));
}

/** Plain constants are hyperparameters where a drop ratio or a learning rate stands beside another of them. */
function speaksOfTraining(findings: readonly Finding[]): boolean {
  const kinds = new Set(findings.map(({ kind }) => kind));
  return kinds.size > 1 && (kinds.has('dropout') || kinds.has('learningRate'));
}
