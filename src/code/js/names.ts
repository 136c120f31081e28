import type { Brackets } from './brackets';
import { type Callable, callableAt } from './callables';
import { callsOf, type JsCall } from './calls';
import { Classes } from './classes';
import { Declarations, type MemberValue } from './declarations';
import type { Expression } from './expressions';
import { type JsOption, optionsOf } from './options';
import { type Definition, Scopes } from './scopes';
import { type JsOutcome, JsValues } from './values';

const MAX_HOPS = 8;

/** What the names of a JavaScript or TypeScript file stand for. */
export class JsNames {
  /** The calls of the file, in its order. */
  readonly calls: readonly JsCall[];
  private readonly scopes: Scopes;
  private readonly classes: Classes;
  private readonly members: ReadonlyMap<string, readonly MemberValue[]>;
  private readonly options: readonly JsOption[];
  private readonly values: JsValues;
  private listed: readonly { readonly name: string; readonly value: Expression }[] | undefined;
  /** `tf` is used and nowhere defined in the file, unless as a parameter: a script tag or a caller brings it. */
  readonly hasGlobal: boolean;
  /** The file imports TensorFlow.js, or uses the global `tf`. */
  readonly usesTensorFlow: boolean;

  constructor(
    private readonly text: string,
    brackets: Brackets,
  ) {
    const { tokens } = brackets;
    const found: Callable[] = [];
    for (let at = 0; at < tokens.length; at++) {
      const callable = callableAt(brackets, at);
      if (callable) found.push(callable);
    }
    this.calls = callsOf(tokens, new Set(found.map(({ start }) => start)));
    this.classes = new Classes(brackets, found);
    // A field that holds a function is a method.
    const { fields } = this.classes;
    const callables = found.map((one) => (fields.has(one.nameAt) ? { ...one, isMethod: true } : one));
    this.scopes = new Scopes(brackets, callables);
    this.members = new Declarations(brackets, this.scopes, callables, this.classes.fields).members;
    const { scopes, classes, members, calls } = this;
    this.options = optionsOf(calls);
    const { options } = this;
    this.values = new JsValues({ text, scopes, classes, brackets, calls, members, options });
    const all = [...scopes.all()];
    this.hasGlobal =
      all.every(({ name, definitions }) => name !== 'tf' || definitions.every(isGiven)) &&
      /\btf\s*\.\s*(?:sequential|layers|model)\b/.test(text);
    this.usesTensorFlow =
      this.hasGlobal || all.some(({ definitions }) => definitions.some(({ imported }) => imported));
  }

  /** The path below `tf` that a dotted name at an offset stands for; `undefined`: it comes from elsewhere. */
  qualify(names: readonly string[], offset: number): string | undefined {
    return this.pathBelow(names, offset, 0)?.join('.');
  }

  private pathBelow(names: readonly string[], offset: number, hops: number): readonly string[] | undefined {
    const [first = '', ...rest] = names;
    const [only, ...more] = this.scopes.find(first, this.scopes.tokenAt(offset));
    if (!only || isGiven(only)) return first === 'tf' && this.hasGlobal ? rest : undefined;
    // `tf = require('@tensorflow/tfjs-node-gpu')` after another package of it is it all the same.
    if (!more.every(({ imported }) => imported?.length === 0) || hops > MAX_HOPS) return undefined;
    const { imported, value } = only;
    const base = value?.type === 'path' ? this.pathBelow(value.names, value.start, hops + 1) : imported;
    return base && [...base, ...rest];
  }

  /** The one expression that a dotted name at an offset stands for; `undefined`: none or several. */
  definitionOf(names: readonly string[], offset: number): Expression | undefined {
    return this.values.find(names, offset).value ?? undefined;
  }

  /** The value that a variable has where it stands, of several in a row the last. */
  lastBefore(name: string, offset: number): Expression | undefined {
    return this.scopes.lastBefore(name, this.scopes.tokenAt(offset));
  }

  /**
   * Every variable, field and member of an object with one value, and every object that a variable is given. Of the
   * members of objects each value counts.
   */
  get constants(): readonly { readonly name: string; readonly value: Expression }[] {
    this.listed ??= [...this.list()];
    return this.listed;
  }

  private *list(): Generator<{ name: string; value: Expression }> {
    for (const { name, values } of this.given())
      for (const value of values)
        if (value && (values.length === 1 || value.type === 'object')) yield { name, value };
    for (const { name, default: value } of this.options) yield { name, value };
    for (const [path, values] of this.members)
      for (const { value } of values) yield { name: path.slice(path.lastIndexOf('.') + 1), value };
  }

  private *given(): Generator<{ name: string; values: readonly (Expression | null)[] }> {
    for (const { name, definitions } of this.scopes.all()) {
      const [{ parameter }] = definitions as [Definition];
      if (parameter && (parameter.ofWhole !== null || this.values.isAlwaysGiven(parameter))) continue;
      yield { name, values: definitions.map(({ value }) => value) };
    }
    yield* this.classes.members();
  }

  /** Whether a list is changed somewhere: `layers.push(…)`, `layers[1] = …`. */
  isChanged(list: string): boolean {
    const isOn = ({ names }: JsCall) =>
      names.slice(0, -1).join('.') === list &&
      /^(?:push|unshift|splice|pop|shift|reverse|sort)$/.test(names.at(-1)!);
    return (
      this.calls.some(isOn) ||
      new RegExp(`(?<![\\w.])${list.replace(/[.$]/g, '\\$&')}\\s*\\[[^\\]\\n]{0,200}\\]\\s*=(?!=)`).test(
        this.text,
      )
    );
  }

  /** Whether a call stands among the statements beside another: in no loop, branch or function of its own. */
  isBeside(one: JsCall, other: JsCall): boolean {
    return this.scopes.isBeside(this.scopes.tokenAt(one.start), this.scopes.tokenAt(other.start));
  }

  /** The source text of an expression, on one line. */
  quote(expression: Expression): string {
    return this.values.quote(expression, 40);
  }

  /** Follows an expression to its number. */
  resolve(expression: Expression): JsOutcome {
    return this.values.resolve(expression);
  }
}

/** A parameter that only callers give. */
const isGiven = ({ parameter, value }: Definition) => parameter !== undefined && value === null;
