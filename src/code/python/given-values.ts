import type { Finding, Model } from '../finding';
import type { Binding } from './bindings';
import type { Context } from './context';
import { givenTo } from './formals';
import { type Node, textOf } from './node';
import type { Owners } from './owners';
import { contains } from './scopes';

/**
 * What calls of one function give the training of each model: `fit(small, epochs=5)` and `fit(big, epochs=50)` leave the
 * number of epochs in `fit` without one value, and each model has its own.
 */
export function givenValues(
  context: Context,
  owners: Owners,
  findings: readonly Finding[],
): ReadonlyMap<Model, readonly Finding[]> {
  const all = new Map<Model, Finding[]>();
  for (const finding of findings) {
    if (finding.value !== null || finding.kind === 'dropout' || finding.kind === 'optimizer') continue;
    const binding = parameterOf(context, finding);
    if (!binding) continue;
    for (const { model, value } of valuesOf(context, owners, binding)) {
      const given = { ...finding, value, reason: null, trains: [{ start: model.start, end: model.end }] };
      all.set(model, [...(all.get(model) ?? []), given]);
    }
  }
  return all;
}

/** The parameter that a finding's trail ends at. */
function parameterOf({ file }: Context, { chain }: Finding): Binding | undefined {
  for (const step of chain.toReversed()) {
    const block = file.source.blockAt(step.start);
    const node = block.nodeAt(step.start - block.start);
    const [binding] = node.type === 'identifier' ? file.bindings.of(textOf(node), node) : [];
    if (binding?.kind === 'parameter' && binding.owner.type === 'function_definition') return binding;
  }
  return undefined;
}

function valuesOf(context: Context, owners: Owners, binding: Binding): { model: Model; value: number }[] {
  const { tracer } = context;
  const formal = tracer.parameters.formalOf(binding);
  return formal.calls.flatMap((call) => {
    if (contains(binding.owner, call)) return [];
    const [given] = givenTo(tracer, { ...formal, calls: [call], givenOn: [], maybe: [] }).given;
    const value = numberAt(context, given ?? formal.default);
    return value === undefined ? [] : owners.ownersOf(call).map((model) => ({ model, value }));
  });
}

function numberAt(context: Context, node: Node | null): number | undefined {
  const found = node && context.tracer.trace(node);
  return found?.node && !found.complement ? context.number(found)?.value : undefined;
}
