const LF = '\n';

/** What a person writes beside a number that is the fraction kept: `0.75  # Dropout, probability to keep units`. */
const kept = /\bkeep(?:ing)?[ _-]?(?:prob|rate|ratio|fraction)/i;
const fraction = /\b(?:prob\w*|rate|ratio|fraction|chance|percentage)\b/i;

/** Whether the comment at the end of the line says that the number that ends at `offset` is the fraction kept. */
export function saysKept(text: string, offset: number): boolean {
  const end = text.indexOf(LF, offset);
  const line = text.slice(offset, end < 0 ? text.length : end);
  const hash = line.indexOf('#');
  if (hash < 0) return false;
  const comment = line.slice(hash);
  const first = fraction.exec(comment);
  return kept.test(comment) || (first !== null && /\b(?:keep|kept)/i.test(comment.slice(first.index)));
}
