import type { CodeHint, Finding, Layer, Model, ScanResult, Span } from '../../code/finding';
import { mapFinding, mapHint, mapModel } from '../../code/spans';

/** A replacement in a text: `length` UTF-16 units now stand where `start`..`end` was. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly length: number;
}

/** Where a span lies after a change. What is typed at its start is before it, what is typed at its end is behind it. */
export function shiftSpan<T extends Span>(span: T, { start, end, length }: TextChange): T {
  const delta = length - (end - start);
  if (end <= span.start) return { ...span, start: span.start + delta, end: span.end + delta };
  if (start >= span.end) return span;
  if (start < span.start) {
    const from = start + length;
    return { ...span, start: from, end: Math.max(from, span.end + delta) };
  }
  return { ...span, end: end <= span.end ? span.end + delta : start };
}

const isGone = (before: Span, after: Span) => before.end > before.start && after.end <= after.start;

/** More changes at once, of as many cursors or of a formatter, count as one from the first to the last. */
const MOST_CHANGES = 100;

/** From the end of the text to its start, so that no change moves another. */
function inOrder(changes: readonly TextChange[]): TextChange[] {
  const ordered = [...changes].sort((a, b) => b.start - a.start);
  const [last, first] = [ordered.at(0), ordered.at(-1)];
  if (last === undefined || first === undefined || ordered.length <= MOST_CHANGES) return ordered;
  const grown = ordered.reduce((sum, { start, end, length }) => sum + length - (end - start), 0);
  return [{ start: first.start, end: last.end, length: last.end - first.start + grown }];
}

/**
 * Moves the spans of a result along with an edit, so that what is shown stays at its place until the next scan. What
 * was deleted is gone. `cell`: the notebook cell that the change is in; 0 for a file.
 */
export function shiftResult(result: ScanResult, cell: number, changes: readonly TextChange[]): ScanResult {
  const ordered = inOrder(changes);
  const map = (span: Span): Span => {
    if ((span.cell ?? 0) !== cell) return span;
    const { start, end } = ordered.reduce(shiftSpan, span);
    return { start, end };
  };
  return {
    ...result,
    findings: kept(result.findings, (finding) => mapFinding(finding, map)).map(withoutLostEdit),
    models: kept(result.models, (model) => mapModel(model, map)).map(withoutLostLayers(result.models)),
    hints: kept<CodeHint>(result.hints, (hint) => mapHint(hint, map)),
  };
}

function kept<T extends Span>(items: readonly T[], map: (item: T) => T): T[] {
  return items.flatMap((item) => {
    const moved = map(item);
    return isGone(item, moved) ? [] : [moved];
  });
}

/** A literal that was deleted cannot be edited; an insertion has an empty span by nature. */
function withoutLostEdit(finding: Finding): Finding {
  const { edit } = finding;
  return edit && edit.text !== '' && edit.end <= edit.start ? { ...finding, edit: null } : finding;
}

function withoutLostLayers(before: readonly Model[]): (model: Model) => Model {
  const hadEmpty = before.some(({ layers }) => layers.some((layer) => layer.end <= layer.start));
  const isThere = (layer: Layer) => hadEmpty || layer.end > layer.start;
  return (model) => ({ ...model, layers: model.layers.filter(isThere) });
}
