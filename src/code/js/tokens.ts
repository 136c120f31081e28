/** What JavaScript and TypeScript are made of, as far as calls, literals and names need it. */
export interface Token {
  readonly type: 'name' | 'number' | 'string' | 'template' | 'punctuation';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A line break stands before it. */
  readonly breaks: boolean;
}

const blank = /\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const name = /[\p{ID_Start}$_#][\p{ID_Continue}$]*/uy;
const number = /0[xXoObB][\da-fA-F_]+n?|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?n?/y;
const string = /"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/y;
const regex = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const punctuation =
  /=>|\?\.(?!\d)|\.\.\.|===|!==|==|!=|<=|>=|\+\+|--|\+=|-=|\*\*=|\*=|\/=|%=|&=|\|=|\^=|<<=|>>>?=|\*\*|\?\?=?|\|\|=?|&&=?|[^\s]/y;

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Whether a slash after `before` begins a regular expression rather than divides. */
function beginsRegex(before: Token | undefined): boolean {
  if (!before) return true;
  if (before.type === 'name')
    return /^(?:return|typeof|case|in|of|delete|void|await|yield|else|do)$/.test(before.text);
  return before.type === 'punctuation' && !/^[)\]}]$|^(?:\+\+|--)$/.test(before.text);
}

/**
 * Follows the templates that are open past one character. Of each of them `open` has how many braces of an
 * interpolation are open; 0: what comes is its text.
 */
function intoTemplate(open: number[], here: string, before: string): void {
  const last = open.length - 1;
  if (open[last] === 0) {
    if (here === '`') open.pop();
    else if (here === '{' && before === '$') open[last] = 1;
  } else if (here === '`') open.push(0);
  else if (here === '{') open[last]!++;
  else if (here === '}') open[last]!--;
}

/** The offset after the template literal that opens at `at`; what it interpolates may have templates of its own. */
function templateEnd(text: string, at: number): number {
  const open = [0];
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else intoTemplate(open, text[i]!, text[i - 1]!);
    if (open.length === 0) return i + 1;
  }
  return text.length;
}

/** Regular expressions that are not closed on their line: what looks like one later on the same line is not read. */
interface Unclosed {
  before: number;
}

/** Cuts a text into tokens, comments and white space left out. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const unclosed: Unclosed = { before: 0 };
  let breaks = false;
  for (let at = 0; at < text.length; ) {
    const space = matchAt(blank, text, at);
    if (space) {
      at += space.length;
      breaks ||= space.includes('\n');
      continue;
    }
    const token = tokenAt(text, at, tokens.at(-1), breaks, unclosed);
    tokens.push(token);
    at = token.end;
    breaks = false;
  }
  return tokens;
}

function regexAt(text: string, at: number, unclosed: Unclosed): string | undefined {
  if (text[at] !== '/') return undefined;
  const found = matchAt(regex, text, at);
  const lineEnd = text.indexOf('\n', at);
  if (!found) unclosed.before = lineEnd < 0 ? text.length : lineEnd;
  return found;
}

function tokenAt(
  text: string,
  at: number,
  before: Token | undefined,
  breaks: boolean,
  unclosed: Unclosed,
): Token {
  const make = (type: Token['type'], found: string): Token => ({
    type,
    text: found,
    start: at,
    end: at + found.length,
    breaks,
  });
  if (text[at] === '`') return make('template', text.slice(at, templateEnd(text, at)));
  const quoted = matchAt(string, text, at);
  if (quoted) return make('string', quoted);
  const digits = matchAt(number, text, at);
  if (digits) return make('number', digits);
  const word = matchAt(name, text, at);
  if (word) return make('name', word);
  const pattern = at >= unclosed.before && beginsRegex(before) ? regexAt(text, at, unclosed) : undefined;
  if (pattern) return make('template', pattern);
  return make('punctuation', matchAt(punctuation, text, at) ?? text[at]!);
}
