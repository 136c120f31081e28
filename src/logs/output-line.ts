import { numberOf } from './number';
import { splitOf, wordsOf } from './role';

/** What a line of output says, before it is known which of it are metrics. */
export interface LineFacts {
  readonly epoch: number | null;
  readonly step: number | null;
  /** Place within the epoch, or of a progress bar: `[128/60000]`, `32/1875`. */
  readonly done: { readonly count: number; readonly total: number } | null;
  readonly fields: readonly Field[];
  /** The last word that names rows: `Test set:` says it of what follows. */
  readonly rows: string | null;
}

/** A number with what stands before it. */
export interface Field {
  readonly name: string;
  readonly value: number;
  /** Whether `:` or `=` stood between them. */
  readonly isPair: boolean;
  /** The last word before its name that names rows. */
  readonly rows: string | null;
}

/** A number and its unit, a word, or a sign. A character is read once, or twice where a word begins like `nan`. */
const TOKEN =
  /([+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|(?:nan|inf|infinity)(?![\p{L}\d_])))([%\p{L}][\p{L}/]*)?|([\p{L}_][\p{L}\p{M}\d_/.@'-]*)|([^\p{L}\d_ ])/giu;
/** Signs that end a name. */
const BREAKS = new Set([...',;|│┃\t{}[]()-–—·•']);
const BRACKETS = new Set(['[', '(']);
/** Words that make a name longer and say nothing. */
const FILLERS = new Set(
  'average avg mean running current set the of is at on in with and after for info'.split(' '),
);
/** What has more words is a sentence. */
const MOST_WORDS = 4;

const PLACES: Readonly<Record<string, Place>> = {
  epoch: 'epoch',
  epochs: 'epoch',
  ep: 'epoch',
  에폭: 'epoch',
  step: 'step',
  steps: 'step',
  iter: 'step',
  iters: 'step',
  iteration: 'step',
  iterations: 'step',
  it: 'step',
  global_step: 'step',
  update: 'step',
  batch: 'batch',
  batches: 'batch',
  minibatch: 'batch',
};
type Place = 'epoch' | 'step' | 'batch';

/** Which place on the x axis a word names. */
export function placeOf(word: string): Place | undefined {
  const lower = word.toLowerCase();
  return Object.hasOwn(PLACES, lower) ? PLACES[lower] : undefined;
}

/** Reads one line, without control sequences, in time proportional to its length. */
export function readLine(line: string): LineFacts {
  const scan = new LineScan();
  for (const [, number, unit, word, sign] of line.matchAll(TOKEN)) {
    if (number !== undefined) scan.number(numberOf(number)!, unit === undefined);
    else if (word !== undefined) scan.word(word);
    else scan.sign(sign!);
  }
  return scan.end();
}

class LineScan {
  #epoch: number | null = null;
  #step: number | null = null;
  #done: LineFacts['done'] = null;
  readonly #fields: Field[] = [];
  /** The words before a number. */
  #label: string[] = [];
  #isPair = false;
  #rows: string | null = null;
  /** The number just read, to which `/` or `of` may add a total. */
  #last: { readonly value: number; readonly is: Place | 'field' | 'unnamed'; isTotalNext?: boolean } | null =
    null;
  #tokens = 0;

  end(): LineFacts {
    this.#drop();
    return {
      epoch: this.#epoch,
      step: this.#step,
      done: this.#done,
      fields: this.#fields,
      rows: this.#rows,
    };
  }

  word(raw: string): void {
    this.#tokens++;
    const word = trimmed(raw);
    const lower = word.toLowerCase();
    if (lower === 'of' && this.#last) {
      this.#last.isTotalNext = true;
      return;
    }
    this.#last = null;
    // "INFO: loss 0.3", "Test set: average loss 0.4": what stood before the colon is no part of the name.
    if (this.#isPair) this.#drop();
    this.#label.push(word);
    this.#gluedEpoch(lower);
  }

  /** @param isBare whether it has no unit; `10s` is no place. */
  number(value: number, isBare: boolean): void {
    this.#tokens++;
    if (this.#last?.isTotalNext) this.#total(value);
    else if (this.#label.length > 0) this.#named(value);
    else this.#last = isBare ? { value, is: 'unnamed' } : null;
  }

  sign(sign: string): void {
    this.#tokens++;
    if (sign === '/' && this.#last) {
      this.#last.isTotalNext = true;
      return;
    }
    // "[3]  train-logloss:0.4"
    if (sign === ']' && this.#tokens === 3 && this.#last?.is === 'unnamed') this.#step = this.#last.value;
    if (sign === ':' || sign === '=') this.#isPair = this.#label.length > 0;
    // "Epoch [3/10]"
    else if (BREAKS.has(sign) && !(BRACKETS.has(sign) && placeOf(this.#label.at(-1) ?? ''))) this.#drop();
    if (!BRACKETS.has(sign)) this.#last = null;
  }

  #gluedEpoch(word: string): void {
    const digits = word.startsWith('epoch') ? word.slice('epoch'.length) : '';
    if (!/^\d{1,9}$/.test(digits)) return;
    this.#epoch ??= Number(digits);
    this.#drop();
  }

  #total(total: number): void {
    const { value, is } = this.#last!;
    this.#last = null;
    if (!(total > 0) || is === 'epoch') return;
    const field = this.#fields.at(-1);
    // "Accuracy: 9833/10000"
    if (is === 'field' && field) this.#fields[this.#fields.length - 1] = { ...field, value: value / total };
    else this.#done ??= { count: value, total };
  }

  #named(value: number): void {
    const place = placeOf(this.#label.at(-1)!);
    if (place === 'epoch') this.#epoch ??= value;
    else if (place === 'step') this.#step ??= value;
    else if (place === undefined) this.#field(value);
    this.#drop();
    this.#last = { value, is: place ?? 'field' };
  }

  #field(value: number): void {
    const words = this.#label.filter((word) => !FILLERS.has(word.toLowerCase()));
    if (words.length === 0 || words.length > MOST_WORDS) return;
    this.#fields.push({ name: words.join(' '), value, isPair: this.#isPair, rows: this.#rows });
  }

  /** Ends the name. A word of it that names rows holds for what follows, if it stands alone: not that of `val_loss`. */
  #drop(): void {
    for (const word of this.#label) {
      const parts = wordsOf(word);
      if (parts.length === 1 && splitOf(parts[0]!)) this.#rows = word;
    }
    this.#label = [];
    this.#isPair = false;
  }
}

/** Without the signs that end a sentence or a quotation. */
function trimmed(word: string): string {
  let end = word.length;
  while (end > 1 && ".'-/@".includes(word[end - 1]!)) end--;
  return word.slice(0, end);
}
