import { spend } from '../work';
import type { Entry } from './entries';
import { FlowReader } from './flow';

const header = /^[ \t]*\[\[?([^\]\n]+)\]\]?[ \t]*(?:#.*)?$/;
const pair =
  /^([ \t]*)((?:"[^"\n]*"|'[^'\n]*'|[\w-]+)(?:[ \t]*\.[ \t]*(?:"[^"\n]*"|'[^'\n]*'|[\w-]+))*)[ \t]*=[ \t]*/;

function parts(dotted: string): string[] {
  return dotted.split('.').map((part) => part.trim().replace(/^(["'])(.*)\1$/, '$2'));
}

/** The scalars of a TOML text. */
export function tomlEntries(text: string): Entry[] {
  const entries: Entry[] = [];
  let table: string[] = [];
  let count = 0;
  for (let at = 0; at < text.length; ) {
    const lineEnd = text.indexOf('\n', at);
    const end = lineEnd < 0 ? text.length : lineEnd;
    const content = text.slice(at, end).replace(/\r$/, '');
    const head = header.exec(content);
    const [start = '', space = '', dotted] = pair.exec(content) ?? [];
    let next = end + 1;
    if (head) {
      table = parts(head[1]!);
      // Each of the tables of an array is one of its own.
      if (content.includes('[[')) table.push(String(count++));
    } else if (dotted !== undefined) {
      spend(1 + table.length);
      const place = { path: [...table, ...parts(dotted)], at: at + space.length };
      next = Math.max(next, value(text, entries, place, at + start.length));
    }
    at = next;
  }
  return entries;
}

/** Reads the value at `at`; returns the offset where the next line may begin. */
function value(text: string, entries: Entry[], place: { path: string[]; at: number }, at: number): number {
  const path = place.path.slice(0, -1);
  const key = place.path.at(-1)!;
  if (text[at] === '[' || text[at] === '{') {
    return new FlowReader(text, entries).read(at, path, key, place.at);
  }
  const long = /^(?:"""|''')/.exec(text.slice(at, at + 3))?.[0];
  if (long) {
    const close = text.indexOf(long, at + 3);
    return close < 0 ? text.length : close + 3;
  }
  const lineEnd = text.indexOf('\n', at);
  const rest = text.slice(at, lineEnd < 0 ? text.length : lineEnd).replace(/\r$/, '');
  const quoted = /^(["'])(.*?)\1/.exec(rest);
  const scalar = quoted ? quoted[2]! : rest.split('#', 1)[0]!.trimEnd();
  const start = at + (quoted ? 1 : 0);
  entries.push({
    path,
    key,
    at: place.at,
    start,
    end: start + scalar.length,
    text: scalar,
    quoted: quoted !== null,
    items: 0,
  });
  return at;
}
