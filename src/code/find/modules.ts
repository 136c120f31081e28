import type { Framework } from '../finding';
import { moduleSpellings } from '../frameworks/index';
import type { Class } from '../syntax/tree';
import type { Context } from './context';

const MAX_HOPS = 8;

/** The framework whose network a class derives from, within the file; `undefined`: it is none. */
export function moduleOf(context: Context, one: Class): Framework | undefined {
  let owner: Class | undefined = one;
  for (let hops = 0; owner && hops < MAX_HOPS; hops++) {
    for (const base of owner.bases) {
      const framework = moduleSpellings.get(context.qualify(base) ?? '')?.framework;
      if (framework) return framework;
    }
    owner = context.baseOf(owner);
  }
  return undefined;
}
