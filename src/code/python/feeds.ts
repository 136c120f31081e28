import * as l10n from '@vscode/l10n';
import type { Binding } from './bindings';
import { numberOf } from './literals';
import type { Node } from './node';
import { same } from './scopes';
import { lost, type Outcome, type Route, type Tracer } from './trace';

/** The values under a placeholder's name as a key: `feed_dict={keep_prob: 0.5}`. */
function fedValues(tracer: Tracer, binding: Binding): Node[] {
  const { file } = tracer;
  const name = file.text(binding.name);
  return file.source.occurrences(name).flatMap((offset) => {
    if (!/^\s*:/.test(file.source.text.slice(offset + name.length, offset + name.length + 8))) return [];
    const node = file.source.nodeAt(offset);
    const pair = node.parent;
    if (node.type !== 'identifier' || pair?.type !== 'pair' || !same(pair.childForFieldName('key'), node))
      return [];
    const value = pair.childForFieldName('value');
    return value ? [value] : [];
  });
}

/** Follows a placeholder to the one value that it is fed in training; 1 (keep all) and 0 (drop none) are tests. */
export function feedsOf(tracer: Tracer, binding: Binding, route: Route): Outcome {
  const name = tracer.file.text(binding.name);
  const values = fedValues(tracer, binding);
  const outcomes = values.map((value) => tracer.trace(value, tracer.step(route, value.parent ?? value)));
  const training = outcomes.filter(({ node }) => {
    const number = node && numberOf(tracer.file, node);
    return number !== 0 && number !== 1;
  });
  const [first] = training;
  if (!first) return lost(route, l10n.t('{0} is fed while the program runs', name));
  const one = training.every(({ node }) => same(node, first.node));
  return one ? first : lost(route, l10n.t('{0} is fed in {1} places', name, training.length));
}
