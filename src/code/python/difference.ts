/** What two texts have in common at both ends. */
interface Difference {
  /** Characters equal from the beginning. */
  readonly prefix: number;
  /** Where in the new text all is equal again, and by how much it moved. */
  readonly sameFrom: number;
  readonly shift: number;
}

/** Compares two texts from both ends. */
function difference(before: string, after: string): Difference {
  const shortest = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shortest && before.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix++;
  let tail = 0;
  while (
    tail < shortest - prefix &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  return { prefix, sameFrom: after.length - tail, shift: after.length - before.length };
}

/** The one edit that turns a text into another, as tree-sitter wants it. */
export function editBetween(before: string, after: string) {
  const { prefix, sameFrom, shift } = difference(before, after);
  const oldEnd = sameFrom - shift;
  return {
    startIndex: prefix,
    oldEndIndex: oldEnd,
    newEndIndex: sameFrom,
    startPosition: pointAt(before, prefix),
    oldEndPosition: pointAt(before, oldEnd),
    newEndPosition: pointAt(after, sameFrom),
  };
}

function pointAt(text: string, offset: number) {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}
