import type { CodeHint, Finding, Model } from '../finding';
import { dropoutAfterLastLayer, missingEval } from '../hints';
import type { Context } from './context';
import { type Node, textOf } from './node';
import { enclosing, same } from './scopes';
import { evalBefore } from './with-eval';
import { withoutDropout } from './without-dropout';

/** What is probably a mistake in a file as a whole. */
export function hintsOfFile(
  context: Context,
  findings: readonly Finding[],
  models: readonly Model[],
): readonly CodeHint[] {
  const evaluation = evaluationWithDropout(context, findings);
  return [
    ...models.flatMap((model) => lastDropout(context, model)),
    ...(evaluation
      ? [missingEval(context.file.source.span(evaluation), evalBefore(context, evaluation))]
      : []),
  ];
}

/** Parts of a network may well end in dropout; only the output of a whole, trained one is told. */
function lastDropout({ file }: Context, { layers, notes, trained }: Model): CodeHint[] {
  if (!trained || notes.length > 0) return [];
  const output = layers.findLastIndex(({ kind }) => kind === 'linear');
  if (output < 0) return [];
  const dropouts = layers.slice(output).filter(({ kind }) => kind === 'dropout');
  return dropouts.map(({ start, end }) => {
    const fix = dropouts.length === 1 ? withoutDropout(file.source, { start, end }) : undefined;
    return dropoutAfterLastLayer({ start, end }, fix);
  });
}

/** Packages that turn dropout off by themselves. */
const careful = ['lightning', 'pytorch_lightning', 'transformers', 'ignite', 'fastai', 'fastbook', 'skorch'];

/** The place where a file that trains and has dropout layers evaluates without ever calling `eval()`. */
function evaluationWithDropout(context: Context, findings: readonly Finding[]): Node | undefined {
  const { calls, traits } = context.file;
  if (!traits.packages.has('torch') || careful.some((name) => traits.packages.has(name))) return undefined;
  if (!findings.some(({ kind, spelling }) => kind === 'dropout' && spelling.startsWith('torch.nn.Drop'))) {
    return undefined;
  }
  if (calls.get('backward').length === 0 || calls.get('eval').some(isMethod)) return undefined;
  const modes = calls.get('train').filter(isMethod);
  if (modes.some((call) => /False|mode|\(\s*\w/.test(textOf(call.childForFieldName('arguments') ?? call))))
    return undefined;
  return withoutGradients(context) ?? evaluatingFunction(context);
}

function isMethod(call: Node): boolean {
  return call.childForFieldName('function')?.type === 'attribute';
}

/** `with torch.no_grad():` around the call of a model. */
function withoutGradients(context: Context): Node | undefined {
  const { calls } = context.file;
  for (const call of [...calls.get('no_grad'), ...calls.get('inference_mode')]) {
    const block = enclosing(call, 'with_statement');
    const body = block?.childForFieldName('body');
    if (body && callsModel(textOf(body))) return call;
  }
  return undefined;
}

const evaluates = /^(?:test|testing|evaluate|evaluation|eval|validate|validation|valid|val|predict)(?:_|$)/;

const mayEvaluate = (word: string) => evaluates.test(word);

/** `def evaluate(model, …)` that calls the model and does not train it. */
function evaluatingFunction(context: Context): Node | undefined {
  for (const { node } of context.file.source.marked('calls', mayEvaluate)) {
    const definition = node.parent;
    if (definition?.type !== 'function_definition' || !same(definition.childForFieldName('name'), node))
      continue;
    const text = textOf(definition.childForFieldName('body') ?? definition);
    if (!text.includes('backward') && callsModel(text)) return node;
  }
  return undefined;
}

function callsModel(text: string): boolean {
  return /\b(?:model|net|network|classifier|encoder|decoder)\w*\(|\b[a-z]\w*\.forward\(/.test(text);
}
