import type { Confidence, EditTarget, Finding, FindingKind, Framework } from '../finding';
import { frameworkOf } from '../frameworks/index';
import { oneLine } from '../lines';
import { PythonFile } from './file';
import { numberOf, numberOfText, stringOf } from './literals';
import type { Node } from './node';
import type { PythonSource } from './source';
import { type Found, Tracer } from './trace';

/** Everything that the passes over one Python text share. */
export class Context {
  readonly file: PythonFile;
  readonly tracer: Tracer;
  /** The framework of the file as a whole; `undefined`: none is imported. */
  readonly framework: Framework | undefined;

  /** @param previous the state before, to take over what no edit touched. */
  constructor(source: PythonSource, previous?: Context) {
    this.file = new PythonFile(source, previous?.file);
    this.tracer = new Tracer(this.file);
    this.framework = frameworkOf(this.file.packages);
  }

  /** A finding at `use`, the parts that every finding has filled in. */
  finding(use: Node, kind: FindingKind, rest: Partial<Finding> & { spelling: string }): Finding {
    return {
      ...this.file.source.span(use),
      kind,
      value: null,
      name: null,
      framework: this.framework ?? 'python',
      confidence: 'high',
      text: oneLine(this.file.text(use)),
      edit: null,
      chain: [],
      reason: null,
      isDefault: false,
      ...rest,
    };
  }

  /** The number at the end of a trail, and the literal to edit. */
  number(found: Found): { value: number; edit: EditTarget } | undefined {
    const literal = this.literalOf(found.node);
    return (
      literal && {
        value: literal.value,
        edit: { ...literal.span, text: literal.text, keep: false, before: '' },
      }
    );
  }

  private literalOf(node: Node) {
    const value = numberOf(this.file, node);
    const span = this.file.source.span(node);
    if (value !== undefined) return { value, span, text: this.file.text(node) };
    const string = stringOf(this.file, node);
    const inString = string === undefined ? undefined : numberOfText(string);
    if (inString === undefined) return undefined;
    const content = node.namedChildren.find((child) => child?.type === 'string_content');
    return content ? { value: inString, span: this.file.source.span(content), text: string! } : undefined;
  }
}

/** The lower of two confidences. */
export function lower(a: Confidence, b: Confidence): Confidence {
  const order: Confidence[] = ['high', 'medium', 'low'];
  return order[Math.max(order.indexOf(a), order.indexOf(b))]!;
}

/** 1 − value, without the noise of binary fractions. */
export function complementOf(value: number): number {
  return Number((1 - value).toPrecision(12));
}
