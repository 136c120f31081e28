const LF = '\n';

/** What a person writes beside a number that is the fraction kept: `0.75  # Dropout, probability to keep units`. */
const kept =
  /#.*(?:\b(?:prob\w*|rate|ratio|fraction|chance|percentage)\b.*\b(?:keep|kept)|\bkeep(?:ing)?[ _-]?(?:prob|rate|ratio|fraction))/i;

/** Whether the comment at the end of the line says that the number that ends at `offset` is the fraction kept. */
export function saysKept(text: string, offset: number): boolean {
  const end = text.indexOf(LF, offset);
  return kept.test(text.slice(offset, end < 0 ? text.length : end));
}
