import * as l10n from '@vscode/l10n';
import { NO_DATA } from '../code-data';
import type { Confidence, Finding, FindingKind, ScanResult, Span } from '../finding';
import { optimizerOfName } from '../frameworks/index';
import { type JsArgument, tfjsCalls, tfjsMethods, tfjsRates } from '../frameworks/tfjs';
import { oneLine } from '../lines';
import { isOfOtherSection, isPlausible, kindOfName } from '../names';
import { passOver, within } from '../work';
import { Brackets, shallow } from './brackets';
import type { JsCall } from './calls';
import { dataOfCalls } from './data-reader';
import type { Expression } from './expressions';
import { modelsOfCalls } from './models';
import { JsNames } from './names';
import { tokensOf } from './tokens';
import type { JsOutcome } from './values';

const quickLook = /tensorflow\/tfjs|\btf\s*\.\s*(?:sequential|layers|model)\b/;

/** The hyperparameters of a JavaScript or TypeScript text that uses TensorFlow.js. */
export function readJavaScript(text: string): ScanResult {
  const nothing: ScanResult = { findings: [], models: [], hints: [], broken: false };
  if (!quickLook.test(text)) return nothing;
  const all = tokensOf(text);
  const tokens = shallow(all);
  if (tokens !== all) passOver();
  const brackets = new Brackets(tokens);
  const names = new JsNames(text, brackets);
  if (!names.usesTensorFlow) return nothing;
  const reader = new JsReader(text, names);
  const inOrder = () => reader.findings.sort((a, b) => a.start - b.start);
  const models = within(() => {
    for (const call of names.calls) reader.call(call);
    reader.constants();
    return modelsOfCalls(names, inOrder());
  }, []);
  const data = within(() => dataOfCalls(names), NO_DATA);
  return { ...nothing, findings: inOrder(), models, data };
}

/** What makes data sets of TensorFlow.js; other things have a `batch`, too. */
const dataSets = /\btf\s*\.\s*data\b|\bdata\.(?:csv|array|generator|zip|func|webcam)\b|[dD]ata[sS]et/;

class JsReader {
  readonly findings: Finding[] = [];
  private readonly taken = new Set<number>();
  private readonly confidence: Confidence;

  constructor(
    private readonly text: string,
    private readonly names: JsNames,
  ) {
    this.confidence = names.hasGlobal ? 'medium' : 'high';
  }

  call(call: JsCall): void {
    const qualified = this.names.qualify(call.names, call.start);
    const spelling = qualified === undefined ? undefined : tfjsCalls.get(qualified);
    if (spelling) {
      if (spelling.optimizer) this.push(call, 'optimizer', `tf.${qualified}`, { name: spelling.optimizer });
      for (const argument of spelling.args)
        this.argument(call, argument, `tf.${qualified}`, spelling.whole ?? false);
      return;
    }
    if (qualified !== undefined || call.names.length < 2) return;
    const method = call.names.at(-1)!;
    if (method === 'batch' && !dataSets.test(this.text)) return;
    for (const argument of tfjsMethods.get(method) ?? []) this.argument(call, argument, method, false);
    if (method === 'compile') this.compile(call);
  }

  /** Constants that no call leads to, known by their names. */
  constants(): void {
    for (const { name, value } of this.names.constants) {
      this.named(name, value, value);
      if (value.type !== 'object') continue;
      for (const [key, entry] of value.entries) {
        if (!isOfOtherSection([snake(name)], kindOfName(snake(key))?.kind))
          this.named(key, entry.value, entry.at);
        if (key === 'optimizer') this.optimizerOf(entry.value);
      }
    }
  }

  /** `optimizer: tf.train.sgd`, to be called later. */
  private optimizerOf(value: Expression): void {
    if (value.type !== 'path') return;
    const qualified = this.names.qualify(value.names, value.start);
    const name = qualified === undefined ? undefined : tfjsCalls.get(qualified)?.optimizer;
    if (name) this.push(value, 'optimizer', `tf.${qualified}`, { name });
  }

  private named(name: string, value: Expression, use: Span): void {
    const about = kindOfName(snake(name));
    if (!about || value.type !== 'number' || this.taken.has(value.start) || !isPlausible(about, value.value))
      return;
    const edit = {
      start: value.start,
      end: value.end,
      text: this.slice(value),
      keep: about.keep,
      before: '',
    };
    this.taken.add(value.start);
    const shown = about.keep ? Number((1 - value.value).toPrecision(12)) : value.value;
    this.push(use, about.kind, name, { value: shown, edit, confidence: 'medium' });
  }

  private compile(call: JsCall): void {
    const [options] = call.args;
    const optimizer = options?.type === 'object' ? options.entries.get('optimizer') : undefined;
    const name = optimizer?.value.type === 'string' ? optimizerOfName(optimizer.value.value) : undefined;
    if (!optimizer || !name) return;
    this.push(optimizer.at, 'optimizer', 'compile', { name });
    const rate = tfjsRates[name];
    if (rate === undefined) return;
    const reason = l10n.t('the default of {0}, not written in the file', `'${name}'`);
    this.push(optimizer.at, 'learningRate', 'compile', { value: rate, isDefault: true, reason });
  }

  private argument(call: JsCall, argument: JsArgument, spelling: string, whole: boolean): void {
    const given = this.given(call, argument);
    if (!given) {
      if (argument.default === undefined) return;
      const reason = l10n.t('the default of {0}, not written in the file', spelling);
      this.push(call, argument.kind, spelling, { value: argument.default, isDefault: true, reason });
      return;
    }
    const outcome = given.isHidden ? hidden(spelling) : this.names.resolve(given.value);
    if (spelling === 'batch' && outcome.value === null) return;
    const use = whole ? call : given.at;
    if (outcome.value === null) {
      this.push(use, argument.kind, spelling, { chain: outcome.chain, reason: outcome.reason });
      return;
    }
    const { literal, complement, chain } = outcome;
    this.taken.add(literal.start);
    this.push(use, argument.kind, spelling, {
      value: complement ? Number((1 - outcome.value).toPrecision(12)) : outcome.value,
      chain,
      confidence: outcome.isAssumed ? 'medium' : this.confidence,
      edit: { ...literal, text: this.slice(literal), keep: complement, before: '' },
    });
  }

  private given(call: JsCall, { key, position }: JsArgument): Given | undefined {
    const value = position === undefined ? undefined : call.args[position];
    if (value) return { at: value, value, isHidden: false };
    const options = call.args.findLast(({ type }) => type === 'object');
    if (key === undefined || options?.type !== 'object') return undefined;
    const entry = options.entries.get(key);
    return entry && { ...entry, isHidden: options.hidden.has(key) };
  }

  private slice({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  private push(use: Span, kind: FindingKind, spelling: string, rest: Partial<Finding>): void {
    this.findings.push({
      start: use.start,
      end: use.end,
      kind,
      value: null,
      name: null,
      framework: 'tfjs',
      confidence: this.confidence,
      text: oneLine(this.slice(use)),
      spelling,
      edit: null,
      chain: [],
      reason: null,
      isDefault: false,
      ...rest,
    });
  }
}

interface Given {
  readonly at: Span;
  readonly value: Expression;
  /** An object that is spread behind it may have another. */
  readonly isHidden: boolean;
}

function hidden(spelling: string): JsOutcome & { value: null } {
  const reason = l10n.t('{0} may be given in a way that cannot be followed', spelling);
  return { value: null, reason, isAbsent: false, chain: [] };
}

const snake = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1_$2');
