import { numberOf } from '../evaluate/arithmetic';
import { Evaluator } from '../evaluate/evaluator';
import type { Found } from '../evaluate/outcome';
import type { EditTarget, Finding, FindingKind, Framework, Span } from '../finding';
import { frameworkOf } from '../frameworks/index';
import { oneLine } from '../lines';
import { PYTHON } from '../program/dialect';
import { Imports } from '../program/imports';
import { Program } from '../program/program';
import type { Block, Call, Callable, Class, Expression } from '../syntax/tree';
import type { KnownCall } from './known-call';
import { contentOf, numberOfText } from './strings';
import { type Traits, traitsOf } from './traits';

/** Everything that the finders of one Python text share. */
export class Context {
  readonly program: Program;
  readonly evaluator: Evaluator;
  readonly imports: Imports;
  readonly traits: Traits;
  /** The framework of the file as a whole; `undefined`: none is imported. */
  readonly framework: Framework | undefined;
  readonly #callers = new Map<Class | Callable, readonly Call[]>();

  /** A call as the tables know it. */
  readonly #knownCall: (context: Context, call: Call) => KnownCall | undefined;

  constructor(
    readonly text: string,
    file: Block,
    knownCall: (context: Context, call: Call) => KnownCall | undefined,
  ) {
    this.#knownCall = knownCall;
    this.program = new Program(file, PYTHON);
    this.imports = new Imports(this.program);
    this.evaluator = new Evaluator(this.program, text, (expression) => this.qualify(expression));
    this.traits = traitsOf(text, this.imports);
    this.framework = frameworkOf(this.traits.packages);
  }

  /**
   * The calls that a table knows, in the order of the text, one after the other: what was found is there when the
   * budget of steps runs out.
   */
  *eachKnown(): Generator<KnownCall> {
    for (const call of this.program.calls) {
      const known = this.#knownCall(this, call);
      if (known) yield known;
    }
  }

  /** See {@link Imports.qualify}. */
  qualify(expression: Expression): string | undefined {
    return this.imports.qualify(expression);
  }

  /** The class or function of this file that a name names. */
  definitionOf(expression: Expression): Class | Callable | undefined {
    return this.program.definitionOf(expression);
  }

  /** The calls, in this file, of a class or of a function that is no method. */
  callsOf(definition: Class | Callable): readonly Call[] {
    const known = this.#callers.get(definition);
    if (known) return known;
    const all = definition.name ? this.program.callsOf(definition.name.name) : [];
    const calls = all.filter(({ callee }) => this.definitionOf(callee) === definition);
    this.#callers.set(definition, calls);
    return calls;
  }

  /** The class of this file that a class derives from first, if any. */
  baseOf(one: Class): Class | undefined {
    return this.program.baseOf(one);
  }

  /** The string that an expression comes from, if it is one. */
  stringAt(expression: Expression): string | undefined {
    const { expression: end } = this.evaluator.follow(expression);
    return end?.type === 'text' ? end.value : undefined;
  }

  /** The source text of a part. */
  slice({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  /** A finding at `use`, the parts that every finding has filled in. */
  finding(use: Span, kind: FindingKind, rest: Partial<Finding> & { spelling: string }): Finding {
    const { start, end } = use;
    return {
      ...{ start, end, kind, value: null, name: null },
      ...{ framework: this.framework ?? 'python', confidence: 'high', text: oneLine(this.slice(use)) },
      ...{ edit: null, chain: [], reason: null, isDefault: false },
      ...rest,
    };
  }

  /** The number at the end of a trail, also one in a string, and the literal to edit. */
  number({ expression }: Pick<Found, 'expression'>): { value: number; edit: EditTarget } | undefined {
    const isText = expression.type === 'text';
    const value = isText ? numberOfText(expression.value) : numberOf(expression);
    if (value === undefined) return undefined;
    const { start, end } = isText ? contentOf(expression, this.text) : expression;
    return { value, edit: { start, end, text: this.text.slice(start, end), keep: false, before: '' } };
  }
}
