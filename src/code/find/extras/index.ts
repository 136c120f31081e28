import { trainsModel } from '../../candidates';
import type { Extra, Finding, Model } from '../../finding';
import type { Node } from '../../syntax/tree';
import type { Context } from '../context';
import type { Owners } from '../owners';
import { byHand } from './by-hand';
import { ofCall } from './calls';
import { ofOptimizer } from './optimizers';
import { ofSetting } from './settings';
import type { Facts, FoundExtra } from './types';

/** What the trainings of a file have beside hyperparameters, by the model that it belongs to. */
export function extrasOf(
  context: Context,
  owners: Owners,
  findings: readonly Finding[],
  models: readonly Model[],
): ReadonlyMap<Model, readonly Extra[]> {
  const all = new Map<Model, Extra[]>();
  for (const { node, read } of foundIn(context, findings)) {
    const own = owners.ownersOf(node);
    for (const model of own.length > 0 ? own : nearest(node, models)) {
      const extra = read(factsOf(model, findings));
      if (!extra) continue;
      const known = all.get(model) ?? [];
      if (!known.some(({ note, training }) => note === extra.note && !training && !extra.training))
        known.push(extra);
      all.set(model, known);
    }
  }
  return all;
}

/** What one of the readers looks at. */
const speaking: ReadonlySet<Node['type']> = new Set([
  ...(['call', 'entry', 'field', 'declaration', 'assignment', 'branch'] as const),
]);

/** Calls before settings, and what optimizers are given before what people write themselves. */
function foundIn(context: Context, findings: readonly Finding[]): FoundExtra[] {
  const readers = [ofCall, ofSetting, ofOptimizer(findings), byHand].map((read) => ({
    read,
    found: [] as FoundExtra[],
  }));
  for (const node of context.program.nodes.filter(({ type }) => speaking.has(type)))
    for (const { read, found } of readers) {
      const extra = read(context, node);
      if (extra) found.push({ node, read: extra });
    }
  return readers.flatMap(({ found }) => found);
}

function factsOf(model: Model, findings: readonly Finding[]): Facts {
  const value = (kind: Finding['kind']) =>
    findings.find((one) => one.kind === kind && one.value !== null && trainsModel(one, model))?.value ??
    findings.find((one) => one.kind === kind && one.value !== null && !one.trains)?.value ??
    null;
  return { model, epochs: value('epochs'), rate: value('learningRate') };
}

/** The model nearest to a node that no model is linked to. */
function nearest(node: Node, models: readonly Model[]): readonly Model[] {
  const distance = ({ start, end }: Model) =>
    node.start < start ? start - node.start : Math.max(0, node.start - end);
  const [first, ...others] = models;
  if (!first) return [];
  return [others.reduce((best, model) => (distance(model) < distance(best) ? model : best), first)];
}
