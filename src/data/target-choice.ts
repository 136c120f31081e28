import * as l10n from '@vscode/l10n';
import type { Column } from './column';
import type { Remarks } from './remarks';

/** Typical names of target columns. */
const TARGET_NAME = /^(?:labels?|targets?|class|y|outcome|response|정답|라벨|레이블|타깃|타겟|목표|클래스)$/i;
/** With this many rows, consecutive numbers are a counter and not chance. */
const ENOUGH = 10;

/** Notes doubts about the default target, the last column, if the user named none. */
export function remarkOnTarget(target: Column, columns: readonly Column[], remarks: Remarks): void {
  const named = columns.filter(({ name }) => TARGET_NAME.test(name));
  const [other] = named;
  if (named.length === 1 && other.name !== target.name)
    remarks.offer(
      l10n.t(
        '“{0}” is predicted as the last column, though another one is called “{1}” (data.target).',
        target.name,
        other.name,
      ),
      l10n.t('Predict “{0}”', other.name),
      ['target'],
      other.name,
    );
  if (isCounter(target))
    remarks.note(
      l10n.t(
        '“{0}”, which is predicted, counts the rows: is it the right column (data.target)?',
        target.name,
      ),
    );
}

const isCounter = ({ numbers, texts }: Column): boolean =>
  !texts && numbers.length >= ENOUGH && numbers.every((value, row) => value === numbers[0] + row);

/** Texts that differ only in case, blanks or a full stop: the first few of one group, or undefined. */
export function nearTwins(texts: readonly string[]): readonly string[] | undefined {
  const groups = new Map<string, string[]>();
  for (const text of texts) {
    const key = text.toLowerCase().replace(/\s/g, '').replace(/\.$/, '');
    groups.set(key, [...(groups.get(key) ?? []), text]);
  }
  return [...groups.values()].find(({ length }) => length > 1)?.slice(0, 3);
}
