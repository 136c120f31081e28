import { callNames, modelNames } from '../frameworks/index';
import type { Block, WordFilter } from './block';
import { importedModules } from './imports';
import type { PythonSource } from './source';

/** What a file is like as a whole, read from its text block by block. */
export interface Traits {
  /** The top-level packages that are imported. */
  readonly packages: ReadonlySet<string>;
  /** The modules of which all names are imported. */
  readonly stars: readonly string[];
  /** Whether a name may be that of something in the tables; also `as D`, `Drop = nn.Dropout`. */
  readonly isWorthALook: WordFilter;
  /** Whether a call of this name may make a model. */
  readonly mayMakeModel: WordFilter;
  /** What is called speaks for TensorFlow 1, or for 2. */
  readonly tensorflow: { readonly one: boolean; readonly two: boolean };
  /** Equal for files that are alike in all of this. */
  readonly fingerprint: string;
}

/**
 * Calls that stand for another: `optax.inject_hyperparams(optax.adam)(learning_rate=…)` and
 * `getattr(optim, 'SGD')(…)`, where the call of their result has the arguments, and `partial(optim.SGD, lr=0.1)`.
 */
export const standIns: ReadonlySet<string> = new Set(['inject_hyperparams', 'getattr', 'partial']);

const asName = /\bas[ \t]+(\w+)/g;
const assignedName = /^[ \t]*(\w+)[ \t]*=[ \t]*([\w.]+)[ \t]*$/gm;
const onlyIn1 =
  /\btf\.(?:placeholder|Session|InteractiveSession|app\.(?:run|flags)|flags\.|contrib\.|layers\.|get_variable|variable_scope|global_variables_initializer|initialize_all_variables|train\.\w+Optimizer|truncated_normal)|feed_dict|keep_prob/;
const onlyIn2 =
  /\btf\.(?:GradientTape|function\b|random\.(?:normal|uniform|truncated_normal)|keras\.(?:Model|layers))/;

/** Each of a block's traits as a word: `import torch`, `star keras.layers`, `alias D`, `tensorflow 1`. */
function wordsOf(block: Block): readonly string[] {
  const { text } = block;
  const found: string[] = [];
  for (const { module, star } of importedModules(text)) {
    found.push(`import ${module.split('.')[0]}`);
    if (star) found.push(`star ${module}`);
  }
  for (const [, name] of text.matchAll(asName)) found.push(`alias ${name}`);
  for (const [, name, value] of text.matchAll(assignedName)) {
    const tail = value!.slice(value!.lastIndexOf('.') + 1);
    if (callNames.has(tail) || modelNames.has(tail)) found.push(`alias ${name}`);
  }
  if (onlyIn1.test(text)) found.push('tensorflow 1');
  if (onlyIn2.test(text)) found.push('tensorflow 2');
  return found;
}

const perBlock = new WeakMap<Block, readonly string[]>();

function knownWordsOf(block: Block): readonly string[] {
  let own = perBlock.get(block);
  if (!own) {
    own = wordsOf(block);
    perBlock.set(block, own);
  }
  return own;
}

const listed = (blocks: readonly Block[]) => blocks.flatMap(knownWordsOf).join('\n');

/** The traits of a file; `previous` itself where nothing has changed. */
export function traitsOf({ blocks, change }: PythonSource, previous: Traits | undefined): Traits {
  if (previous && listed(change.gone) === listed(change.come)) return previous;
  const words = new Set(blocks.flatMap(knownWordsOf));
  const fingerprint = [...words].join('\n');
  if (previous?.fingerprint === fingerprint) return previous;
  const named = (kind: string) =>
    [...words].flatMap((word) => (word.startsWith(`${kind} `) ? [word.slice(kind.length + 1)] : []));
  const aliases = new Set(named('alias'));
  return {
    packages: new Set(named('import')),
    stars: named('star'),
    isWorthALook: (word) => callNames.has(word) || aliases.has(word) || standIns.has(word),
    mayMakeModel: (word) => modelNames.has(word) || aliases.has(word),
    tensorflow: { one: words.has('tensorflow 1'), two: words.has('tensorflow 2') },
    fingerprint,
  };
}
