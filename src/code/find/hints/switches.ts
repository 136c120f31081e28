import { around, contains, type Expression, lastName, type Node } from '../../syntax/tree';
import type { Context } from '../context';
import { functionAround, mentions, statementsAround } from './places';

const mode = /train|^eval|deterministic|inference/i;

/** Whether an expression asks for the mode: `self.training`, `is_train`, `deterministic`. */
export const asksForMode = (node: Node) => mentions(node, mode);

/** As {@link asksForMode}, of a step on the way of a value. */
export const speaksOfMode = (text: string) => /train|\beval|deterministic|inference/i.test(text);

/** Ratios are tested as well as switches: `if self.dropout:`, `if p > 0:`. */
const ratio =
  /^(?:p|rate|prob|ratio|dropout|drop|\w*(?:drop(?:out)?_?(?:p|rate|prob|ratio)|p_?drop\w*|_dropout))$/i;
const comparison = /^(?:[<>]=?|[!=]=|<>|is|is not|in|not in)$/;

/** Whether only one way through the code gets to a node, and a flag decides: training, or a switch of a person's own. */
export function isGuarded(node: Node): boolean {
  for (let part = node; part.up; part = part.up) {
    if (part.type === 'callable' && !part.isArrow) return false;
    const test = deciding(part.up, part);
    if ((test && isSwitch(test)) || isAfterReturn(part)) return true;
  }
  return false;
}

/** What decides whether a part of a statement or of an expression is come to. */
function deciding(owner: Node, part: Node): Node | undefined {
  switch (owner.type) {
    case 'branch': {
      const [test] = /^(?:if_statement|elif_clause)$/.test(owner.word) ? owner.parts : [];
      return test === part ? undefined : test;
    }
    case 'condition':
      return owner.test === part ? undefined : owner.test;
    case 'binary':
      return owner.right === part && /^(?:and|or)$/.test(owner.operator) ? owner.left : undefined;
    default:
      return undefined;
  }
}

/** `if not self.training: return x` above it. */
function isAfterReturn(part: Node): boolean {
  const before = statementsAround(part)?.filter((one) => one.start < part.start && !contains(one, part));
  return (before ?? []).some((statement) => {
    if (statement.type !== 'branch' || statement.word !== 'if_statement') return false;
    const [test, body] = statement.parts;
    const last = body?.type === 'block' ? body.body.at(-1) : undefined;
    return last?.type === 'other' && last.word === 'return_statement' && isSwitch(test!);
  });
}

function isSwitch(test: Node): boolean {
  if (mentions(test, /train/)) return true;
  switch (test.type) {
    case 'unary':
      return test.operator === 'not' && isSwitch(test.operand);
    case 'binary':
      if (/^(?:and|or)$/.test(test.operator)) return isSwitch(test.left) || isSwitch(test.right);
      return comparison.test(test.operator) && comparesMode(test.left, test.right);
    case 'name':
    case 'member':
      return !ratio.test(test.name);
    default:
      return false;
  }
}

/** `phase == 'test'`, `sample is True` */
function comparesMode(...sides: readonly Expression[]): boolean {
  const isWord = (side: Expression) =>
    side.type === 'text' || side.type === 'constant' || /^(?:mode|phase)$/.test(lastName(side) ?? '');
  return sides.some(isWord) && !sides.some((side) => mentions(side, /drop/i));
}

const onPurpose =
  /(?:^|[^a-z])mc(?:[^a-z]|$)|mcdrop|monte|bayes|uncertain|stochastic|epistemic|always.?on|at (?:test|inference) time|forward_?samples|ensembl/i;

/** Characters of a comment above a statement that are read. */
const NEAR = 200;

/** Whether a person says that dropout in evaluation is meant: Monte-Carlo dropout, by a name or in a comment nearby. */
export function isOnPurpose({ text }: Context, node: Node): boolean {
  const owner = node.type === 'callable' ? node : functionAround(node);
  const names = [owner, around(node, 'class')].flatMap((one) => one?.name?.name ?? []);
  if (names.some((name) => onPurpose.test(spaced(name)))) return true;
  const end = node.type === 'callable' ? (node.name ?? node).end : node.end;
  const lineEnd = text.indexOf('\n', end);
  const near = text.slice(Math.max(0, node.start - NEAR), lineEnd < 0 ? text.length : lineEnd);
  const lines = near.split('\n').slice(-3);
  return lines.some((line) => line.includes('#') && onPurpose.test(line.slice(line.indexOf('#'))));
}

/** `MCDropout` and `mc_forward` as words. */
const spaced = (name: string) =>
  name
    .replace(/_/g, ' ')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .replace(/(?<=[A-Z])(?=[A-Z][a-z])/g, ' ');
