import { Lines } from '../lines';
import { numberOf } from '../number';
import type { LogFormat, LogReader, LogSink } from '../reader';

/** MLflow's file store: `mlruns/EXPERIMENT/RUN/metrics/NAME` has lines `timestamp value step`, `params/NAME` a value. Its tag `mlflow.runName` is its name. */
export const mlflow: LogFormat = {
  title: 'MLflow',
  matches(path, head) {
    const place = placeOf(path);
    return place !== undefined && (place.kind !== 'metrics' || LINE.test(new TextDecoder().decode(head)));
  },
  start(sink, path) {
    const { kind, name } = placeOf(path)!;
    return kind === 'metrics' ? new Metrics(sink, name) : new Param(sink, name);
  },
};

const LINE = /^\d{1,20} \S{1,40}(?: \d+)?\s/;

/** The name of a metric may have slashes, which are folders then. */
function placeOf(path: string): { kind: 'metrics' | 'params' | 'tags'; name: string } | undefined {
  const parts = path.split('/');
  const run = parts.findLastIndex((part) => /^[0-9a-f]{32}$/.test(part));
  const kind = parts[run + 1];
  const name = parts.slice(run + 2).join('/');
  if (run < 0 || name === '') return undefined;
  if (kind === 'metrics' || kind === 'params') return { kind, name };
  return kind === 'tags' && name === 'mlflow.runName' ? { kind, name } : undefined;
}

class Metrics implements LogReader {
  readonly #lines = new Lines();
  readonly #sink: LogSink;
  readonly #name: string;
  #row = 0;

  constructor(sink: LogSink, name: string) {
    this.#sink = sink;
    this.#name = name;
  }

  push(bytes: Uint8Array): void {
    for (const line of this.#lines.push(bytes)) {
      const [, value, step] = line.split(' ');
      if (value === undefined) continue;
      // Without a step of its own every value is at step 0.
      this.#sink.value(this.#name, Number(step ?? 0) || this.#row, Number.NaN, numberOf(value) ?? Number.NaN);
      this.#row++;
    }
  }
}

class Param implements LogReader {
  #text = '';
  readonly #sink: LogSink;
  readonly #name: string;

  constructor(sink: LogSink, name: string) {
    this.#sink = sink;
    this.#name = name;
  }

  push(bytes: Uint8Array): void {
    this.#text += new TextDecoder().decode(bytes);
  }

  idle(): void {
    this.#sink.setting(this.#name, this.#text.trim());
  }
}
