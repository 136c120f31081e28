import * as l10n from '@vscode/l10n';
import type { Evaluator } from '../evaluate/evaluator';
import type { Call, Node } from '../syntax/tree';
import { inside } from '../syntax/walk';

/** Penalties, constraints and class weights: an experiment does not take them over from here. */
const lost = /^(?:(?:kernel|bias|activity|recurrent)(?:Regularizer|Constraint)|classWeight)$/;

/** Notes on what the options of a call say and an experiment cannot: written in it, or under a name that it is given. */
export function leftOut(evaluator: Evaluator, call: Call): string[] {
  const given = call.args.flatMap((argument) => evaluator.follow(argument).expression ?? []);

  return [...new Set(given)]
    .filter(isOpen)
    .flatMap((argument) =>
      [...inside(argument, isCallback)].flatMap((node) =>
        node.type === 'entry' && lost.test(node.key ?? '') && !isNothing(node.value)
          ? l10n.t('{0}: left out', evaluator.quote(node))
          : [],
      ),
    );
}

/** What a callback does is no option. */
export const isCallback = ({ type }: Node) => type === 'callable';
const isOpen = (node: Node) => !isCallback(node);
const isNothing = (value: Node) => value.type === 'constant';
