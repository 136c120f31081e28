import type { PythonFile } from './file';
import type { Node } from './node';

/**
 * Whether the second positional argument of `tf.nn.dropout` is the fraction kept, as in TensorFlow 1, judged by what
 * else the file calls. `perhaps`: nothing speaks for 1, so it is taken as 2, where it is the fraction dropped.
 */
export function keepsInsteadOfDrops(file: PythonFile, callee: Node): boolean | 'perhaps' {
  const root = file.text(callee).split('.')[0]!;
  const bound = file.bindings.all(root).find(({ kind }) => kind === 'import')?.qualified ?? '';
  if (bound.startsWith('tensorflow.compat.v1') || /compat\.v1\./.test(file.text(callee))) return true;
  const { one, two } = file.traits.tensorflow;
  if (one) return true;
  return two ? false : 'perhaps';
}
