const LF = '\n';

/** What a person writes beside a number that is the fraction kept: `0.75  # Dropout, probability to keep units`. */
const kept =
  /\b(?:keep(?:ing)?|retain(?:ing)?|retention|survival|keep[ _-]alive)[ _-]?(?:prob|rate|ratio|fraction|chance)/i;
const fraction = /\b(?:prob\w*|rate|ratio|fraction|chance|share|percentage)\b/i;
const keeping = /\b(?:keep|kept|retain|stay|surviv|preserv)/i;
/** `1 - keep_prob`, `drop probability`: what is not kept. */
const dropped =
  /1(?:\.0)?\s*-\s*\w*keep|\bdrop(?:ping)?[ _-]?(?:prob|rate|ratio)|\bnot (?:the )?(?:keep|kept)/i;
/** 유지 확률, 뉴런을 살릴 비율, 남길 확률, 유지율; 保持率, 残す確率. */
const keptKorean =
  /(?:유지|보존|남기|남길|남는|남아|살리|살릴|살려|살아|생존|保持|残す|残る)[^#\n]{0,12}?(?:확률|비율|율|확율|確率|割合|率)|(?:확률|비율)\S{0,2} (?:유지|보존|남[기길긴]|살[리릴린])/;
const droppedKorean =
  /(?:제거|버리|버릴|드롭|떨어|끄는|끌|비활성)[^#\n]{0,12}?(?:확률|비율|율)|유지[^#\n]{0,6}(?:아님|아니)/;

/** Whether a comment says that the number beside it is the fraction kept. */
function speaksOfKept(comment: string, number: number | undefined): boolean {
  if (dropped.test(comment) || droppedKorean.test(comment)) return false;
  if (kept.test(comment) || keptKorean.test(comment)) return true;
  const first = fraction.exec(comment);
  if (first !== null && keeping.test(comment.slice(first.index))) return true;
  return number !== undefined && percentKept(comment) === number;
}

/** `keep 80%`, `80% kept`, `80%를 유지` beside 0.8. */
function percentKept(comment: string): number | undefined {
  const before = /\bkeep(?:s|ing)?\s+(?:about |only )?(\d{1,3})\s?%/i.exec(comment);
  const behind =
    /(\d{1,3})\s?%(?:[^#\n]{0,20}\b(?:kept|are kept|survive)|\S{0,2}[^#\n]{0,8}(?:유지|남[기긴김])|[^#\n]{0,4}残)/i.exec(
      comment,
    );
  const percent = (before ?? behind)?.[1];
  return percent === undefined ? undefined : Number(percent) / 100;
}

/** Whether the comment at the end of the line, or alone on the line above, says that the number that ends at `offset` is the fraction kept. */
export function saysKept(text: string, offset: number, number?: number): boolean {
  const end = text.indexOf(LF, offset);
  const line = text.slice(offset, end < 0 ? text.length : end);
  const hash = line.indexOf('#');
  if (hash >= 0) return speaksOfKept(line.slice(hash), number);
  const start = text.lastIndexOf(LF, offset - 1);
  const above = start < 0 ? '' : text.slice(text.lastIndexOf(LF, start - 1) + 1, start).trim();
  return above.startsWith('#') && speaksOfKept(above, number) && isAssignment(text.slice(start + 1, offset));
}

/** A comment above is about what is set below it, and of a call about more than one of its numbers. */
const isAssignment = (line: string) => /^\s*[\w.]+\s*(?::\s*\w+\s*)?=\s*[\d.]+$/.test(line);
