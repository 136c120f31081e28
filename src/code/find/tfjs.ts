import * as l10n from '@vscode/l10n';
import { NO_DATA } from '../code-data';
import { lower } from '../confidence';
import { numberOf, rounded } from '../evaluate/arithmetic';
import { Evaluator } from '../evaluate/evaluator';
import { type Lost, lost, START } from '../evaluate/outcome';
import { lookUp } from '../evaluate/records';
import type { Confidence, Finding, FindingKind, ScanResult, Span } from '../finding';
import { optimizerOfName } from '../frameworks/index';
import { type JsArgument, tfjsCalls, tfjsMethods, tfjsRates } from '../frameworks/tfjs';
import { oneLine } from '../lines';
import { isOfOtherSection, isPlausible, kindOfName } from '../names';
import { JAVASCRIPT } from '../program/dialect';
import { Program } from '../program/program';
import type { Block, Call, Expression, Record } from '../syntax/tree';
import { contains } from '../syntax/tree';
import { within } from '../work';
import { constantsOf } from './constants';
import { dataOf } from './tfjs-data';
import { Library, methodOf } from './tfjs-library';
import { modelsOf } from './tfjs-models';
import { withTrainings } from './tfjs-trainings';

/** What a text that uses TensorFlow.js contains. */
export const mentionsTensorFlow = (text: string) =>
  /tensorflow\/tfjs|\btf\s*\.\s*(?:sequential|layers|model)\b/.test(text);

/** The hyperparameters of a JavaScript or TypeScript file that uses TensorFlow.js. */
export function readTensorFlowJs(text: string, file: Block, broken: boolean): ScanResult {
  const nothing: ScanResult = { findings: [], models: [], hints: [], broken };
  const program = new Program(file, JAVASCRIPT);
  const library = new Library(program, text);
  if (!library.isUsed) return nothing;
  const evaluator = new Evaluator(program, text);
  const reader = new Reader(text, library, evaluator);
  const inOrder = () => reader.findings.sort((a, b) => a.start - b.start);
  const models = within(() => {
    for (const call of program.calls) reader.call(call);
    reader.constants();
    return modelsOf(evaluator, library, inOrder());
  }, new Map());
  const untied = { findings: inOrder(), models: [...models.values()] };
  const tied = within(() => withTrainings(evaluator, models, untied.findings), untied);
  const data = within(() => dataOf(evaluator, library), NO_DATA);
  return { ...nothing, ...tied, data };
}

/** What makes data sets of TensorFlow.js; other things have a `batch`, too. */
const dataSets = /\btf\s*\.\s*data\b|\bdata\.(?:csv|array|generator|zip|func|webcam)\b|[dD]ata[sS]et/;

/** What a call is given for an argument, and where. */
interface Given {
  readonly at: Span;
  readonly value: Expression;
  /** Something that is spread behind it may be another. */
  readonly isHidden: boolean;
}

class Reader {
  readonly findings: Finding[] = [];
  readonly #taken = new Set<number>();
  readonly #confidence: Confidence;

  readonly #text: string;
  readonly #library: Library;
  readonly #evaluator: Evaluator;

  constructor(text: string, library: Library, evaluator: Evaluator) {
    this.#text = text;
    this.#library = library;
    this.#evaluator = evaluator;
    this.#confidence = library.isGlobal ? 'medium' : 'high';
  }

