import * as l10n from '@vscode/l10n';
import { crc32, IEEE } from '../crc';
import { fields, Texts } from '../protobuf';
import { type LogFormat, type LogReader, type LogSink, MOST_RECORD, Pending } from '../reader';

/** The file header (`:W&B`, magic, version), and that of each chunk (checksum, length, type). */
const FILE_HEAD = 7;
const HEAD = 7;
const BLOCK = 1 << 15;
const MAGIC = ':W&B';
type Chunk = 1 | 2 | 3 | 4;
const [FULL, FIRST, MIDDLE, LAST] = [1, 2, 3, 4] as const;

/**
 * Offline runs of Weights & Biases: LevelDB's log format (blocks of 32 KB, chunks; its CRC-32 is that of zip and not masked) of protobuf
 * `Record` messages; metrics are in `history` (2), settings in `config` (5) and in that of `run` (17).
 */
export const wandb: LogFormat = {
  title: 'Weights & Biases',
  matches: (path) => /\.wandb$/.test(path),
  start: (sink) => new Reader(sink),
};

class Reader implements LogReader {
  readonly #pending = new Pending();
  readonly #sink: LogSink;
  readonly #records: Records;
  /** Bytes of the file read, its header included: chunks do not cross blocks. */
  #offset = 0;
  #parts: Uint8Array[] = [];
  #length = 0;
  #isBroken = false;
  #isDamaged = false;

  constructor(sink: LogSink) {
    this.#sink = sink;
    this.#records = new Records(sink);
  }

  push(bytes: Uint8Array): void {
    if (this.#isBroken) return;
    this.#pending.add(bytes);
    if (this.#offset === 0 && !this.#header()) return;
    while (this.#chunk());
  }

  #header(): boolean {
    const head = this.#pending.peek(FILE_HEAD);
    if (!head) return false;
    if (MAGIC !== new TextDecoder().decode(head.subarray(0, 4))) {
      this.#isBroken = true;
      this.#sink.remark(l10n.t('it is not a Weights & Biases run file.'));
      return false;
    }
    this.#take(FILE_HEAD);
    return true;
  }

  #take(count: number): void {
    this.#pending.skip(count);
    this.#offset += count;
  }

  #chunk(): boolean {
    const left = BLOCK - (this.#offset % BLOCK);
    if (left < HEAD) {
      if (!this.#pending.peek(left)) return false;
      this.#take(left);
      return true;
    }
    const head = this.#pending.peek(HEAD);
    if (!head) return false;
    const view = new DataView(head.buffer, head.byteOffset);
    const length = view.getUint16(4, true);
    const type = head[6]!;
    if (type < FULL || type > LAST || HEAD + length > left) return this.#skipBlock(left);
    const chunk = this.#pending.peek(HEAD + length);
    if (!chunk) return false;
    this.#take(HEAD + length);
    if (checksum(chunk) === view.getUint32(0, true)) this.#add(type as Chunk, chunk.subarray(HEAD));
    else this.#damage();
    return true;
  }

  /** What is no chunk is damaged to the end of its block. A block filled with zeros is not: writing has not come so far. */
  #skipBlock(left: number): boolean {
    if (!this.#pending.peek(left)) return false;
    this.#take(left);
    this.#damage();
    return true;
  }

  #add(type: Chunk, part: Uint8Array): void {
    if (type === FULL || type === FIRST) [this.#parts, this.#length] = [[], 0];
    // The beginning was damaged.
    else if (this.#parts.length === 0) return;
    this.#length += part.length;
    if (this.#length > MOST_RECORD) this.#parts = [];
    else this.#parts.push(part);
    if (type === FIRST || type === MIDDLE || this.#parts.length === 0) return;
    const record = this.#parts.length === 1 ? part : new Uint8Array(Buffer.concat(this.#parts));
    this.#parts = [];
    try {
      this.#records.read(record);
    } catch {
      this.#damage();
    }
  }

  #damage(): void {
    this.#parts = [];
    if (this.#isDamaged) return;
    this.#isDamaged = true;
    this.#sink.remark(l10n.t('a part is damaged and left out.'));
  }
}

/** Of the type, then the data. */
const checksum = (chunk: Uint8Array): number =>
  crc32(IEEE, chunk, HEAD, chunk.length, crc32(IEEE, chunk, 6, HEAD));

/** A JSON value by its path. */
interface Item {
  readonly key: string;
  readonly json: string;
}

class Records {
  readonly #texts = new Texts();
  readonly #sink: LogSink;

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  read(bytes: Uint8Array): void {
    fields(bytes, 0, bytes.length, ({ number, type, from, to }) => {
      if (type !== 2) return;
      if (number === 2) this.#history(bytes, from, to);
      else if (number === 5) this.#config(bytes, from, to);
      else if (number === 17) each(bytes, from, to, 4, (start, end) => this.#config(bytes, start, end));
    });
  }

  /** HistoryRecord: item 1, step 2 (num 1). */
  #history(bytes: Uint8Array, from: number, to: number): void {
    const values: [string, number][] = [];
    let at = Number.NaN;
    let epoch = Number.NaN;
    fields(bytes, from, to, (field) => {
      if (field.number === 2 && field.type === 2)
        fields(bytes, field.from, field.to, (inner) => {
          if (inner.number === 1 && inner.type === 0) at = inner.value;
        });
      if (field.number !== 1 || field.type !== 2) return;
      const { key, json } = this.#item(bytes, field.from, field.to);
      const value = numberIn(json);
      if (value === undefined) return;
      if (key === '_step') at = value;
      else if (key === 'epoch') epoch = value;
      else if (!key.startsWith('_')) values.push([key, value]);
    });
    if (Number.isNaN(at)) return;
    for (const [name, value] of values) this.#sink.value(name, at, epoch, value);
  }

  #config(bytes: Uint8Array, from: number, to: number): void {
    each(bytes, from, to, 1, (start, end) => {
      const { key, json } = this.#item(bytes, start, end);
      if (!key.startsWith('_') && json.length < 200) this.#sink.setting(key, json.replace(/^"|"$/g, ''));
    });
  }

  /** HistoryItem and ConfigItem: key 1, nested_key 2, value_json 16. */
  #item(bytes: Uint8Array, from: number, to: number): Item {
    let key = '';
    let json = '';
    const nested: string[] = [];
    fields(bytes, from, to, (field) => {
      if (field.type !== 2) return;
      if (field.number === 1) key = this.#texts.read(bytes, field.from, field.to);
      else if (field.number === 2) nested.push(this.#texts.read(bytes, field.from, field.to));
      else if (field.number === 16) json = new TextDecoder().decode(bytes.subarray(field.from, field.to));
    });
    return { key: nested.length > 0 ? nested.join('.') : key, json };
  }
}

/** Calls `found` with the place of each message in a field. */
function each(
  bytes: Uint8Array,
  from: number,
  to: number,
  number: number,
  found: (from: number, to: number) => void,
): void {
  fields(bytes, from, to, (field) => {
    if (field.number === number && field.type === 2) found(field.from, field.to);
  });
}

/** W&B writes NaN and Infinity bare or as texts. */
function numberIn(json: string): number | undefined {
  const text = json.replace(/^"|"$/g, '');
  if (text === '' || text === 'true' || text === 'false' || text === 'null') return undefined;
  const value = Number(text);
  return Number.isNaN(value) && text !== 'NaN' ? undefined : value;
}
