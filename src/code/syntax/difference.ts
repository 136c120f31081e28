/** What two texts have in common at both ends. */
export interface Difference {
  /** Characters equal from the beginning. */
  readonly prefix: number;
  /** Where in the new text all is equal again, and by how much it moved. */
  readonly sameFrom: number;
  readonly shift: number;
}

/** Characters that are compared at once: comparing parts is far quicker than comparing one by one. */
const PART = 1024;

/** Compares two texts from both ends. */
export function difference(before: string, after: string): Difference {
  const most = Math.min(before.length, after.length);
  let prefix = 0;
  while (
    prefix + PART <= most &&
    before.slice(prefix, prefix + PART) === after.slice(prefix, prefix + PART)
  ) {
    prefix += PART;
  }
  while (prefix < most && before.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix++;
  const tail = commonTail(before, after, most - prefix);
  return { prefix, sameFrom: after.length - tail, shift: after.length - before.length };
}

/** Characters equal to the end, at most so many. */
function commonTail(before: string, after: string, most: number): number {
  const [b, a] = [before.length, after.length];
  let tail = 0;
  while (
    tail + PART <= most &&
    before.slice(b - tail - PART, b - tail) === after.slice(a - tail - PART, a - tail)
  ) {
    tail += PART;
  }
  while (tail < most && before.charCodeAt(b - 1 - tail) === after.charCodeAt(a - 1 - tail)) tail++;
  return tail;
}
