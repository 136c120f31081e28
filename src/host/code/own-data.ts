import type { Model, ScanResult, Span } from '../../code/finding';
import { type Problem, problemOf } from '../../code/problem';
import type { RunResult } from './results';
import { type StandIn, standInOf } from './stand-in';

/** A result together with what stood in for the data of the code that it is shown beside. */
export interface ResultHere {
  readonly result: RunResult;
  /** `null`: it was the code's own data. */
  readonly standIn: StandIn | null;
}

/** What the data of a result are to a problem. */
export function resultHere(problem: Problem, result: RunResult): ResultHere {
  return { result, standIn: result.source ? standInOf(problem, result.source, result.shape) : null };
}

/** The problem of a model of a file; of the file alone where there is none of that name. */
export function problemOfModel({ data, models }: ScanResult, name: string | null): Problem {
  return problemOf(
    data,
    models.find((model) => model.name === name),
  );
}

/** The problem of the model that a place in a file belongs to. */
export function problemAt(result: ScanResult, place: Span): Problem {
  return problemOf(result.data, modelAt(result, place));
}

/** The model that a place in a file belongs to: the one around it, or else the first that is trained. */
export function modelAt({ models }: ScanResult, place: Span): Model | undefined {
  const isAround = (span: Span) =>
    span.cell === place.cell && span.start <= place.start && place.end <= span.end;
  const holds = (model: Model) => isAround(model) || model.layers.some(isAround);
  return models.find(holds) ?? models.find(({ trained }) => trained) ?? models[0];
}
