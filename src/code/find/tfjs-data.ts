import { type CodeData, isDataFile, NO_DATA, namedSet, type Stopping, targetOf } from '../code-data';
import type { Evaluator } from '../evaluate/evaluator';
import { lookUp } from '../evaluate/records';
import { type Call, type Expression, lastName } from '../syntax/tree';
import type { Library } from './tfjs-library';

/** What a file that uses TensorFlow.js says of its data. */
export function dataOf(evaluator: Evaluator, library: Library): CodeData {
  const { calls } = evaluator.program;
  const reader = new Reader(evaluator, library);
  const targets = calls.flatMap((call) => reader.target(call) ?? []);
  const files = calls.flatMap((call) => reader.file(call) ?? []);
  const sets = calls.flatMap(({ callee }) => (callee.type === 'name' ? (namedSet(callee.name) ?? []) : []));
  const validation = calls.flatMap((call) => reader.validation(call) ?? [])[0] ?? null;
  const stopping = calls.flatMap((call) => reader.stopping(call) ?? [])[0] ?? null;
  return {
    ...NO_DATA,
    targets: [...new Set(targets)],
    files: [...new Set(files)],
    sets,
    validation,
    stopping,
  };
}

class Reader {
  readonly #evaluator: Evaluator;
  readonly #library: Library;

  constructor(evaluator: Evaluator, library: Library) {
    this.#evaluator = evaluator;
    this.#library = library;
  }

  /** An option of the last argument. */
  #option({ args }: Call, key: string): Expression | undefined {
    const last = args.at(-1);
    const record = last && this.#evaluator.follow(last).expression;
    const looked = record?.type === 'record' ? lookUp(this.#evaluator, record, key) : undefined;
    return looked?.isOpen ? undefined : (looked?.value ?? undefined);
  }

  #number(expression: Expression | undefined): number | undefined {
    const outcome = expression && this.#evaluator.number(expression);
    return outcome?.reason === null && !outcome.complement ? outcome.value : undefined;
  }

  #text(expression: Expression | undefined): string | undefined {
    const word = expression && this.#evaluator.follow(expression).expression;
    return word?.type === 'text' ? word.value : undefined;
  }

  /** `compile({ loss: 'meanSquaredError' })`, `tf.losses.softmaxCrossEntropy(…)` */
  target(call: Call) {
    const method = lastName(call.callee);
    if (method === undefined) return undefined;
    if (method !== 'compile' || call.callee.type !== 'member')
      return this.#library.qualify(call.callee)?.startsWith('losses.') ? targetOf(method) : undefined;
    const loss = this.#option(call, 'loss');
    const path = loss && this.#library.qualify(loss);
    const word = path === undefined ? this.#text(loss) : path.slice(path.lastIndexOf('.') + 1);
    return word === undefined ? undefined : targetOf(word);
  }

  /** `tf.data.csv('file://wine.csv')`, `fs.readFileSync('wine.csv')`, `fetch('wine.csv')` */
  file({ callee, args: [first] }: Call): string | undefined {
    if (!/^(?:csv|readFileSync|readFile|createReadStream|fetch)$/.test(lastName(callee) ?? ''))
      return undefined;
    const file = this.#text(first)?.replace(/^file:\/\//, '');
    return file !== undefined && isDataFile(file) ? file : undefined;
  }

  validation(call: Call): number | undefined {
    const isFit = call.callee.type === 'member' && call.callee.name === 'fit';
    const value = isFit ? this.#number(this.#option(call, 'validationSplit')) : undefined;
    return value !== undefined && value > 0 && value < 1 ? value : undefined;
  }

  /** TensorFlow.js keeps the last weights: `restoreBestWeights` is not there yet. */
  stopping(call: Call): Stopping | undefined {
    if (this.#library.qualify(call.callee) !== 'callbacks.earlyStopping') return undefined;
    const monitor = this.#text(this.#option(call, 'monitor'));
    if (monitor !== undefined && /^(?:loss|acc)/.test(monitor)) return undefined;
    const given = this.#option(call, 'patience');
    const patience = given ? this.#number(given) : 0;
    return patience !== undefined && Number.isInteger(patience) && patience >= 0
      ? { patience: Math.max(1, patience), restoresBest: false }
      : undefined;
  }
}
