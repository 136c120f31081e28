/** After these a value begins; after anything else `<` compares or begins the types of a call. */
const beforeValue = /(?:[=(,:?&|[{;!+\-*/>]|\b(?:return|await|yield|case|default|async|of|in))$/;
/** So many characters before `<` are looked at. */
const BEFORE = 40;
/** No one writes longer types where a value is. */
const LONGEST = 200;
const ofType = /[\w$.,|&:;?'"\s-]/;
const opens: Readonly<Record<string, string>> = { '<': '>', '(': ')', '[': ']', '{': '}' };

/**
 * A text of the same length without TypeScript's `<number>x` and `<T>(x) => …`, which the grammar takes for the tag of
 * an element. What is closed somewhere, as `<b>x</b>`, is such a tag.
 */
export function withoutAssertions(text: string): string {
  const parts: string[] = [];
  const closed = new Map<string, boolean>();
  let done = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const end = at < done ? -1 : assertionEnd(text, at);
    if (end < 0 || isTag(text, at, closed)) continue;
    parts.push(text.slice(done, at), text.slice(at, end).replace(/[^\r\n]/g, ' '));
    done = end;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(done);
}

function isTag(text: string, at: number, closed: Map<string, boolean>): boolean {
  const name = /^<\s{0,9}([\w$.]{1,99})/.exec(text.slice(at, at + LONGEST))?.[1];
  if (name === undefined) return false;
  const known = closed.get(name) ?? text.includes(`</${name}`);
  closed.set(name, known);
  return known;
}

/** The offset after the type that begins at `<`, if it is one and a value follows; −1: it is not. */
function assertionEnd(text: string, at: number): number {
  const before = text.slice(Math.max(0, at - BEFORE), at).trimEnd();
  if (before !== '' && !beforeValue.test(before)) return -1;
  const end = closeOf(text, at);
  return end > at + 1 && isValue(text, end + 1) ? end + 1 : -1;
}

/** Where the type that begins at `<` is closed; −1: nowhere near, or it is none. */
function closeOf(text: string, at: number): number {
  const open: string[] = [];
  for (let i = at; i < Math.min(text.length, at + LONGEST); i++) {
    const here = text[i]!;
    if (here in opens) open.push(opens[here]!);
    else if (here === '=' && text[i + 1] === '>') i++;
    else if (here === open.at(-1)) open.pop();
    else if (!ofType.test(here)) return -1;
    if (open.length === 0) return i;
  }
  return -1;
}

const isValue = (text: string, at: number) =>
  /^\s{0,40}[\w$"'`({[.<+~!-]/.test(text.slice(at, at + BEFORE + 1));
