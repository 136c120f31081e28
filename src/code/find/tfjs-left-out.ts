import * as l10n from '@vscode/l10n';
import type { Evaluator } from '../evaluate/evaluator';
import { type Call, type Node, walk } from '../syntax/tree';

/** Penalties, constraints and class weights: an experiment does not take them over from here. */
const lost = /^(?:(?:kernel|bias|activity|recurrent)(?:Regularizer|Constraint)|classWeight)$/;

/** Notes on what the options of a call say and an experiment cannot: written in it, or under a name that it is given. */
export function leftOut(evaluator: Evaluator, call: Call): string[] {
  const given = call.args.flatMap((argument) => evaluator.follow(argument).expression ?? []);
  const isClosed = ({ type }: Node) => type === 'callable';
  return [...new Set(given)].flatMap((argument) =>
    [...walk(argument, isClosed)].flatMap((node) =>
      node.type === 'entry' && lost.test(node.key ?? '') && !isNothing(node.value)
        ? l10n.t('{0}: left out', evaluator.quote(node))
        : [],
    ),
  );
}

const isNothing = (value: Node) => value.type === 'constant';
