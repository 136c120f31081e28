import * as l10n from '@vscode/l10n';
import type { ExtraValue, Finding } from '../finding';
import { knownOfOptimizers, momentsOfOptimizers } from '../frameworks/extras';
import { argumentsOf } from './arguments';
import type { Context } from './context';
import type { FoundExtra } from './extra-types';
import { type Node, textOf } from './node';

/** What an optimizer is given beside its rate, momentum and decay: betas are taken over, anything else is named. */
export function optimizerExtras(context: Context, findings: readonly Finding[]): FoundExtra[] {
  return findings.flatMap((finding) => {
    if (finding.kind !== 'optimizer' || !finding.spelling.includes('.')) return [];
    const call = callAt(context, finding);
    return call ? extrasAt(context, call, finding.name) : [];
  });
}

function callAt({ file: { source } }: Context, { start, end }: Finding): Node | undefined {
  const block = source.blockAt(start);
  let node: Node | null = block.nodeAt(start - block.start);
  while (node && source.end(node) < end) node = node.parent;
  return node?.type === 'call' && source.start(node) === start ? node : undefined;
}

function extrasAt(context: Context, call: Node, optimizer: string | null): FoundExtra[] {
  const args = argumentsOf(call);
  return [...(args?.keywords ?? [])].flatMap(([name, { argument, value }]): FoundExtra[] => {
    if (name === 'nesterov' || name === 'use_nesterov') return nesterov(context, call, value);
    if (knownOfOptimizers.has(name)) return [];
    const training = momentsOf(context, name, value, optimizer);
    if (training) return [{ node: call, read: () => ({ training, note: null }) }];
    if (/^(?:none|false)$/.test(context.tracer.trace(value).node?.type ?? '')) return [];
    if (numberAt(context, value) === 0) return [];
    const note = l10n.t('{0}: left out', textOf(argument).slice(0, 60));
    return [{ node: call, read: () => ({ note }) }];
  });
}

/** `nesterov=NESTEROV`; one that is written stands in the text of the finding. */
function nesterov(context: Context, call: Node, value: Node): FoundExtra[] {
  const { node } = context.tracer.trace(value);
  if (node?.type === 'false' || value.type === 'true') return [];
  if (node?.type === 'true')
    return [{ node: call, read: () => ({ training: { optimizer: 'nesterov' }, note: null }) }];
  const note = l10n.t('{0}: left out', `nesterov=${textOf(value).slice(0, 50)}`);
  return [{ node: call, read: () => ({ note }) }];
}

type Moments = Readonly<Record<string, ExtraValue>> | undefined;

function momentsOf(context: Context, name: string, value: Node, optimizer: string | null): Moments {
  const kind = Object.hasOwn(momentsOfOptimizers, name) ? momentsOfOptimizers[name] : undefined;
  const isAdam = optimizer === 'adam' || optimizer === 'adamw';
  if (!kind || (kind === 'rho' ? optimizer !== 'rmsprop' : !isAdam)) return undefined;
  const { node } = context.tracer.trace(value);
  const parts = kind === 'both' ? (node?.namedChildren ?? []) : [value];
  const numbers = parts.map((part) => numberAt(context, part));
  if (numbers.length === 0 || !numbers.every((number) => number !== undefined && number >= 0 && number < 1))
    return undefined;
  const [first, second] = numbers as number[];
  if (kind !== 'both') return { [kind]: first! };
  return second === undefined ? undefined : { beta1: first!, beta2: second };
}

function numberAt(context: Context, node: Node): number | undefined {
  const found = context.tracer.trace(node);
  return found.node && !found.complement ? context.number(found)?.value : undefined;
}
