import { type Expression, rootOf } from '../syntax/tree';
import type { Context } from './context';

/**
 * Whether the second positional argument of `tf.nn.dropout` is the fraction kept, as in TensorFlow 1, judged by what
 * else the file calls. `perhaps`: nothing speaks for 1, so it is taken as 2, where it is the fraction dropped.
 */
export function keepsInsteadOfDrops(context: Context, callee: Expression): boolean | 'perhaps' {
  const { program, traits } = context;
  const root = rootOf(callee);
  const { imported } = (root && program.scopes.find(root.name, root)[0]) ?? {};
  const path = imported ? [imported.module, ...imported.path].join('.') : '';
  if (/^\.?tensorflow\.compat\.v1/.test(path) || /compat\.v1\./.test(context.slice(callee))) return true;
  const { one, two } = traits.tensorflow;
  if (one) return true;
  return two ? false : 'perhaps';
}
