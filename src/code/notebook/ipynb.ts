import type { Span } from '../finding';
import { pythonOfCell } from './cells';

/** The Python of an `.ipynb` file, and where each of its characters stands in the file. */
export interface NotebookSource {
  readonly text: string;
  /** Turns offsets in `text` into offsets in the file. */
  toFile(span: Span): Span;
}

interface JsonString extends Span {
  readonly path: string;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** The strings of a JSON text with the path of keys to each, indices left out: `cells.source`. */
function* strings(json: string): Generator<JsonString | { readonly path: string; readonly closes: true }> {
  const stack: { key: string; isObject: boolean }[] = [];
  let expectsKey = false;
  for (let at = 0; at < json.length; at++) {
    const here = json[at];
    if (here === '"') {
      const end = stringEnd(json, at);
      const top = stack.at(-1);
      if (expectsKey && top?.isObject) top.key = json.slice(at + 1, end);
      else yield { start: at + 1, end, path: pathOf(stack) };
      at = end;
    } else if (here === '{' || here === '[') {
      stack.push({ key: '', isObject: here === '{' });
      expectsKey = here === '{';
    } else if (here === '}' || here === ']') {
      stack.pop();
      yield { path: pathOf(stack), closes: true };
    } else if (here === ',') expectsKey = stack.at(-1)?.isObject ?? false;
    else if (here === ':') expectsKey = false;
  }
}

/** The source of a cell lies far less deep. */
const DEEPEST = 16;

function pathOf(stack: readonly { key: string }[]): string {
  if (stack.length > DEEPEST) return '';
  return stack.flatMap(({ key }) => (key === '' ? [] : [key])).join('.');
}

function stringEnd(json: string, open: number): number {
  let end = json.indexOf('"', open + 1);
  while (end > 0) {
    let slashes = 0;
    while (json[end - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return end;
    end = json.indexOf('"', end + 1);
  }
  return json.length;
}

/** Reads a notebook; `undefined`: it is not one, or its language is not Python. */
export function readIpynb(json: string): NotebookSource | undefined {
  if (!/"cells"|"worksheets"/.test(json)) return undefined;
  const language = languageOf(json);
  if (language !== undefined && !/^i?python\d?$/i.test(language)) return undefined;
  const builder = new Builder(json);
  for (const parts of codeCells(json)) builder.cell(parts);
  return builder.finish();
}

/** What a notebook says of itself, or in its third format of its first cell; what its cells print may have one as well. */
const languages = /^(?:metadata\.(?:kernelspec\.language|language_info\.name)|worksheets\.cells\.language)$/;

function languageOf(json: string): string | undefined {
  for (const event of strings(json))
    if (!('closes' in event) && languages.test(event.path)) return json.slice(event.start, event.end);
  return undefined;
}

/** The strings that the source of each code cell consists of. */
function* codeCells(json: string): Generator<readonly JsonString[]> {
  let isCode = false;
  let parts: JsonString[] = [];
  for (const event of strings(json)) {
    if ('closes' in event) {
      if (!/^(?:worksheets\.)?cells$/.test(event.path)) continue;
      if (isCode) yield parts;
      isCode = false;
      parts = [];
    } else if (/(?:^|\.)cells\.cell_type$/.test(event.path)) {
      isCode = json.slice(event.start, event.end) === 'code';
    } else if (/(?:^|\.)cells\.(?:source|input)$/.test(event.path)) {
      parts.push(event);
    }
  }
}

class Builder {
  readonly #chunks: string[] = [];
  readonly #offsets: number[] = [];

  readonly #json: string;

  constructor(json: string) {
    this.#json = json;
  }

  cell(parts: readonly JsonString[]): void {
    const decoded = parts.map((part) => this.#decode(part));
    this.#chunks.push(pythonOfCell(decoded.join('')), '\n\n');
    const last = parts.at(-1)?.end ?? 0;
    this.#offsets.push(last, last);
  }

  finish(): NotebookSource {
    const offsets = this.#offsets;
    const at = (offset: number) => offsets[Math.min(offset, offsets.length - 1)] ?? 0;
    return {
      text: this.#chunks.join(''),
      toFile: ({ start, end }) => ({ start: at(start), end: end > start ? at(end - 1) + 1 : at(start) }),
    };
  }

  /** The text of a JSON string; the offset in the file of each of its characters is noted. */
  #decode({ start, end }: JsonString): string {
    let text = '';
    for (let at = start; at < end; ) {
      this.#offsets.push(at);
      if (this.#json[at] !== '\\') {
        text += this.#json[at];
        at++;
        continue;
      }
      const kind = this.#json[at + 1] ?? '';
      text += kind === 'u' ? codeUnit(this.#json.slice(at + 2, at + 6)) : (escapes[kind] ?? kind);
      at += kind === 'u' ? 6 : 2;
    }
    return text;
  }
}

function codeUnit(hex: string): string {
  return /^[\da-f]{4}$/i.test(hex) ? String.fromCharCode(Number.parseInt(hex, 16)) : '\ufffd';
}
