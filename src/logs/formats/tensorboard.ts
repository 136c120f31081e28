import * as l10n from '@vscode/l10n';
import { CASTAGNOLI, crc32, masked } from '../crc';
import { fields, Texts, Wire } from '../protobuf';
import { type LogFormat, type LogReader, type LogSink, MOST_RECORD, Pending } from '../reader';

/** Bytes around the data of a record: its length and the checksums of both. */
const HEAD = 12;
const TAIL = 4;

/**
 * TensorBoard's event files: TFRecords (length, its masked CRC-32C, data, its masked CRC-32C) of protobuf `Event`
 * messages. Fields by tensorflow/core/util/event.proto and summary.proto.
 */
export const tensorboard: LogFormat = {
  title: 'TensorBoard',
  matches: (path) => path.slice(path.lastIndexOf('/') + 1).includes('.tfevents.'),
  start: (sink) => new EventReader(sink),
};

class EventReader implements LogReader {
  readonly #pending = new Pending();
  readonly #texts = new Texts();
  readonly #event = new Wire();
  readonly #summary = new Wire();
  readonly #value = new Wire();
  readonly #sink: LogSink;
  /** Where reading has ended for good. */
  #isBroken = false;
  #damaged = 0;
  #read = 0;
  /** Bytes of a long record that are still to come. */
  #toSkip = 0;

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  push(bytes: Uint8Array): void {
    if (this.#isBroken) return;
    const skipped = Math.min(this.#toSkip, bytes.length);
    this.#toSkip -= skipped;
    if (skipped === bytes.length) return;
    this.#pending.add(bytes.subarray(skipped));
    while (!this.#isBroken && this.#record());
  }

  /** Reads a record; false where it is not complete. */
  #record(): boolean {
    const { at, bytes, view, length: left } = this.#pending;
    if (left < HEAD) return false;
    const length = view.getUint32(at, true);
    if (
      view.getUint32(at + 4, true) !== 0 ||
      masked(crc32(CASTAGNOLI, bytes, at, at + 8)) !== view.getUint32(at + 8, true)
    ) {
      // The length is not what was written: nothing tells where the next record begins.
      this.#isBroken = true;
      this.#sink.remark(
        this.#read === 0
          ? l10n.t('it is not a TensorBoard event file, or its beginning is damaged.')
          : l10n.t('it is damaged after {0} records; what follows cannot be read.', this.#read),
      );
      return false;
    }
    if (length > MOST_RECORD) return this.#pass(HEAD + length + TAIL);
    if (left < HEAD + length + TAIL) return false;
    this.#pending.skip(HEAD + length + TAIL);
    this.#read++;
    const from = at + HEAD;
    const to = from + length;
    if (masked(crc32(CASTAGNOLI, bytes, from, to)) !== view.getUint32(to, true)) this.#damage();
    else
      try {
        this.#scalars(bytes, view, from, to);
      } catch {
        this.#damage();
      }
    return true;
  }

  #pass(length: number): boolean {
    const here = Math.min(length, this.#pending.length);
    this.#pending.skip(here);
    this.#toSkip = length - here;
    this.#read++;
    return this.#toSkip === 0;
  }

  /** Of an Event: step 2, summary 5. The step may stand behind the summary. */
  #scalars(bytes: Uint8Array, view: DataView, from: number, to: number): void {
    const event = this.#event.open(bytes, view, from, to);
    let step = 0;
    while (event.next()) if (event.number === 2 && event.type === 0) step = event.value;
    event.open(bytes, view, from, to);
    while (event.next()) {
      if (event.number !== 5 || event.type !== 2) continue;
      const summary = this.#summary.open(bytes, view, event.from, event.to);
      while (summary.next())
        if (summary.number === 1 && summary.type === 2)
          this.#scalar(this.#value.open(bytes, view, summary.from, summary.to), bytes, step);
    }
  }

  /** Of a Summary.Value: tag 1, simple_value 2, tensor 8, metadata 9. */
  #scalar(field: Wire, bytes: Uint8Array, step: number): void {
    let tag = '';
    let value: number | undefined;
    while (field.next()) {
      if (field.number === 1 && field.type === 2) tag = this.#texts.read(bytes, field.from, field.to);
      else if (field.number === 2 && field.type === 5) value = field.value;
      else if (field.number === 8 && field.type === 2) value ??= scalarOf(bytes, field.from, field.to);
      else if (field.number === 9 && tag === '_hparams_/session_start_info')
        hyperparameters(bytes, field.from, field.to, this.#sink);
    }
    if (value !== undefined && tag !== '') this.#sink.value(tag, step, Number.NaN, value);
  }

  #damage(): void {
    if (this.#damaged++ === 0) this.#sink.remark(l10n.t('record {0} is damaged and left out.', this.#read));
  }
}

/** The number in a TensorProto without dimensions (TensorFlow 2 writes scalars so); undefined for anything else. */
function scalarOf(bytes: Uint8Array, from: number, to: number): number | undefined {
  let dtype = 0;
  let value: number | undefined;
  let content: [number, number] | undefined;
  let isScalar = true;
  fields(bytes, from, to, ({ number, type, value: read, from: start, to: end }) => {
    switch (number) {
      case 1:
        dtype = read;
        break;
      case 2:
        isScalar = start === end;
        break;
      case 4:
        content = [start, end];
        break;
      // float_val and double_val, packed or not.
      case 5:
      case 6:
        value ??= type === 2 ? numberAt(bytes, start, end, number - 4) : read;
    }
  });
  if (!isScalar || (dtype !== 1 && dtype !== 2)) return undefined;
  return content ? numberAt(bytes, content[0], content[1], dtype) : value;
}

/** @param dtype 1: float, 2: double. */
function numberAt(bytes: Uint8Array, from: number, to: number, dtype: number): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  if (dtype === 1) return to - from === 4 ? view.getFloat32(from, true) : undefined;
  return to - from === 8 ? view.getFloat64(from, true) : undefined;
}

/** The messages in a message, by the numbers of the fields that lead to them. */
function within(
  bytes: Uint8Array,
  from: number,
  to: number,
  [number, ...rest]: readonly number[],
  found: (from: number, to: number) => void,
): void {
  if (number === undefined) found(from, to);
  else
    fields(bytes, from, to, (field) => {
      if (field.number === number && field.type === 2) within(bytes, field.from, field.to, rest, found);
    });
}

/** SummaryMetadata: plugin_data 1, content 2; HParamsPluginData: session_start_info 3; hparams 1: key 1, value 2. */
function hyperparameters(bytes: Uint8Array, from: number, to: number, sink: LogSink): void {
  const read = (start: number, end: number) => new TextDecoder().decode(bytes.subarray(start, end));
  within(bytes, from, to, [1, 2, 3, 1], (start, end) => {
    let name = '';
    let value = '';
    fields(bytes, start, end, (entry) => {
      if (entry.number === 1 && entry.type === 2) name = read(entry.from, entry.to);
      if (entry.number !== 2 || entry.type !== 2) return;
      // google.protobuf.Value: number 2, string 3, bool 4.
      fields(bytes, entry.from, entry.to, (one) => {
        if (one.number === 2 && one.type === 1) value = String(one.value);
        else if (one.number === 3 && one.type === 2) value = read(one.from, one.to);
        else if (one.number === 4 && one.type === 0) value = String(one.value === 1);
      });
    });
    if (name !== '' && value !== '' && value.length < 200) sink.setting(name, value);
  });
}
