import type { Imports } from '../program/imports';

const onlyIn1 =
  /\btf\.(?:placeholder|Session|InteractiveSession|app\.(?:run|flags)|flags\.|contrib\.|layers\.|get_variable|variable_scope|global_variables_initializer|initialize_all_variables|train\.\w+Optimizer|truncated_normal)|feed_dict|keep_prob/;
const onlyIn2 =
  /\btf\.(?:GradientTape|function\b|random\.(?:normal|uniform|truncated_normal)|keras\.(?:Model|layers))/;

/** What a file is like as a whole. */
export interface Traits {
  /** The top-level packages that are imported. */
  readonly packages: ReadonlySet<string>;
  /** The modules of which all names are imported. */
  readonly stars: readonly string[];
  /** What is called speaks for TensorFlow 1, or for 2. */
  readonly tensorflow: { readonly one: boolean; readonly two: boolean };
}

/** The traits of a text. */
export function traitsOf(text: string, { packages, stars }: Imports): Traits {
  return { packages, stars, tensorflow: { one: onlyIn1.test(text), two: onlyIn2.test(text) } };
}
