/** A scalar in a configuration file, under its key. */
export interface Entry {
  /** The keys around it, the outermost first; an item of a list is its 0-based index. */
  readonly path: readonly (string | number)[];
  readonly key: string;
  /** The offset of the key. */
  readonly at: number;
  /** Offsets of the scalar, without quotes. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly quoted: boolean;
  /** The number of items of the list that the scalar is alone in; 0: not in a list. */
  readonly items: number;
}

/** The characters of all of its keys: what it costs to look at them. */
export function lengthOf({ path, key }: Entry): number {
  return path.reduce<number>((sum, part) => sum + String(part).length + 1, key.length);
}

/** Collections nested deeper than this are left out. */
export const MAX_DEPTH = 200;
