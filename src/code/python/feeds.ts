import * as l10n from '@vscode/l10n';
import type { Binding } from './bindings';
import { numberOf } from './literals';
import { same } from './scopes';
import { lost, type Outcome, type Route, type Tracer } from './trace';

/** Follows a placeholder to the one value that it is fed in training; 1 (keep all) and 0 (drop none) are tests. */
export function feedsOf(tracer: Tracer, binding: Binding, route: Route): Outcome {
  const name = tracer.file.text(binding.name);
  const values = tracer.file.keyed.get(name);
  const outcomes = values.map((value) => tracer.trace(value, tracer.step(route, value.parent ?? value)));
  const training = outcomes.filter(({ node }) => {
    const number = node && numberOf(node);
    return number !== 0 && number !== 1;
  });
  const [first] = training;
  if (!first) return lost(route, l10n.t('{0} is fed while the program runs', name));
  const one = training.every(({ node }) => same(node, first.node));
  return one ? first : lost(route, l10n.t('{0} is fed in {1} places', name, training.length));
}
