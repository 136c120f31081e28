import * as l10n from '@vscode/l10n';
import type { Span, Step } from '../finding';
import { type Expression, ExpressionReader } from './expressions';
import type { Token } from './tokens';

/** The packages of TensorFlow.js; what they export is known under `tf`. */
const packages = /^@tensorflow\/tfjs(?:-(?:core|layers|node|node-gpu|converter|data))?$/;

/** A number at the end of a trail, or why there is none. */
export type JsOutcome = { readonly chain: readonly Step[] } & (
  | { readonly value: number; readonly literal: Span; readonly complement: boolean; readonly reason: null }
  | { readonly value: null; readonly reason: string }
);

/** What the names of a JavaScript or TypeScript file stand for. */
export class JsNames {
  /** Local name → path below `tf`: `layers` of `import { layers } from '@tensorflow/tfjs'`. */
  readonly imported = new Map<string, readonly string[]>();
  private readonly bindings = new Map<string, (Expression | null)[]>();

  constructor(
    private readonly text: string,
    private readonly tokens: readonly Token[],
  ) {
    for (let i = 0; i < tokens.length; i++) this.visit(i);
  }

  /** The file imports TensorFlow.js, or uses the global `tf` that a script tag brings. */
  get usesTensorFlow(): boolean {
    return this.imported.size > 0 || this.hasGlobal;
  }

  /** `tf` is nowhere defined in the file. */
  get hasGlobal(): boolean {
    return (
      !this.bindings.has('tf') &&
      !this.imported.has('tf') &&
      /\btf\s*\.\s*(?:sequential|layers|model)\b/.test(this.text)
    );
  }

  /** The path below `tf` that a dotted name stands for; `undefined`: it comes from elsewhere. */
  qualify(names: readonly string[]): string | undefined {
    const [first = '', ...rest] = names;
    const base = this.imported.get(first) ?? (first === 'tf' && this.hasGlobal ? [] : undefined);
    return base === undefined || (this.bindings.has(first) && base.length > 0 && this.shadows(first))
      ? undefined
      : [...base, ...rest].join('.');
  }

  private shadows(name: string): boolean {
    return (this.bindings.get(name)?.length ?? 0) > 0;
  }

  /** The one expression that a variable is given; `undefined`: none or several. */
  definitionOf(name: string): Expression | undefined {
    const all = this.bindings.get(name);
    return all?.length === 1 ? (all[0] ?? undefined) : undefined;
  }

  /** Every variable with one definition, and every object that a variable is given. */
  *constants(): Generator<{ name: string; value: Expression }> {
    for (const [name, all] of this.bindings) {
      for (const value of all)
        if (value && (all.length === 1 || value.type === 'object')) yield { name, value };
    }
  }

  /** Follows an expression to its number. */
  resolve(expression: Expression, chain: readonly Step[] = []): JsOutcome {
    const { start, end } = expression;
    if (expression.type === 'number') {
      return { value: expression.value, literal: { start, end }, complement: false, reason: null, chain };
    }
    const next = [...chain, { start, end, text: this.text.slice(start, Math.min(end, start + 80)) }];
    if (next.length > 12) return { value: null, reason: l10n.t('defined by itself'), chain };
    if (expression.type === 'complement') {
      const inner = this.resolve(expression.of, next);
      return inner.value === null ? inner : { ...inner, complement: !inner.complement };
    }
    if (expression.type === 'path') return this.resolvePath(expression.names, next);
    return {
      value: null,
      reason: l10n.t('computed: {0}', this.text.slice(start, Math.min(end, start + 40))),
      chain: next,
    };
  }

