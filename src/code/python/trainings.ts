import type { Finding, Model, Span } from '../finding';
import { argumentsOf } from './arguments';
import type { Context } from './context';
import { extrasOf } from './extras';
import { givenValues } from './given-values';
import { type Node, textOf } from './node';
import { Owners, receiverOf } from './owners';
import { enclosing } from './scopes';

interface Trainings {
  readonly findings: readonly Finding[];
  readonly models: readonly Model[];
}

/** Says of each finding which models it trains, and of each model whether and how the file trains it. */
export function trainingsOf(
  context: Context,
  findings: readonly Finding[],
  models: readonly Model[],
): Trainings {
  if (models.length === 0) return { findings, models };
  const owners = new Owners(context, models);
  const assigned = owners.assigned(findings);
  const trained = new Set(models.filter((model) => model.trained).map(({ start }) => start));
  for (const { start } of trainedBy(context, owners)) trained.add(start);
  for (const { kind, trains } of assigned)
    if (kind === 'optimizer' || kind === 'epochs') for (const { start } of trains ?? []) trained.add(start);
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

const mayTrain = (word: string) => methods.test(word) || takers.test(word);

/** What looks at parameters without training them. */
const inspects = /numel|nelement|\bnext\(|\.shape\b|\.size\(|\.device\b|requires_grad\s*=\s*False/;

function trainedBy(context: Context, owners: Owners): readonly Span[] {
  return context.file.source.marked('calls', mayTrain).flatMap(({ word, node }) => {
    if (takers.test(word)) return modelsGiven(owners, node);
    const object = receiverOf(node);
    return object && isTraining(word, object) ? owners.of(object) : [];
  });
}

function modelsGiven(owners: Owners, name: Node): readonly Span[] {
  const callee = name.parent?.type === 'attribute' ? name.parent : name;
  const call = callee.parent?.type === 'call' ? callee.parent : null;
  const args = call && argumentsOf(call);
  return args ? owners.ownersOf(args.list) : [];
}

function isTraining(word: string, object: Node): boolean {
  const call = enclosing(object, 'call');
  if (word === 'compile') return call?.childForFieldName('arguments')?.firstNamedChild != null;
  if (!word.endsWith('parameters')) return true;
  const statement = enclosing(object, 'expression_statement', 'return_statement', 'for_statement');
  return !statement || !inspects.test(textOf(statement));
}
