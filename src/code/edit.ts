import * as l10n from '@vscode/l10n';
import type { CodeEdit, Finding, FindingKind, ScanResult, Span } from './finding';
import { formatLike } from './numbers';

/** A new value for a finding, in the finding's terms: a drop ratio even where the file says what is kept. */
export interface ValueChange {
  readonly finding: Finding;
  readonly value: number;
}

export type { CodeEdit } from './finding';

export interface RefusedChange {
  readonly finding: Finding;
  readonly reason: string;
}

/** Edits in the order of the text, none overlapping; refused changes have no edit. */
export interface EditPlan {
  readonly edits: readonly CodeEdit[];
  readonly refused: readonly RefusedChange[];
}

const allowed: Readonly<Record<FindingKind, (value: number) => boolean>> = {
  dropout: (value) => value >= 0 && value < 1,
  learningRate: (value) => value > 0,
  optimizer: () => false,
  weightDecay: (value) => value >= 0,
  momentum: (value) => value >= 0 && value < 1,
  batchSize: (value) => Number.isInteger(value) && value >= 1,
  epochs: (value) => Number.isInteger(value) && value >= 1,
};

const bounds: Readonly<Record<FindingKind, string>> = {
  dropout: '0 ≤ p < 1',
  learningRate: '> 0',
  optimizer: '–',
  weightDecay: '≥ 0',
  momentum: '0 ≤ m < 1',
  batchSize: '1, 2, 3, …',
  epochs: '1, 2, 3, …',
};

/** The values that a hyperparameter may have, where `value` is none of them; else `undefined`. */
export function refusalOf(kind: FindingKind, value: number): string | undefined {
  return Number.isFinite(value) && allowed[kind](value) ? undefined : bounds[kind];
}

/** A file's text, or the texts of a notebook's code cells. */
export type CodeText = string | readonly string[];

/** Turns new values into edits of `text`, the very text that the findings are of, in the person's notation. */
export function planEdits(text: CodeText, changes: readonly ValueChange[]): EditPlan {
  const edits = new Map<string, CodeEdit>();
  const refused: RefusedChange[] = [];
  for (const { finding, value } of changes) {
    const edit = editOf(text, finding, value);
    const refusal = typeof edit === 'string' ? edit : conflict(edits, edit, finding);
    if (refusal !== undefined) refused.push({ finding, reason: refusal });
    else if (typeof edit !== 'string') edits.set(placeOf(edit), edit);
  }
  const ordered = [...edits.values()].sort((a, b) => (a.cell ?? 0) - (b.cell ?? 0) || a.start - b.start);
  return { edits: ordered, refused };
}

function placeOf({ start, cell }: Span): string {
  return `${cell ?? ''}:${start}`;
}

function conflict(
  edits: ReadonlyMap<string, CodeEdit>,
  edit: CodeEdit,
  finding: Finding,
): string | undefined {
  const other = edits.get(placeOf(edit));
  if (!other || other.newText === edit.newText) return undefined;
  return l10n.t('{0} is one literal for several uses and cannot have two values', finding.edit?.text ?? '');
}

/** The edit, or why there is none. */
function editOf(text: CodeText, finding: Finding, value: number): CodeEdit | string {
  const { edit, kind } = finding;
  if (!edit) return finding.reason ?? l10n.t('there is no number to edit');
  const refusal = refusalOf(kind, value);
  if (refusal !== undefined) return l10n.t('{0} is not allowed here: {1}', value, refusal);
  const { start, end, cell } = edit;
  const part = typeof text === 'string' ? text : (text[cell ?? 0] ?? '');
  if (part.slice(start, end) !== edit.text) return l10n.t('the text has changed at this place');
  const written = edit.keep ? Number((1 - value).toPrecision(12)) : value;
  const newText = `${edit.before}${formatLike(edit.text, written)}`;
  return { start, end, newText, ...(cell === undefined ? {} : { cell }) };
}

/** The text after the edits. */
export function applyEdits(text: string, edits: readonly CodeEdit[]): string {
  const parts: string[] = [];
  let end = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    parts.push(text.slice(end, edit.start), edit.newText);
    end = edit.end;
  }
  return parts.join('') + text.slice(end);
}

/** The parts of a finding that make it the same one in a text that has changed elsewhere. */
function identityOf({ kind, spelling, text, edit, chain }: Finding): string {
  return JSON.stringify([
    kind,
    spelling,
    text,
    edit?.text ?? null,
    edit?.before ?? null,
    chain.map((step) => step.text),
  ]);
}

/** Findings grouped by what identifies them, equal ones in their order. */
function byIdentity(findings: readonly Finding[]): Map<string, Finding[]> {
  const all = new Map<string, Finding[]>();
  for (const finding of findings) {
    const identity = identityOf(finding);
    const alike = all.get(identity);
    if (alike) alike.push(finding);
    else all.set(identity, [finding]);
  }
  return all;
}

/**
 * Finds findings of an earlier scan again in a later one. Equal findings are told apart by their order, as long as
 * there are as many as before; `undefined`: it is gone, changed, or no longer to be told apart.
 */
export function relocator(
  before: readonly Finding[],
  after: readonly Finding[],
): (finding: Finding) => Finding | undefined {
  const [then, now] = [byIdentity(before), byIdentity(after)];
  const places = new Map(
    [...then.values()].flatMap((alike) => alike.map((finding, i) => [finding, i] as const)),
  );
  return (finding) => {
    const identity = identityOf(finding);
    const again = now.get(identity);
    return again?.length === then.get(identity)?.length ? again?.[places.get(finding) ?? -1] : undefined;
  };
}

/**
 * As {@link planEdits}, for a text that may have changed since `before` was scanned: the findings are looked for again
 * in `now`, a scan of `text`, and refused where they cannot be found for certain.
 */
export function planEditsAgain(
  text: CodeText,
  before: ScanResult,
  now: ScanResult,
  changes: readonly ValueChange[],
): EditPlan {
  const lost: RefusedChange[] = [];
  const found: ValueChange[] = [];
  const relocate = relocator(before.findings, now.findings);
  for (const { finding, value } of changes) {
    const again = relocate(finding);
    if (again) found.push({ finding: again, value });
    else lost.push({ finding, reason: l10n.t('{0} has changed in the text', finding.text) });
  }
  const plan = planEdits(text, found);
  return { edits: plan.edits, refused: [...lost, ...plan.refused] };
}
