import * as l10n from '@vscode/l10n';
import { type CodeEdit, planEdits } from '../../code/edit';
import type { CodeHint, Finding, HintFix } from '../../code/finding';

/** Characters in which a function's name and its first parameter stand. */
const MOST_OF_SIGNATURE = 500;

/** `text`: of the document that the hint is in; `findings`: of that document. */
type Fixer = (hint: CodeHint, text: string, findings: readonly Finding[]) => HintFix | undefined;

const keepAsRate: Fixer = (hint, text) => {
  const name = text.slice(hint.start, hint.end);
  if (!/^[\w.[\]'"]+$/.test(name)) return undefined;
  return { title: l10n.t('Change to 1 - {0}', name), edits: [replace(hint, `1 - ${name}`)] };
};

/** Fifty where one half is meant. */
const ratioOutOfRange: Fixer = (hint, text, findings) => {
  const finding = findings.find(
    ({ kind, start, end }) => kind === 'dropout' && start === hint.start && end === hint.end,
  );
  const value = finding?.value ?? 0;
  if (!finding || finding.edit?.keep || value < 2 || value >= 100) return undefined;
  const target = withoutCell(finding);
  const [edit] = planEdits(text, [{ finding: target, value: value / 100 }]).edits;
  return edit && { title: l10n.t('Change {0} percent to {1}', value, edit.newText), edits: [edit] };
};

const functionLine = /^[ \t]*def\s+\w+\s*\(/;
/** `F.dropout(`, not `nn.Dropout(` or `F.scaled_dot_product_attention(`. */
const functionCall = /^[\w.]*\bdropout\d?d?\(/;
const methodLine = /^[ \t]+def\s+\w+\s*\(\s*self\b/;

/** The last line before `offset` that begins a function, up to there; looked for backwards, as a file may be long. */
function functionBefore(text: string, offset: number): string | undefined {
  for (
    let at = text.lastIndexOf('def', offset - 3);
    at >= 0;
    at = at > 0 ? text.lastIndexOf('def', at - 1) : -1
  ) {
    let start = at;
    while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
    if (start > 0 && text[start - 1] !== '\n') continue;
    const line = text.slice(start, Math.min(offset, at + MOST_OF_SIGNATURE));
    if (functionLine.test(line)) return line;
  }
  return undefined;
}

/** In a method only: elsewhere there is no `self` that knows whether it trains. */
const alwaysOn: Fixer = (hint, text) => {
  const call = text.slice(hint.start, hint.end);
  // Other kinds of dropout that is always on have a fix of their own, or none.
  if (!functionCall.test(call) || /training\s*=/.test(call)) return undefined;
  if (!methodLine.test(functionBefore(text, hint.start) ?? '') || !call.endsWith(')')) return undefined;
  const inside = call.slice(0, -1).trimEnd();
  const comma = inside.endsWith(',') || inside.endsWith('(') ? ' ' : ', ';
  const at = hint.start + inside.length;
  const newText = `${comma}training=self.training`;
  return { title: l10n.t('Add {0}', 'training=self.training'), edits: [{ start: at, end: at, newText }] };
};

const fixers: Readonly<Partial<Record<CodeHint['id'], Fixer>>> = { keepAsRate, ratioOutOfRange, alwaysOn };

/** The fix of a hint in a text as it was scanned; `undefined` where only a person knows what is meant. */
export function fixOf(hint: CodeHint, text: string, findings: readonly Finding[]): HintFix | undefined {
  return hint.fix ?? fixers[hint.id]?.(hint, text, findings);
}

function replace({ start, end }: CodeHint, newText: string): CodeEdit {
  return { start, end, newText };
}

/** As a finding of one text by itself. */
function withoutCell(finding: Finding): Finding {
  if (finding.edit?.cell === undefined) return finding;
  const { cell, ...edit } = finding.edit;
  return { ...finding, edit };
}
