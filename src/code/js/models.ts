import * as l10n from '@vscode/l10n';
import type { Finding, Layer, Model } from '../finding';
import { activationOfString } from '../frameworks/activations';
import { tfjsLayers } from '../frameworks/tfjs';
import type { JsCall } from './calls';
import type { Expression } from './expressions';
import type { JsNames } from './names';

/** The sequential models of a file: `tf.sequential({ layers: […] })`, and `model.add(…)` after `tf.sequential()`. */
export function modelsOfCalls(names: JsNames, findings: readonly Finding[]): Model[] {
  const { calls } = names;
  const ratios = new Map(
    findings.flatMap(({ kind, start, value }) => (kind === 'dropout' ? [[start, value] as const] : [])),
  );
  const variables = new Map<number, string>();
  for (const { name, value } of names.constants()) variables.set(value.start, name);
  return calls.flatMap((call) => {
    if (names.qualify(call.names, call.start) !== 'sequential') return [];
    const name = variables.get(call.start) ?? 'tf.sequential';
    const notes: string[] = [];
    const listed = listedLayers(call);
    const added = calls.filter(
      (other) => other.names.length === 2 && other.names[0] === name && other.names[1] === 'add',
    );
    const made = [...listed, ...added.flatMap(({ args }) => args.slice(0, 1))];
    const layers = made.map((expression) => layerOf(expression, names, ratios, notes));
    if (layers.length === 0) return [];
    const trained = calls.some(
      ({ names: path }) => path[0] === name && /^(?:compile|fit)$/.test(path[1] ?? ''),
    );
    return [{ start: call.start, end: call.end, name, framework: 'tfjs' as const, layers, notes, trained }];
  });
}

function listedLayers(call: JsCall): readonly Expression[] {
  const [options] = call.args;
  const layers = options?.type === 'object' ? options.entries.get('layers')?.value : undefined;
  return layers?.type === 'array' ? layers.items : [];
}

function layerOf(
  expression: Expression,
  names: JsNames,
  ratios: ReadonlyMap<number, number | null>,
  notes: string[],
): Layer {
  const named =
    expression.type === 'path' ? names.definitionOf(expression.names[0]!, expression.start) : expression;
  const call = named?.type === 'call' ? named : undefined;
  const path = call && names.qualify(call.names, call.start);
  const kind = path?.startsWith('layers.') ? tfjsLayers.get(path.slice(7)) : undefined;
  if (!call || !kind) notes.push(l10n.t('{0} is not a plain layer', path ?? '…'));
  const { start, end } = expression;
  const base = { start, end, kind: kind ?? 'other', name: call?.names.join('.') ?? '' } as const;
  const ratio = kind === 'dropout' && call ? (ratios.get(call.start) ?? null) : null;
  return { ...base, ...shapeOf(call, names, kind === 'linear'), ratio };
}

function shapeOf(
  call: JsCall | undefined,
  names: JsNames,
  isLinear: boolean,
): { units: number | null; activation: string | null } {
  const [options] = call?.args ?? [];
  const entries = options?.type === 'object' ? options.entries : undefined;
  const units = isLinear ? entries?.get('units')?.value : undefined;
  const word = entries?.get('activation')?.value;
  return {
    units: units ? names.resolve(units).value : null,
    activation: word?.type === 'string' ? (activationOfString(word.value) ?? word.value) : null,
  };
}