  call(call: Call): void {
    const qualified = this.#library.qualify(call.callee);
    const spelling = qualified === undefined ? undefined : tfjsCalls.get(qualified);
    if (spelling) {
      if (spelling.optimizer) this.#push(call, 'optimizer', `tf.${qualified}`, { name: spelling.optimizer });
      for (const argument of spelling.args)
        this.#argument(call, argument, `tf.${qualified}`, spelling.whole ?? false);
      return;
    }
    const method = methodOf(call);
    if (qualified !== undefined || method === undefined) return;
    if (method === 'batch' && !dataSets.test(this.#text)) return;
    for (const argument of tfjsMethods.get(method) ?? []) this.#argument(call, argument, method, false);
    if (method === 'compile') this.#compile(call);
  }

  /** Constants that no call leads to, known by their names. */
  constants(): void {
    for (const { name, value } of constantsOf(this.#evaluator)) {
      this.#named(name, value, value);
      if (value.type === 'record' && !value.isEnum) this.#members(name, value);
    }
  }

  #members(name: string, record: Record): void {
    for (const entry of record.entries) {
      const { key, value } = entry;
      if (key === null) continue;
      if (!isOfOtherSection([snake(name)], kindOfName(snake(key))?.kind)) this.#named(key, value, entry);
      if (key === 'optimizer') this.#optimizerOf(value);
    }
  }

  /** `optimizer: tf.train.sgd`, to be called later. */
  #optimizerOf(value: Expression): void {
    const qualified = value.type === 'call' ? undefined : this.#library.qualify(value);
    const name = qualified === undefined ? undefined : tfjsCalls.get(qualified)?.optimizer;
    if (name) this.#push(value, 'optimizer', `tf.${qualified}`, { name });
  }

  #named(name: string, value: Expression, use: Span): void {
    const about = kindOfName(snake(name));
    const number = about && numberOf(value);
    if (!about || number === undefined || this.#taken.has(value.start) || !isPlausible(about, number)) return;
    const edit = { ...this.#written(value), keep: about.keep };
    this.#taken.add(value.start);
    const shown = about.keep ? rounded(1 - number) : number;
    this.#push(use, about.kind, name, { value: shown, edit, confidence: 'medium' });
  }

  #compile(call: Call): void {
    const given = this.#option(call, 'optimizer');
    const word = given && this.#evaluator.follow(given.value).expression;
    const name = word?.type === 'text' ? optimizerOfName(word.value) : undefined;
    if (!given || !name) return;
    this.#push(given.at, 'optimizer', 'compile', { name });
    const rate = tfjsRates[name];
    if (rate === undefined) return;
    const reason = l10n.t('the default of {0}, not written in the file', `'${name}'`);
    this.#push(given.at, 'learningRate', 'compile', { value: rate, isDefault: true, reason });
  }

  #argument(call: Call, argument: JsArgument, spelling: string, whole: boolean): void {
    const given = this.#given(call, argument);
    if (!given) {
      if (argument.default === undefined) return;
      const reason = l10n.t('the default of {0}, not written in the file', spelling);
      this.#push(call, argument.kind, spelling, { value: argument.default, isDefault: true, reason });
      return;
    }
    const outcome = given.isHidden ? hidden(spelling) : this.#evaluator.number(given.value);
    if (spelling === 'batch' && outcome.reason !== null) return;
    const use = whole ? call : given.at;
    const { steps: chain, complement, reason } = outcome;
    if (reason !== null) {
      this.#push(use, argument.kind, spelling, { chain, reason });
      return;
    }
    const { literal, value } = outcome;
    this.#taken.add(literal.start);
    this.#push(use, argument.kind, spelling, {
      value: complement ? rounded(1 - value) : value,
      chain,
      confidence: lower(outcome.confidence, this.#confidence),
      edit: { ...this.#written(literal), keep: complement },
    });
  }

  #given(call: Call, { key, position }: JsArgument): Given | undefined {
    const value = position === undefined ? undefined : call.args[position];
    if (value && value.type !== 'spread') return { at: value, value, isHidden: false };
    return key === undefined ? undefined : this.#option(call, key);
  }

  /** What the last object that a call is given has under a key: written there, or under a name. */
  #option(call: Call, key: string): Given | undefined {
    const argument = call.args.findLast((one) => this.#recordOf(one));
    const record = argument && this.#recordOf(argument);
    const looked = record && lookUp(this.#evaluator, record, key);
    if (!looked?.value) return undefined;
    const { value, isOpen: isHidden } = looked;
    const entry = value.up?.type === 'entry' && contains(call, value.up) ? value.up : argument!;
    return { at: entry, value, isHidden };
  }

  #recordOf(argument: Expression): Record | undefined {
    if (argument.type === 'record') return argument;
    const { expression } = this.#evaluator.follow(argument);
    return expression?.type === 'record' ? expression : undefined;
  }

  #written({ start, end }: Span) {
    return { start, end, text: this.#text.slice(start, end), before: '' };
  }

  #push(use: Span, kind: FindingKind, spelling: string, rest: Partial<Finding>): void {
    const { start, end } = use;
    this.findings.push({
      ...{
        start,
        end,
        kind,
        spelling,
        text: oneLine(this.#text.slice(start, end)),
        framework: 'tfjs' as const,
      },
      ...{ value: null, name: null, edit: null, chain: [], reason: null, isDefault: false },
      confidence: this.#confidence,
      ...rest,
    });
  }
}

function hidden(spelling: string): Lost {
  return lost(START, l10n.t('{0} may be given in a way that cannot be followed', spelling));
}

const snake = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1_$2');
