import type { NamedNumber } from '../code/finding';

const NAMED =
  /\b([A-Za-z_]\w*)["']?[ \t]*(?::[ \t]*[A-Za-z_][\w.]*[ \t]*=|=|:)[ \t]*([-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?)(?![\w.])/g;
const CALL = /\b(\w*seed\w*|PRNGKey|RandomState|default_rng)\([ \t]*(\d[\d_]*)[ \t]*[,)]/gi;

/** All numbers that have a name, in the order of the text. */
export function namedNumbers(text: string): NamedNumber[] {
  const isRead = readable(text);
  const found: NamedNumber[] = [];
  for (const match of text.matchAll(NAMED)) {
    const [whole, name = '', number = ''] = match;
    const end = match.index + whole.length;
    const start = end - number.length;
    if (isRead(start))
      found.push({
        name: name === 'default' ? optionBefore(text, match.index) : name,
        start,
        end,
        text: number,
      });
  }
  return found;
}

/** The names of variables, arguments and keys that hold a seed. */
const SEED_NAME = /^(?:\w*_)?(?:seed|random_state|rng_seed|manual_seed|seed_value)$/i;

/** The literals that a script seeds its generators with. */
export function seedLiterals(text: string): NamedNumber[] {
  const isRead = readable(text);
  const found = namedNumbers(text).filter(
    ({ name, text: number }) => SEED_NAME.test(name) && /^\d+$/.test(number),
  );
  for (const match of text.matchAll(CALL)) {
    const [whole, name = '', number = ''] = match;
    const start = match.index + whole.indexOf(number, name.length);
    if (isRead(start)) found.push({ name, start, end: start + number.length, text: number });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Whether an offset lies in code, in neither a comment nor a string. */
function readable(text: string): (offset: number) => boolean {
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of text.matchAll(/["'#]/g)) {
    if (match.index < (ends.at(-1) ?? 0)) continue;
    starts.push(match.index);
    ends.push(match[0] === '#' ? endOfLine(text, match.index) : endOfString(text, match.index));
  }
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low === 0 || ends[low - 1]! <= offset;
  };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Behind the quote that ends a string; one that is not ended is taken to end with its line, or the text. */
function endOfString(text: string, from: number): number {
  const quote = text[from]!;
  const isLong = text.startsWith(quote.repeat(3), from);
  const closing = isLong ? quote.repeat(3) : quote;
  for (let i = from + closing.length; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text.startsWith(closing, i)) return i + closing.length;
    else if (text[i] === '\n' && !isLong) return i;
  }
  return text.length;
}

/** `add_argument('--drop-ratio', type=float, default=`: `drop_ratio`. */
function optionBefore(text: string, offset: number): string {
  const call = Math.max(text.lastIndexOf('add_argument(', offset), text.lastIndexOf('option(', offset));
  const before = call < 0 || offset - call > 1000 ? '' : text.slice(call, offset);
  const option = /["']--([\w-]+)["']/.exec(before)?.[1];
  return option?.replaceAll('-', '_') ?? 'default';
}
