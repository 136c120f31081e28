import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { pathWords } from './allowed';
import { parseLocated } from './located-json';
import type { Problem } from './problem';
import { isUnknownKey, problemOf, structureProblems } from './problems';
import { contradictions, warningsOf } from './rules';
import { type Experiment, experimentSchema, MAX_FILE_BYTES } from './schema';
import { isRecord, type Path } from './schema-node';

export type { Problem } from './problem';

export type ParseResult =
  | { readonly ok: true; readonly experiment: Experiment; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The deepest nesting that an experiment may have; a valid one has five levels. */
const MAX_DEPTH = 32;
/** More problems than anyone reads. */
const MAX_PROBLEMS = 50;

/** Checks anything that may be an experiment and fills the defaults in. Never throws. */
export function parseExperiment(input: unknown): ParseResult {
  const deep = tooDeep(input);
  return deep ? { ok: false, problems: [deep] } : check(input);
}

function check(input: unknown): ParseResult {
  const structure = firstProblems(structureProblems(input));
  // With as many as are shown, what else the schema says would be said in vain; of what has no end there is no end.
  if (structure.length === MAX_PROBLEMS || structure.some(({ tooMany }) => tooMany))
    return { ok: false, problems: structure };
  const result = v.safeParse(experimentSchema, input);
  if (!result.success || structure.length > 0)
    return { ok: false, problems: firstProblems(allProblems(structure, result.issues ?? [], input)) };
  const problems = contradictions(result.output);
  if (problems.length > 0) return { ok: false, problems: firstProblems(problems) };
  return { ok: true, experiment: result.output, warnings: warningsOf(result.output) };
}

/**
 * Reads the text of an experiment file. Problems carry the line and column at which they stand, and their messages
 * begin with the file's name where it is given: `moons.dropout.json:4:21: training.epochs: …`.
 */
export function parseExperimentText(text: string, fileName?: string): ParseResult {
  const result = readText(text);
  if (result.ok || fileName === undefined) return result;
  const problems = result.problems.map((problem) => {
    const place = problem.line === undefined ? fileName : `${fileName}:${problem.line}:${problem.column}`;
    return { ...problem, message: `${place}: ${problem.message}` };
  });
  return { ok: false, problems };
}

function readText(text: string): ParseResult {
  if (text.length > MAX_FILE_BYTES) {
    const message = l10n.t(
      'the file has {0} characters; an experiment file has at most {1}',
      text.length,
      MAX_FILE_BYTES,
    );
    return { ok: false, problems: [{ path: [], message }] };
  }
  const located = parseLocated(text, MAX_DEPTH);
  if (!located.ok) return { ok: false, problems: [{ path: [], ...located.problem }] };
  const result = check(located.value);
  if (!result.ok)
    return { ok: false, problems: result.problems.map((one) => ({ ...one, ...located.placeOf(one.path) })) };
  return { ...result, warnings: [...located.duplicates.map(duplicateWords), ...result.warnings] };
}

function duplicateWords({ path, line }: { path: Path; line: number }): string {
  return l10n.t('{0}: appears twice; the one at line {1} counts.', pathWords(path), line);
}

/** What the schema says beside the structure; what is inside of a refused key or list follows from that. */
function* allProblems(
  structure: readonly Problem[],
  issues: readonly v.BaseIssue<unknown>[],
  input: unknown,
): Generator<Problem, void> {
  yield* structure;
  for (const issue of issues) {
    const keys = issue.path?.map(({ key }) => key) ?? [];
    const follows = structure.some(({ path }) => path.every((key, i) => key === keys[i]));
    if (!follows && !isUnknownKey(issue)) yield problemOf(issue, input);
  }
}

/** The first {@link MAX_PROBLEMS}, one message a place: what follows from the first says nothing new. */
function firstProblems<P extends Problem>(problems: Iterable<P>): P[] {
  const places = new Map<string, P>();
  for (const problem of problems) {
    const place = JSON.stringify(problem.path);
    if (!places.has(place)) places.set(place, problem);
    if (places.size === MAX_PROBLEMS) break;
  }
  return [...places.values()];
}

/** Refuses what would overflow the stack of a recursive check. */
function tooDeep(input: unknown): Problem | undefined {
  let level: unknown[] = [input];
  for (let depth = 0; depth <= MAX_DEPTH; depth++) {
    level = level.flatMap((value) => (isRecord(value) ? Object.values(value).filter(isRecord) : []));
    if (level.length === 0) return undefined;
  }
  const message = l10n.t('the experiment is nested more than {0} levels deep', MAX_DEPTH);
  return { path: [], message };
}
