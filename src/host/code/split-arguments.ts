/** Words at blanks outside of quotes. A backslash is a letter as any other: Windows has it in paths. */
export function splitArguments(text: string): string[] {
  const words = [''];
  let isWord = false;
  // Every second part was in quotes.
  for (const [i, part] of quotedParts(text).entries()) {
    const pieces = i % 2 === 0 ? part.split(/\s/) : [part];
    for (const [k, piece] of pieces.entries()) {
      if (k > 0 && isWord) words.push('');
      isWord = (k === 0 && isWord) || piece !== '' || i % 2 === 1;
      words[words.length - 1] += piece;
    }
  }
  return isWord ? words : words.slice(0, -1);
}

/** What is outside of quotes and what is inside, in turn. A quote that is not ended goes to the end. */
function quotedParts(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest !== '') {
    const start = rest.search(/["']/);
    if (start < 0) return [...parts, rest];
    const end = rest.indexOf(rest[start]!, start + 1);
    parts.push(rest.slice(0, start), rest.slice(start + 1, end < 0 ? undefined : end));
    rest = end < 0 ? '' : rest.slice(end + 1);
  }
  return parts;
}
