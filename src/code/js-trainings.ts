import * as l10n from '@vscode/l10n';
import { type Finding, type Model, ofTraining, type ScanResult, type Span } from './finding';
import { oneLine } from './lines';

/** Characters of a call that are looked at, and calls: a bracket that nobody closes would be looked for to the end. */
const [LONGEST_CALL, MOST_CALLS] = [10_000, 200];

/** A call of a model's method that trains it. */
interface Training extends Span {
  readonly model: Model;
}

const methods = /\.(?:compile|fit|fitDataset)\(/g;

/** Says which findings of a text with TensorFlow.js train which of its models: by what `compile` and `fit` are called on. */
export function withTrainings(text: string, result: ScanResult): ScanResult {
  const { models, findings } = result;
  if (models.length === 0) return result;
  const trainings = trainingsIn(text, models);
  return {
    ...result,
    findings: findings.map((finding) => {
      const owned = ofTraining.has(finding.kind) ? ownersOf(text, finding, trainings) : [];
      return owned.length > 0 ? { ...finding, trains: owned } : finding;
    }),
    models: models.map((model) => {
      const own = trainings.filter((training) => training.model === model);
      const notes = [model, ...model.layers, ...own].flatMap((span) => notesIn(text, span));
      return notes.length === 0 ? model : { ...model, notes: [...new Set([...model.notes, ...notes])] };
    }),
  };
}

function trainingsIn(text: string, models: readonly Model[]): Training[] {
  const called = Array.from(text.matchAll(methods)).flatMap(({ 0: word, index }) => {
    let start = index;
    while (/[\w$]/.test(text[start - 1] ?? ' ')) start--;
    // Of several of a name the last one above is meant.
    const model = models.findLast((one) => one.name === text.slice(start, index) && one.start < start);
    return model ? [{ model, start, from: index + word.length }] : [];
  });
  return called
    .slice(0, MOST_CALLS)
    .map(({ model, start, from }) => ({ model, start, end: closing(text, from) }));
}

/** Where the bracket closes that is open at an offset. */
function closing(text: string, from: number): number {
  let depth = 1;
  const end = Math.min(text.length, from + LONGEST_CALL);
  for (let at = from; at < end; at++) {
    const char = text[at]!;
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char) && --depth === 0) return at + 1;
  }
  return end;
}

function ownersOf(text: string, { start, end }: Finding, trainings: readonly Training[]): Span[] {
  const name = variableBefore(text, start);
  const owners = trainings.filter((training) => {
    if (training.start <= start && end <= training.end) return true;
    return (
      name !== undefined && training.start > end && hasName(text.slice(training.start, training.end), name)
    );
  });
  return [...new Set(owners.map(({ model }) => model))].map((model) => ({
    start: model.start,
    end: model.end,
  }));
}

/** `const optimizer = tf.train.adam(` before what stands at an offset. */
function variableBefore(text: string, offset: number): string | undefined {
  const line = text.slice(Math.max(0, text.lastIndexOf('\n', offset - 1) + 1), offset);
  return /\b(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*=[\s\w.(]*$/.exec(line.slice(-200))?.[1];
}

function hasName(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    // `optimizer: …` is a key.
    if (!/[\w$.]/.test(text[at - 1] ?? ' ') && !/[\w$:]/.test(text[at + name.length] ?? ' ')) return true;
  }
  return false;
}

const lost = /\b(?:kernel|bias|activity)(?:Regularizer|Constraint)\s*:|\bclassWeight\s*:/g;

/** Penalties, constraints and class weights: named, as an experiment does not take them over from here. */
function notesIn(text: string, { start, end }: Span): string[] {
  const part = text.slice(start, end);
  return Array.from(part.matchAll(lost), ({ index }) => {
    const line = part.slice(index, index + 60).split('\n')[0]!;
    return l10n.t('{0}: left out', oneLine(line, 40));
  });
}
