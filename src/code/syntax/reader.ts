import { make } from './make';
import { field, named, type Raw } from './raw';
import type { Block, Expression, Name, Node, Other } from './tree';

/** What readers of all grammars share: they make the small tree out of a parser's. */
export abstract class TreeReader {
  constructor(protected readonly text: string) {}

  /** A statement or an expression. */
  protected abstract node(raw: Raw): Node;

  block(raw: Raw): Block {
    return make<Block>({ type: 'block', ...span(raw), body: this.all(named(raw)) });
  }

  other(raw: Raw): Node {
    return make({ type: 'other', ...span(raw), word: raw.type, parts: this.all(named(raw)) });
  }

  spread(raw: Raw): Node {
    return make({ type: 'spread', ...span(raw), of: this.expression(named(raw)[0], raw) });
  }

  protected all(raws: readonly Raw[]): Node[] {
    return raws.map((raw) => this.node(raw));
  }

  protected slice({ start, end }: Raw): string {
    return this.text.slice(start, end);
  }

  protected name(raw: Raw): Name {
    return make<Name>({ type: 'name', ...span(raw), name: this.slice(raw) });
  }

  /** As {@link node}; where the grammar has an expression, nothing else can stand. */
  protected expression(raw: Raw | undefined, near: Raw): Expression {
    const missing = { start: near.end, end: near.end, word: 'missing', parts: [] };
    return raw ? (this.node(raw) as Expression) : make<Other>({ type: 'other', ...missing });
  }

  protected expressions(raws: readonly Raw[]): Expression[] {
    return raws.map((raw) => this.expression(raw, raw));
  }

  protected optional(raw: Raw | undefined): Expression | null {
    return raw ? this.expression(raw, raw) : null;
  }

  /** The expression in a field. */
  protected in(raw: Raw, name: string): Expression {
    return this.expression(field(raw, name), raw);
  }
}

/** Where a node stands. */
export const span = ({ start, end }: Raw) => ({ start, end });
