import type { CodeHint, EditTarget, Finding, FindingKind, Framework, Model } from '../finding';
import { frameworkOf } from '../frameworks/index';
import { oneLine } from '../lines';
import { movers } from '../spans';
import { findingsOfCall } from './call-findings';
import { hintsOfCall } from './call-hints';
import { knownCall } from './calls';
import { PythonFile } from './file';
import { hintsOfLayer } from './layer-hints';
import { numberOf, numberOfText, stringOf } from './literals';
import type { Node } from './node';
import type { PythonSource } from './source';
import { type Found, Tracer } from './trace';
import type { Memo } from './tracker';

/** What is found in one call. */
export interface CallResult {
  readonly findings: readonly Finding[];
  readonly hints: readonly CodeHint[];
}

const NOTHING: CallResult = { findings: [], hints: [] };

type Movers = ReturnType<typeof movers>;

function moveResult(result: CallResult, { finding, hint }: Movers): CallResult {
  const { findings, hints } = result;
  if (findings.length + hints.length === 0) return result;
  return { findings: findings.map(finding), hints: hints.map(hint) };
}

/** Everything that the passes over one Python text share. */
export class Context {
  readonly file: PythonFile;
  readonly tracer: Tracer;
  /** The framework of the file as a whole; `undefined`: none is imported. */
  readonly framework: Framework | undefined;

  private readonly calls: Memo<CallResult>;
  private readonly found: Memo<Finding | undefined>;
  private readonly loops: Memo<Finding | undefined>;
  private readonly sequences: Memo<Model | undefined>;
  /** What expressions come from, and what the calls and loops of findings have to do with. */
  readonly origins: Memo<ReadonlySet<Node>>;
  readonly owners: Memo<ReadonlySet<Node>>;

  /** @param previous the state before, to take over what no edit touched. */
  constructor(source: PythonSource, previous?: Context) {
    this.file = new PythonFile(source, previous?.file);
    this.tracer = new Tracer(this.file);
    this.framework = frameworkOf(this.file.traits.packages);
    const { from, shift } = source.change;
    const move = shift === 0 ? null : movers(from, (span) => source.moved(span));
    this.calls = this.file.memo(previous?.calls, move && ((result) => moveResult(result, move)));
    const moveFinding = move && ((found: Finding | undefined) => found && move.finding(found));
    this.found = this.file.memo(previous?.found, moveFinding);
    this.loops = this.file.memo(previous?.loops, moveFinding);
    this.origins = this.file.memo(previous?.origins, null);
    this.owners = this.file.memo(previous?.owners, null);
    this.sequences = this.file.memo(previous?.sequences, move && ((model) => model && move.model(model)));
  }

  /** What the call says whose callee ends in the identifier `name`; nothing for calls of no table. */
  callAt(name: Node): CallResult {
    return this.calls.get(name, () => {
      const known = knownCall(this, name);
      if (!known) return NOTHING;
      const findings = findingsOfCall(this, known);
      return { findings, hints: [...hintsOfCall(this, known, findings), ...hintsOfLayer(this, known)] };
    });
  }

  /** The finding at `node`, computed once. */
  foundAt(node: Node, compute: () => Finding | undefined): Finding | undefined {
    return this.found.get(node, compute);
  }

  /** The epochs of the loop over the identifier `name`, computed once. */
  loopAt(name: Node, compute: () => Finding | undefined): Finding | undefined {
    return this.loops.get(name, compute);
  }

  /** The model at `node`, computed once. */
  modelAt(node: Node, compute: () => Model | undefined): Model | undefined {
    return this.sequences.get(node, compute);
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
    const value = numberOf(node);
    const span = this.file.source.span(node);
    if (value !== undefined) return { value, span, text: this.file.text(node) };
    const string = stringOf(node);
    const inString = string === undefined ? undefined : numberOfText(string);
    if (inString === undefined) return undefined;
    const content = node.namedChildren.find((child) => child?.type === 'string_content');
    return content ? { value: inString, span: this.file.source.span(content), text: string! } : undefined;
  }
}
