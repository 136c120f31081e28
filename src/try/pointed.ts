import { Lines } from '../logs/lines';
import type { Metric, Role } from '../logs/metric';
import { numberOf } from '../logs/number';
import { readLine } from '../logs/output-line';

/**
 * A number that a person has pointed at in a line of output, and lines like it: what stands between the numbers before
 * it is the same, whatever the numbers are.
 */
export interface PointedLine {
  /** What stands before each number up to the one pointed at, with single blanks. */
  readonly before: readonly string[];
  readonly role: Role;
}

/** Numbers as they are printed; a character is read once, or twice where a word begins like `nan`. */
const NUMBER = /[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|(?:nan|inf|infinity)(?![\p{L}\d_]))/giu;
const ESCAPE = '\u001b';
/** A longer line is none that a person could point at. */
const MOST_CHARACTERS = 10_000;

interface NumberAt {
  /** What stands between the number before it and this one. */
  readonly before: string;
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

function numbersOf(line: string): NumberAt[] {
  const found: NumberAt[] = [];
  if (line.length > MOST_CHARACTERS) return found;
  let end = 0;
  for (const match of line.matchAll(NUMBER)) {
    const value = numberOf(match[0]);
    if (value === undefined) continue;
    const start = match.index;
    found.push({ before: spaced(line.slice(end, start)), start, end: start + match[0].length, value });
    end = start + match[0].length;
  }
  return found;
}

const spaced = (text: string) => text.replace(/\s+/g, ' ');

/** A line as a terminal would leave it: without colours, and of a progress bar what it was at last. */
export function plainLine(line: string): string {
  const end = line.endsWith('\r') ? line.length - 1 : line.length;
  const last = line.slice(line.lastIndexOf('\r', end - 1) + 1, end);
  if (!last.includes(ESCAPE)) return last;
  const [head = '', ...rest] = last.split(ESCAPE);
  return head + rest.map((part) => part.replace(/^\[[0-9;?]{0,50}[A-Za-z]/, '')).join('');
}

/** The number at a column of a line, from 0; undefined where there is none. */
export function pointAt(
  line: string,
  column: number,
): { readonly before: readonly string[]; readonly start: number; readonly end: number } | undefined {
  const numbers = numbersOf(line);
  const index = numbers.findIndex(({ start, end }) => column >= start && column <= end);
  const found = numbers[index];
  return found && { ...found, before: numbers.slice(0, index + 1).map(({ before }) => before) };
}

/** The same line with another role takes the place of what was said of it before. */
export function withPointed(known: readonly PointedLine[], added: PointedLine): PointedLine[] {
  const isSame = ({ before }: PointedLine) => JSON.stringify(before) === JSON.stringify(added.before);
  return [...known.filter((one) => !isSame(one)), added];
}

/** Reads the values that a person has pointed at, from output that comes in pieces. */
export class PointedReader {
  readonly #pointed: readonly PointedLine[];
  readonly #lines = new Lines();
  readonly #counts = new Map<PointedLine, number>();

  constructor(pointed: readonly PointedLine[]) {
    this.#pointed = pointed;
  }

  push(chunk: string | Uint8Array): Metric[] {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
    return this.#lines.push(bytes).flatMap((line) => this.#line(line));
  }

  end(): Metric[] {
    return this.push('\n');
  }

  #line(line: string): Metric[] {
    const plain = plainLine(line);
    const numbers = numbersOf(plain);
    return this.#pointed.flatMap((one) => {
      const { before, role } = one;
      const found = numbers[before.length - 1];
      if (!found || !before.every((text, i) => text === numbers[i]!.before)) return [];
      const count = (this.#counts.get(one) ?? 0) + 1;
      this.#counts.set(one, count);
      const { epoch, step } = readLine(plain);
      return [{ name: nameOf(before, role), role, step: step ?? epoch ?? count, epoch, value: found.value }];
    });
  }
}

/** The words before the number. */
const nameOf = (before: readonly string[], role: Role): string =>
  before
    .at(-1)!
    .match(/[\p{L}\p{M}\d_]+/gu)
    ?.join(' ') ?? role;
