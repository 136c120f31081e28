import * as l10n from '@vscode/l10n';
import { type CodeEdit, planEdits } from '../../code/edit';
import type { CodeHint, Finding, HintFix } from '../../code/finding';

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

/** In a method only: elsewhere there is no `self` that knows whether it trains. */
const alwaysOn: Fixer = (hint, text) => {
  const call = text.slice(hint.start, hint.end);
  const method = text.slice(0, hint.start).match(/^[ \t]+def\s+\w+\s*\(\s*self\b/gm);
  const lastDef = text
    .slice(0, hint.start)
    .match(/^[ \t]*def\s+\w+\s*\(\s*\w*/gm)
    ?.at(-1);
  if (!method || lastDef !== method.at(-1) || !call.endsWith(')')) return undefined;
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
