import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/index.js';
import type { Option } from '../../src/experiment/schema-node';
import { sameValue } from '../edits';

const filled = new WeakMap<VscodeSingleSelect, readonly Option[]>();

/** Fills a list and chooses an entry. A list that has not changed is left alone: a person may have it open. */
export function fillSelect(select: VscodeSingleSelect, options: readonly Option[], value: string): void {
  if (!sameValue(filled.get(select), options)) {
    filled.set(select, options);
    select.options = options.map(({ id, title, description }) => ({
      value: id,
      label: title,
      description,
      selected: id === value,
      disabled: false,
    }));
  }
  if (select.value !== value) select.value = value;
}
