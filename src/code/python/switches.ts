import type { Context } from './context';
import { moduleOf } from './modules';
import { type Node, textOf } from './node';
import { classOf, contains, enclosing } from './scopes';

/** Whether a text asks for the mode: `self.training`, `is_train`, `deterministic`. */
export function speaksOfTraining(text: string): boolean {
  return /train|\beval|deterministic|inference/i.test(text);
}

/** Ratios are tested as well as switches: `if self.dropout:`, `if p > 0:`. */
const ratio =
  /^(?:p|rate|prob|ratio|dropout|drop|\w*(?:drop(?:out)?_?(?:p|rate|prob|ratio)|p_?drop\w*|_dropout))$/i;
const flags = new Set(['identifier', 'attribute', 'call', 'subscript']);

/** Whether only one way through the code gets to a node, and a flag decides: training, or a switch of a person's own. */
export function isGuarded(node: Node): boolean {
  for (let part: Node | null = node; part; part = part.parent) {
    const owner: Node | null = part.parent;
    if (part.type === 'function_definition' || !owner) return false;
    const condition = conditionOf(owner, part);
    if (condition && isSwitch(condition)) return true;
    if (isAfterReturn(owner, part)) return true;
  }
  return false;
}

/** What decides whether a part of a statement or of an expression is come to. */
function conditionOf(owner: Node, part: Node): Node | null {
  switch (owner.type) {
    case 'if_statement':
    case 'elif_clause':
      return owner.childForFieldName('condition') === part ? null : owner.childForFieldName('condition');
    case 'else_clause':
      return owner.parent?.childForFieldName('condition') ?? null;
    case 'conditional_expression':
      return owner.namedChildren[1] === part ? null : (owner.namedChildren[1] ?? null);
    case 'boolean_operator':
      return owner.childForFieldName('right') === part ? owner.childForFieldName('left') : null;
    default:
      return null;
  }
}

/** `if not self.training: return x` above it. */
function isAfterReturn(owner: Node, part: Node): boolean {
  if (owner.type !== 'block') return false;
  return owner.namedChildren.some((statement) => {
    if (statement.startIndex >= part.startIndex || statement.type !== 'if_statement') return false;
    const condition = statement.childForFieldName('condition');
    const body = statement.childForFieldName('consequence');
    const leaves = body?.lastNamedChild?.type === 'return_statement';
    return leaves && condition !== null && isSwitch(condition) && !contains(statement, part);
  });
}

function isSwitch(condition: Node): boolean {
  const text = textOf(condition);
  if (/train/.test(text)) return true;
  switch (condition.type) {
    case 'not_operator':
    case 'parenthesized_expression':
      return condition.namedChildren.some(isSwitch);
    case 'boolean_operator':
      return condition.namedChildren.some(isSwitch);
    case 'comparison_operator':
      return /['"]|\b(?:mode|phase|True|False|None)\b/.test(text) && !/drop/i.test(text);
    default: {
      const name = text.slice(text.lastIndexOf('.') + 1);
      return flags.has(condition.type) && !ratio.test(name) && !/\W/.test(name);
    }
  }
}

const onPurpose =
  /(?:^|[^a-z])mc(?:[^a-z]|$)|mcdrop|monte|bayes|uncertain|stochastic|epistemic|always.?on|at (?:test|inference) time|forward_?samples|ensembl/i;

/** Characters of a comment above a statement that are read. */
const NEAR = 200;

/** Whether a person says that dropout in evaluation is meant: Monte-Carlo dropout, by a name or in a comment nearby. */
export function isRepeatedOnPurpose(node: Node): boolean {
  const names = [enclosing(node, 'function_definition'), classOf(node)].flatMap((owner) => {
    const name = owner?.childForFieldName('name');
    return name ? [textOf(name)] : [];
  });
  if (names.some((name) => onPurpose.test(spaced(name)))) return true;
  const { text } = node.block;
  const lineEnd = text.indexOf('\n', node.endIndex);
  const around = text.slice(Math.max(0, node.startIndex - NEAR), lineEnd < 0 ? text.length : lineEnd);
  const lines = around.split('\n').slice(-3);
  return lines.some((line) => line.includes('#') && onPurpose.test(line.slice(line.indexOf('#'))));
}

/** `MCDropout` and `mc_forward` as words. */
const spaced = (name: string) =>
  name
    .replace(/_/g, ' ')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .replace(/(?<=[A-Z])(?=[A-Z][a-z])/g, ' ');

/** Whether a node stands in a method of a network, where `self.training` says whether it trains. */
export function isMethodOfModule(context: Context, node: Node): boolean {
  const definition = enclosing(node, 'function_definition', 'lambda');
  const owner = classOf(node);
  const first = definition?.childForFieldName('parameters')?.firstNamedChild;
  if (definition?.type !== 'function_definition' || !owner || !first || textOf(first) !== 'self')
    return false;
  return moduleOf(context, owner) !== undefined || hasBase(owner);
}

/** A class may derive from a network of another file. */
const hasBase = (owner: Node) => (owner.childForFieldName('superclasses')?.namedChildCount ?? 0) > 0;
