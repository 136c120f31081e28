import type { Finding, FindingKind, Model, Span } from './finding';

/** What a training takes for one kind of hyperparameter. */
export interface Choice {
  /** `undefined`: nothing is known. */
  readonly chosen: Finding | undefined;
  /** What was as good as the one that was chosen. */
  readonly others: readonly Finding[];
  /** What the code gives the model itself and no one can tell. */
  readonly unresolved: Finding | undefined;
}

/** The findings that a training may take its values from. */
export interface Candidates {
  of(kind: FindingKind): Choice;
  /** Whether a value of this kind is written, and not only a framework's default. */
  isWritten(kind: FindingKind): boolean;
}

const NOTHING: Choice = { chosen: undefined, others: [], unresolved: undefined };

/** Whether the code says that a finding trains a model. */
export function trainsModel({ trains }: Finding, { start, cell }: Span): boolean {
  return trains?.some((place) => place.start === start && place.cell === cell) ?? false;
}

/**
 * Whether a value is one of a model's: it trains it, or nothing says what it trains. Of a model that nothing trains
 * every value may be.
 */
export function belongsTo(finding: Finding, model: Model, findings: readonly Finding[]): boolean {
  if (finding.kind === 'dropout')
    return isWithin(finding, model) || !findings.some((one) => isWithin(one, model));
  if (!finding.trains) return true;
  return trainsModel(finding, model) || !findings.some((one) => trainsModel(one, model));
}

function isWithin(finding: Finding, { start, end, cell, layers }: Model): boolean {
  const inside = (span: Span) =>
    finding.cell === span.cell && span.start <= finding.start && finding.end <= span.end;
  return inside({ start, end, ...(cell === undefined ? {} : { cell }) }) || layers.some(inside);
}

/** Test loaders have batch sizes of their own. */
const forTests = /test|val|eval/i;

/**
 * What a model's training takes: of what the code gives the model itself a written value before a default of the
 * framework, then what nothing is said of, the nearest first. Without a model the file is looked at as a whole.
 */
export function candidatesOf(findings: readonly Finding[], model: Model | undefined): Candidates {
  const isTrained = model && findings.some((finding) => trainsModel(finding, model));
  const usable = findings.filter(
    (finding) => !model || !isTrained || !finding.trains || trainsModel(finding, model),
  );
  const rank = (finding: Finding) => rankOf(finding, model, !!isTrained);
  return {
    of(kind) {
      const all = usable.filter((finding) => finding.kind === kind);
      if (all.length === 0) return NOTHING;
      const isKnown = ({ value, name }: Finding) => (kind === 'optimizer' ? name : value) !== null;
      const known = all.filter(isKnown).sort((a, b) => rank(a) - rank(b));
      const best = known.filter((finding) => rank(finding) === rank(known[0]!));
      const chosen = nearestOf(kind, best, isTrained ? undefined : model);
      const given = all.find(
        (finding) => !isKnown(finding) && (!model || !isTrained || trainsModel(finding, model)),
      );
      const isGiven = !chosen || (given && model && isTrained && !trainsModel(chosen, model));
      return {
        chosen,
        others: [...best, ...ofParts(known, chosen ? rank(chosen) : 0)].filter(
          (finding) => finding !== chosen && !isForTests(kind, finding),
        ),
        unresolved: isGiven ? (given ?? all.find((finding) => !isKnown(finding))) : undefined,
      };
    },
    isWritten: (kind) => usable.some((finding) => finding.kind === kind && !finding.isDefault),
  };
}

const isForTests = (kind: FindingKind, { text, trains }: Finding) =>
  kind !== 'optimizer' && (trains?.length === 0 || forTests.test(text));

/** What parts of the model have beside what is chosen for the whole. */
const ofParts = (known: readonly Finding[], rank: number) =>
  known.filter((finding) => rank < 10 && !finding.isDefault && isOfPart(finding));

/** In a group of parameters: a part of the model has it. */
const isOfPart = ({ text, spelling }: Finding) => /^['"]/.test(text) && spelling.includes('.');

/** The lower the better; written values of one rank are ordered by distance. */
function rankOf(finding: Finding, model: Model | undefined, isTrained: boolean): number {
  const isOwn = model && trainsModel(finding, model);
  const strength =
    (finding.isDefault ? 3 : 0) + (finding.confidence === 'low' ? 2 : 0) + (isOfPart(finding) ? 1 : 0);
  if (finding.trains?.length === 0) return 20 + strength;
  return (isTrained && !isOwn ? 10 : 0) + strength;
}

function nearestOf(
  kind: FindingKind,
  all: readonly Finding[],
  model: Model | undefined,
): Finding | undefined {
  const learned = all.filter((finding) => !isForTests(kind, finding));
  const pool = learned.length > 0 ? learned : all;
  if (!model || pool.length < 2) return pool[0];
  return [...pool].sort((a, b) => distance(a, model) - distance(b, model))[0];
}

/** A cell of a notebook is farther away than any place in one text. */
const CELL = 1e9;

function distance(finding: Span, { start, end, cell }: Span): number {
  const at = (finding.cell ?? 0) * CELL + finding.start;
  const from = (cell ?? 0) * CELL;
  if (at < from + start) return from + start - at;
  return Math.max(0, at - from - end);
}
