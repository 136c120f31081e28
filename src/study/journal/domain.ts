import type { Distribution, FloatDistribution, IntegerDistribution } from '../../core/search/distribution';
import { isObject, type Json, type JsonObject, parseJson, writeJson } from './python-json';

/** The values that a parameter of a journal may have: what Optuna calls its distribution. */
export interface Domain {
  readonly distribution: Distribution;
  /** Of a choice, what is chosen from, as it stands in the journal. */
  readonly choices?: readonly Json[];
}

/** As it stands in the journal: a text in the text. */
export function writeDomain({ distribution, choices }: Domain): string {
  if (distribution.kind === 'choice') return named('CategoricalDistribution', { choices: choices ?? [] });
  const { low, log, step } = distribution;
  const high = highest(distribution);
  return distribution.kind === 'float'
    ? named('FloatDistribution', { step: step ?? null, low, high, log })
    : named('IntDistribution', { log, step: step ?? 1, low, high });
}

const named = (name: string, attributes: JsonObject): string => writeJson({ name, attributes });

/** The greatest value; Optuna warns of bounds that no number of steps reaches. */
function highest({ low, high, step }: FloatDistribution | IntegerDistribution): number {
  if (step === undefined) return high;
  const digits = Math.max(decimals(low), decimals(step));
  return Number((low + Math.floor((high - low) / step + 1e-9) * step).toFixed(digits));
}

/** How many decimals a number has: of 1.5e-7 eight. */
function decimals(value: number): number {
  const [mantissa, exponent = '0'] = String(value).split('e');
  return Math.min(100, Math.max(0, (mantissa!.split('.')[1] ?? '').length - Number(exponent)));
}

/** What the names in a journal say; the last five are those of before Optuna 3. */
const READERS: Readonly<Record<string, (attributes: JsonObject) => Domain>> = {
  FloatDistribution: ({ low, high, log, step }) => float(low, high, log === true, step),
  IntDistribution: ({ low, high, log, step }) => integer(low, high, log === true, step),
  CategoricalDistribution: ({ choices }) => {
    if (!Array.isArray(choices) || choices.length === 0) throw new Error('no choices');
    return { distribution: { kind: 'choice', count: choices.length }, choices };
  },
  UniformDistribution: ({ low, high }) => float(low, high, false),
  LogUniformDistribution: ({ low, high }) => float(low, high, true),
  DiscreteUniformDistribution: ({ low, high, q }) => float(low, high, false, q),
  IntUniformDistribution: ({ low, high, step }) => integer(low, high, false, step),
  IntLogUniformDistribution: ({ low, high }) => integer(low, high, true),
};

/** @throws Error for what Optuna does not know either. */
export function readDomain(text: string): Domain {
  const json = parseJson(text);
  if (!isObject(json) || typeof json.name !== 'string' || !isObject(json.attributes))
    throw new Error('no name and attributes');
  if (!Object.hasOwn(READERS, json.name)) throw new Error(json.name);
  return READERS[json.name]!(json.attributes);
}

function float(low: Json | undefined, high: Json | undefined, log: boolean, step?: Json): Domain {
  return {
    distribution: {
      kind: 'float',
      low: number(low),
      high: number(high),
      log,
      ...(typeof step === 'number' && { step }),
    },
  };
}

function integer(low: Json | undefined, high: Json | undefined, log: boolean, step: Json = 1): Domain {
  return { distribution: { kind: 'integer', low: number(low), high: number(high), log, step: number(step) } };
}

function number(value: Json | undefined): number {
  if (typeof value !== 'number') throw new Error('no number');
  return value;
}

/** Whether Optuna takes both for the same parameter of a study; what it does not take it passes over. */
export function isCompatible(a: Domain, b: Domain): boolean {
  if (a.distribution.kind !== b.distribution.kind) return false;
  if (a.distribution.kind === 'choice' || b.distribution.kind === 'choice')
    return writeJson(a.choices) === writeJson(b.choices);
  return a.distribution.log === b.distribution.log;
}

/** Whether a value, of a choice its index, is one of the domain's. */
export function holds({ distribution }: Domain, value: number): boolean {
  if (distribution.kind === 'choice')
    return Number.isInteger(value) && value >= 0 && value < distribution.count;
  const { low, high, step } = distribution;
  if (!(value >= low && value <= high)) return false;
  if (step === undefined) return true;
  const steps = (value - low) / step;
  return Math.abs(steps - Math.round(steps)) < 1e-8;
}
