import type { Metric } from './metric';
import { type Field, type LineFacts, placeOf, readLine } from './output-line';
import { OutputTable } from './output-table';
import { roleOf, splitOf, wordsOf } from './role';
import { namedRoles } from './roles';
import { TextPieces } from './text';

/** A longer line is no line of metrics, and is passed over. */
const MOST_CHARACTERS = 1 << 16;
/** Objects in objects of a JSON line that are looked into. */
const DEPTH = 3;
/** Values on a line of metrics that are none. */
const NOT_METRICS = new Set([
  'time',
  'eta',
  'v_num',
  'seed',
  'pid',
  'rank',
  'took',
  'elapsed',
  'mem',
  'memory',
]);

/**
 * Metrics in what a training prints: progress bars, tables, `Epoch 3 | train loss 0.41`, `key=value`, JSON lines.
 * Reads whole lines; give `end` what is to be read of the last. Never throws, whatever is printed.
 */
export class OutputReader {
  readonly #text = new TextPieces();
  #pending = '';
  #isTooLong = false;
  #place = new Place();
  readonly #table = new OutputTable();
  /** `Test Error:` on a line of its own. */
  #heading: string | null = null;

  /** The metrics of the lines that this chunk completes. Bytes are UTF-8, or UTF-16 with its mark. */
  push(chunk: string | Uint8Array): Metric[] {
    const text = typeof chunk === 'string' ? chunk : this.#text.push(chunk);
    const lines = (this.#pending + text).split(/[\n\r\b]/);
    this.#pending = lines.pop()!;
    const found: Metric[] = [];
    for (const line of lines) {
      if (!this.#isTooLong && line.length <= MOST_CHARACTERS) this.#rows(line, found);
      this.#isTooLong = false;
    }
    if (this.#pending.length > MOST_CHARACTERS) {
      this.#isTooLong = true;
      this.#pending = '';
    }
    return found;
  }

  /** The metrics of a last line that nothing ends. */
  end(): Metric[] {
    return this.push('\n');
  }

  /** A line that moves the cursor up begins another there. */
  #rows(line: string, found: Metric[]): void {
    for (const part of withoutControls(line).split('\n')) {
      if (part.trim() === '') continue;
      for (const metric of this.#line(part)) found.push(metric);
    }
  }

  #line(line: string): readonly Metric[] {
    const facts = jsonFacts(line) ?? this.#table.read(line) ?? readLine(line);
    const heading = this.#heading;
    this.#heading = facts.fields.length === 0 && line.trimEnd().endsWith(':') ? facts.rows : null;
    const fields = facts.fields.map((field) => named(field, heading));
    const roles = namedRoles(fields.map(({ name }) => name));
    const isMeasured = roles.some((role) => role !== null && role !== 'learningRate');
    if (!isMeasured || line.includes('.ckpt')) {
      this.#place.pass(facts);
      return [];
    }
    const at = this.#place.of(facts, line);
    if (!at) return [];
    return fields.flatMap(({ name, value, isPair }, index) => {
      const role = roles[index]!;
      if (role === null && (!isPair || name.includes(' ') || NOT_METRICS.has(name.toLowerCase()))) return [];
      return [{ name, role, value, ...at }];
    });
  }
}

/** Where on the x axis a line is: what it says itself, else what the lines before it said. */
class Place {
  #epoch: number | null = null;
  /** Number of the first epoch: 0 or, with most, 1. */
  #first = 1;
  #step: number | null = null;
  /** Steps of the bars before this one, where nothing names an epoch. */
  #base = 0;
  #bar: LineFacts['done'] = null;
  #count = 0;

  /** A line without metrics: `Epoch 3/10`. */
  pass({ epoch, step }: LineFacts): void {
    if (epoch !== null) {
      if (this.#epoch === null) this.#first = Math.min(epoch, 1);
      this.#epoch = epoch;
    }
    if (step !== null) this.#step = step;
  }

  /** Undefined for a progress bar on the way: it shows running means of an epoch that is not over. */
  of(facts: LineFacts, line: string): { step: number; epoch: number | null } | undefined {
    this.pass(facts);
    const { done } = facts;
    if (this.#epoch === null) return { step: this.#stepOf(facts), epoch: null };
    const epoch = done ? this.#epoch - this.#first + done.count / done.total : this.#epoch;
    if (!isBar(line)) return { step: facts.done ? epoch : (facts.step ?? epoch), epoch };
    return done && done.count < done.total ? undefined : { step: this.#epoch, epoch: this.#epoch };
  }

  #stepOf({ step, done }: LineFacts): number {
    if (step !== null) return step;
    if (done) {
      if (this.#bar && done.count < this.#bar.count) this.#base += this.#bar.total;
      this.#bar = done;
      this.#step = this.#base + done.count;
    }
    return this.#step ?? ++this.#count;
  }
}

/** Whether a line is a progress bar of Keras or tqdm. */
const isBar = (line: string) =>
  ['━', '█', '%|', '[=', '[.', 'it/s', 's/it', 's/step'].some((part) => line.includes(part));

/** With the rows that the line, or the one above it, is of. */
function named(field: Field, heading: string | null): Field {
  const rows = field.rows ?? heading;
  if (rows === null || wordsOf(field.name).some(splitOf) || roleOf(field.name) === 'learningRate')
    return field;
  return roleOf(field.name) === null ? field : { ...field, name: `${rows} ${field.name}` };
}

/** A JSON line's numbers, by path; undefined for any other line. */
function jsonFacts(line: string): LineFacts | undefined {
  const text = line.trim();
  if (!(text.startsWith('{') && text.endsWith('}'))) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const message = (value as { message?: unknown }).message ?? (value as { msg?: unknown }).msg;
  if (typeof message === 'string') return readLine(message);
  const fields: Field[] = [];
  const facts = { epoch: null as number | null, step: null as number | null };
  collect(value, '', DEPTH, (name, number) => {
    const place = placeOf(name);
    if (place === 'epoch' || place === 'step') facts[place] ??= number;
    else fields.push({ name, value: number, isPair: true, rows: null });
  });
  return { ...facts, done: null, fields, rows: null };
}

function collect(
  value: unknown,
  path: string,
  depth: number,
  add: (name: string, number: number) => void,
): void {
  if (typeof value === 'number') add(path, value);
  else if (value !== null && typeof value === 'object' && !Array.isArray(value) && depth > 0)
    for (const [key, inner] of Object.entries(value))
      collect(inner, path === '' ? key : `${path}/${key}`, depth - 1, add);
}

const ESCAPE = '\u001b';

/** Without colours and other control sequences; a line feed where the cursor moves up. */
function withoutControls(line: string): string {
  if (!line.includes(ESCAPE)) return line;
  let plain = '';
  let at = 0;
  for (let start = line.indexOf(ESCAPE); start >= 0; start = line.indexOf(ESCAPE, at)) {
    plain += line.slice(at, start);
    let end = start + 1;
    if (line[end] === '[') end++;
    while (end < line.length && !(line[end]! >= '@' && line[end]! <= '~')) end++;
    if (line[end] === 'A') plain += '\n';
    at = end + 1;
  }
  return plain + line.slice(at);
}
