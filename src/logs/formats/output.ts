import { OutputReader } from '../output-reader';
import type { LogFormat, LogReader, LogSink } from '../reader';

/** What a training has printed, saved to a file. */
export const output: LogFormat = {
  title: 'output',
  matches(path, head) {
    if (!/\.(?:log|txt|out|jsonl|ndjson)$|(?:^|\/)(?:nohup\.out|stdout|log)$/i.test(path)) return false;
    const reader = new OutputReader();
    return [...reader.push(head), ...reader.end()].length > 0;
  },
  start: (sink) => new Reader(sink),
};

class Reader implements LogReader {
  readonly #sink: LogSink;
  readonly #output = new OutputReader();

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  push(bytes: Uint8Array): void {
    for (const { name, step, epoch, value, role } of this.#output.push(bytes))
      this.#sink.value(name, step, epoch ?? Number.NaN, value, role);
  }
}
