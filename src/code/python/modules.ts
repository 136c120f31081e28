import type { Framework } from '../finding';
import { moduleSpellings } from '../frameworks/index';
import type { Context } from './context';
import type { Node } from './node';

const MAX_HOPS = 8;

/** The framework whose network a class derives from, within the file; `undefined`: it is none. */
export function moduleOf(context: Context, owner: Node): Framework | undefined {
  for (let current: Node | undefined = owner, hops = 0; current && hops < MAX_HOPS; hops++) {
    for (const base of current.childForFieldName('superclasses')?.namedChildren ?? []) {
      const framework = moduleSpellings.get(context.file.qualify(base) ?? '')?.framework;
      if (framework) return framework;
    }
    current = context.file.baseOf(current);
  }
  return undefined;
}