  private resolvePath(names: readonly string[], chain: readonly Step[]): JsOutcome {
    const [first = '', ...members] = names;
    const all = this.bindings.get(first);
    if (!all) return { value: null, reason: l10n.t('{0} is not defined in this file', first), chain };
    if (all.length > 1) {
      return { value: null, reason: l10n.t('{0} is assigned {1} times', first, all.length), chain };
    }
    let value = all[0] ?? undefined;
    for (const member of members)
      value = value?.type === 'object' ? value.entries.get(member)?.value : undefined;
    if (!value)
      return {
        value: null,
        reason: l10n.t('{0} is set where it cannot be followed', names.join('.')),
        chain,
      };
    return this.resolve(value, chain);
  }

  private visit(i: number): void {
    const token = this.tokens[i]!;
    if (token.type !== 'name') return;
    if (token.text === 'import') this.importAt(i);
    else if (/^(?:const|let|var)$/.test(token.text)) this.declarationAt(i + 1);
    else this.assignmentAt(i);
  }

  private importAt(i: number): void {
    const from = this.tokens.findIndex((token, at) => at > i && at < i + 60 && token.type === 'string');
    const module = this.tokens[from]?.text.slice(1, -1) ?? '';
    const clause = this.tokens.slice(i + 1, from);
    if (!packages.test(module) || !clause.some(({ text }) => text === 'from')) {
      for (const { type, text } of from < 0 ? [] : clause)
        if (type === 'name' && text !== 'from') this.bind(text, null);
      return;
    }
    const star = clause.findIndex(({ text }) => text === '*');
    if (star >= 0) this.imported.set(clause[star + 2]!.text, []);
    else if (clause[0]?.type === 'name') this.imported.set(clause[0].text, []);
    this.importNames(clause);
  }

  /** `{ layers, train as t }`. */
  private importNames(clause: readonly Token[]): void {
    const open = clause.findIndex(({ text }) => text === '{');
    for (let at = open + 1; open >= 0 && at < clause.length && clause[at]!.text !== '}'; at++) {
      const name = clause[at]!;
      if (name.type !== 'name') continue;
      const alias = clause[at + 1]?.text === 'as' ? clause[at + 2] : undefined;
      this.imported.set(alias?.text ?? name.text, [name.text]);
      if (alias) at += 2;
    }
  }

  private declarationAt(i: number): void {
    const name = this.tokens[i];
    if (name?.type !== 'name') return;
    const equals = this.equalsAfter(i);
    if (equals < 0) {
      this.bind(name.text, null);
      return;
    }
    const value = new ExpressionReader(this.tokens, equals + 1).read();
    const isRequire =
      value.type === 'call' && value.names[0] === 'require' && value.args[0]?.type === 'string';
    if (isRequire && packages.test((value.args[0] as { value: string }).value))
      this.imported.set(name.text, []);
    else this.bind(name.text, value);
  }

  /** The `=` after a name and, in TypeScript, its type; −1: none. */
  private equalsAfter(i: number): number {
    if (this.tokens[i + 1]?.text === '=') return i + 1;
    if (this.tokens[i + 1]?.text !== ':') return -1;
    for (let at = i + 2; at < Math.min(i + 12, this.tokens.length); at++) {
      const { text } = this.tokens[at]!;
      if (text === '=') return at;
      if (/^(?:[;,)}]|=>)$/.test(text)) return -1;
    }
    return -1;
  }

  /** `name = …`: another assignment, or the default of a parameter. */
  private assignmentAt(i: number): void {
    const before = this.tokens[i - 1]?.text ?? '';
    if (before === '.' || before === '?.' || /^(?:const|let|var)$/.test(before)) return;
    const next = this.tokens[i + 1]?.text ?? '';
    if (/^(?:\+=|-=|\*=|\/=|\+\+|--)$/.test(next)) this.bind(this.tokens[i]!.text, null);
    const equals = next === '=' ? i + 1 : before === '(' || before === ',' ? this.equalsAfter(i) : -1;
    if (equals >= 0) this.bind(this.tokens[i]!.text, new ExpressionReader(this.tokens, equals + 1).read());
  }

  private bind(name: string, value: Expression | null): void {
    this.bindings.set(name, [...(this.bindings.get(name) ?? []), value]);
  }
}
