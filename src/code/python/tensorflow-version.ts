import type { PythonFile } from './file';
import type { Node } from './node';

const onlyIn1 =
  /\btf\.(?:placeholder|Session|InteractiveSession|app\.(?:run|flags)|flags\.|contrib\.|layers\.|get_variable|variable_scope|global_variables_initializer|initialize_all_variables|train\.\w+Optimizer|truncated_normal)|feed_dict|keep_prob/;
const onlyIn2 =
  /\btf\.(?:GradientTape|function\b|random\.(?:normal|uniform|truncated_normal)|keras\.(?:Model|layers))/;

/**
 * Whether the second positional argument of `tf.nn.dropout` is the fraction kept, as in TensorFlow 1, judged by what
 * else the file calls. `perhaps`: nothing speaks for 1, so it is taken as 2, where it is the fraction dropped.
 */
export function keepsInsteadOfDrops(file: PythonFile, callee: Node): boolean | 'perhaps' {
  const root = file.text(callee).split('.')[0]!;
  const bound = file.bindings.all(root).find(({ kind }) => kind === 'import')?.qualified ?? '';
  if (bound.startsWith('tensorflow.compat.v1') || /compat\.v1\./.test(file.text(callee))) return true;
  const { text } = file.source;
  const speaksFor2 = onlyIn2.test(text);
  if (onlyIn1.test(text)) return true;
  return speaksFor2 ? false : 'perhaps';
}
