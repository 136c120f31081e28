import * as v from 'valibot';
import type { Write } from './journal';
import { Op } from './operations';
import { type Json, tryJson, writeJson } from './python-json';
import type { JournalStudy } from './replay';
import { Space, type StudyParameter } from './space';

/**
 * Names of our attributes. What is no number is kept as text, objects as their JSON: Optuna's VS Code extension shows a
 * value by its `toString`.
 */
const OURS = 'playground:';
export const Attribute = {
  prefix: OURS,
  format: `${OURS}format`,
  experiment: `${OURS}experiment`,
  parameters: `${OURS}parameters`,
  seeds: `${OURS}seeds`,
  origin: `${OURS}origin`,
  lease: `${OURS}lease`,
  reason: `${OURS}reason`,
  /** Followed by the seed. */
  seed: `${OURS}seed `,
  /** Of the first trial of a round: the numbers of other programs' trials that it knows and no round before it did. */
  joined: `${OURS}joined`,
  /** Set to false by whoever evaluates trials with a program of their own. */
  evaluate: `${OURS}evaluate`,
} as const;

/** Written by Optuna's `set_metric_names`, and shown in dashboards. */
const METRIC_NAMES = 'study:metric_names';
const FORMAT = 1;

/** What a study is about; it does not change while it goes on. */
export interface StudySetup {
  /** Unique in its journal. */
  readonly name: string;
  /** What is varied, as its file has it. */
  readonly experiment: Json;
  readonly parameters: readonly StudyParameter[];
  /** That each trial may be run with. */
  readonly seeds: readonly number[];
  /** What is minimized, as dashboards call it. */
  readonly metric: string;
}

const number = v.pipe(v.number(), v.finite());
const bounds = { low: number, high: number, log: v.boolean() };
const above0 = v.pipe(number, v.gtValue(0));

const Distributions = v.variant('kind', [
  v.object({ kind: v.literal('float'), ...bounds, step: v.exactOptional(above0) }),
  v.object({ kind: v.literal('integer'), ...bounds, step: above0 }),
  v.object({ kind: v.literal('choice'), count: number }),
]);

const Parameter = v.object({
  name: v.string(),
  distribution: v.pipe(
    Distributions,
    v.check((one) => one.kind === 'choice' || (one.low <= one.high && (!one.log || one.low > 0))),
  ),
  choices: v.exactOptional(v.array(v.any())),
  when: v.exactOptional(v.object({ name: v.string(), values: v.array(number) })),
});

/** Other programs can write these attributes as well. */
const Parameters = v.array(Parameter);
const Seeds = v.array(v.pipe(v.number(), v.integer()));

export function writeSetup(write: Write, id: number, setup: StudySetup): void {
  const attributes = {
    [Attribute.format]: FORMAT,
    [Attribute.experiment]: writeJson(setup.experiment),
    [Attribute.parameters]: writeJson(setup.parameters),
    [Attribute.seeds]: writeJson(setup.seeds),
  };
  // Optuna takes one attribute a line.
  for (const [name, value] of Object.entries(attributes))
    write({ op_code: Op.setStudyUserAttribute, study_id: id, user_attr: { [name]: value } });
  const system_attr = { [METRIC_NAMES]: [setup.metric] };
  write({ op_code: Op.setStudySystemAttribute, study_id: id, system_attr });
}

/** Undefined for a study of another program, and for one whose attributes another has overwritten. */
export function readSetup({ name, userAttributes, systemAttributes }: JournalStudy): StudySetup | undefined {
  if (userAttributes[Attribute.format] !== FORMAT) return undefined;
  const experiment = tryJson(userAttributes[Attribute.experiment]);
  const parameters = parametersOf(userAttributes[Attribute.parameters]);
  const seeds = v.safeParse(Seeds, tryJson(userAttributes[Attribute.seeds]));
  if (experiment === undefined || !parameters || !seeds.success) return undefined;
  const { [METRIC_NAMES]: names } = systemAttributes;
  const metric = Array.isArray(names) && typeof names[0] === 'string' ? names[0] : '';
  return { name, experiment, parameters, seeds: seeds.output, metric };
}

function parametersOf(attribute: Json | undefined): readonly StudyParameter[] | undefined {
  const parameters = v.safeParse(Parameters, tryJson(attribute));
  if (!parameters.success) return undefined;
  try {
    return new Space(parameters.output).parameters;
  } catch {
    return undefined;
  }
}
