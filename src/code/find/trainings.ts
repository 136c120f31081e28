import { argumentOf, callsOf } from '../evaluate/given';
import type { Finding, Model, Span } from '../finding';
import type { Formal } from '../program/scopes';
import { type Call, contains, type Expression, lastName } from '../syntax/tree';
import { inside, isDefinition, nodeAt, statementOf } from '../syntax/walk';
import type { Context } from './context';
import { extrasOf } from './extras/index';
import { isConstant, numberAt } from './given';
import type { Owners } from './owners';

interface Trainings {
  readonly findings: readonly Finding[];
  readonly models: readonly Model[];
}

/** Says of each finding which models it trains, and of each model whether and how the file trains it. */
export function trainingsOf(
  context: Context,
  owners: Owners,
  findings: readonly Finding[],
  models: readonly Model[],
): Trainings {
  if (models.length === 0) return { findings, models };
  const assigned = owners.assigned(findings);
  const trained = new Set<number>();
  const train = (all: readonly Span[] = []) => {
    for (const { start } of all) trained.add(start);
  };
  train(models.filter((model) => model.trained));
  const mayTrain = (word: string) => takers.test(word) || methods.test(word);
  for (const call of context.program.callsNamed(mayTrain)) train(trainedBy(owners, call));
  for (const { kind, trains } of assigned) if (kind === 'optimizer' || kind === 'epochs') train(trains);
  const given = givenValues(context, owners, assigned);
  const extras = extrasOf(context, owners, assigned, models);
  return {
    findings: assigned,
    models: models.map((model) => ({
      ...model,
      trained: trained.has(model.start),
      extras: extras.get(model) ?? [],
      ...(given.has(model) && { given: given.get(model)! }),
    })),
  };
}

/** Methods of a model that train it, or that give an optimizer what it trains. */
const methods = /^(?:parameters|named_parameters|compile|fit|fit_generator|train_on_batch|partial_fit)$/;
/** Calls that are given a model to train. */
const takers =
  /^(?:\w*(?:build|make|create|get|configure)_optim\w*|gradient|apply_gradients|minimize|setup|value_and_grad|Optimizer|ModelAndOptimizer|Trainer|\w*Learner|\w*_learner|NeuralNet\w*)$/;

function trainedBy(owners: Owners, call: Call): readonly Model[] {
  const { callee } = call;
  const word = lastName(callee) ?? '';
  if (takers.test(word)) return owners.ownersOf(call);
  const isTraining = callee.type === 'member' && methods.test(word) && !isLookedAt(call, word);
  return isTraining ? owners.of(callee.object) : [];
}

/** What parameters are asked for, or given at the beginning, without training them. */
const inspected = /^(?:numel|nelement|shape|size|dim|dtype|device|init|uniform_|normal_|copy_)$/;

/** Whether parameters are only counted, looked at or frozen. */
function isLookedAt(call: Call, word: string): boolean {
  if (word === 'compile') return call.args.length + call.keywords.length === 0;
  if (!word.endsWith('parameters')) return false;
  for (const node of inside(statementOf(call), isDefinition)) {
    if (node.type === 'member' && inspected.test(node.name)) return true;
    if (node.type === 'call' && node.callee.type === 'name' && node.callee.name === 'next') return true;
    const isSet = node.type === 'assignment' && lastName(node.target) === 'requires_grad';
    if (isSet && isConstant(node.value, false)) return true;
  }
  return false;
}

/**
 * What calls of one function give the training of each model: `fit(small, epochs=5)` and `fit(big, epochs=50)` leave the
 * number of epochs in `fit` without one value, and each model has its own.
 */
function givenValues(
  context: Context,
  owners: Owners,
  findings: readonly Finding[],
): ReadonlyMap<Model, readonly Finding[]> {
  const all = new Map<Model, Finding[]>();
  for (const finding of findings) {
    if (finding.value !== null || finding.kind === 'dropout' || finding.kind === 'optimizer') continue;
    const parameter = parameterOf(context, finding);
    for (const { model, value } of parameter ? valuesOf(context, owners, parameter) : []) {
      const given = { ...finding, value, reason: null, trains: [{ start: model.start, end: model.end }] };
      all.set(model, [...(all.get(model) ?? []), given]);
    }
  }
  return all;
}

interface GivenParameter {
  readonly formal: Formal;
  readonly byDefault: Expression | null;
}

/** The parameter that a finding's trail ends at. */
function parameterOf({ program }: Context, { chain }: Finding): GivenParameter | undefined {
  for (const { start } of chain.toReversed()) {
    const name = nodeAt(program.file, { start, end: start + 1 });
    const [{ formal, value = null } = {}] = name.type === 'name' ? program.scopes.find(name.name, name) : [];
    if (formal && !formal.of.isArrow) return { formal, byDefault: value };
  }
  return undefined;
}

function valuesOf(
  context: Context,
  owners: Owners,
  { formal, byDefault }: GivenParameter,
): { model: Model; value: number }[] {
  const { evaluator } = context;
  return callsOf(evaluator, formal).sure.flatMap((call) => {
    if (contains(formal.of, call)) return [];
    const argument = argumentOf(evaluator, call, formal) ?? byDefault;
    const value = argument && argument !== 'unknown' ? numberAt(context, argument) : undefined;
    return value === undefined ? [] : owners.ownersOf(call).map((model) => ({ model, value }));
  });
}
