import * as l10n from '@vscode/l10n';
import type { CodeHint, Finding } from '../finding';
import { containerSpellings } from '../frameworks/index';
import { missingEval, trainOnce } from '../hints';
import { argumentsOf } from './arguments';
import type { Context } from './context';
import { indentAt, lineBreakOf } from './lines-of';
import { moduleOf } from './modules';
import { type Node, textOf } from './node';
import { contains, enclosing, same } from './scopes';
import { isRepeatedOnPurpose } from './switches';
import { evalBefore } from './with-eval';

/** Packages that turn dropout off by themselves. */
const careful = ['lightning', 'pytorch_lightning', 'transformers', 'ignite', 'fastai', 'fastbook', 'skorch'];

/** What is probably a mistake in when a PyTorch network is told to train and to evaluate. */
export function hintsOfEvaluation(context: Context, findings: readonly Finding[]): readonly CodeHint[] {
  const { calls, traits } = context.file;
  if (!traits.packages.has('torch') || careful.some((name) => traits.packages.has(name))) return [];
  if (!findings.some(({ kind, spelling }) => kind === 'dropout' && spelling.startsWith('torch.nn.Drop')))
    return [];
  if (calls.get('backward').length === 0) return [];
  return [...evaluations(context), ...trainedOnce(context)];
}

function isMethod(call: Node): boolean {
  return call.childForFieldName('function')?.type === 'attribute';
}

/** The calls that switch to evaluation: `net.eval()`, `net.train(False)`, `net.train(mode)`. */
function switchesOff({ file: { calls } }: Context): readonly Node[] {
  const modes = calls
    .get('train')
    .filter(isMethod)
    .filter((call) => /False|mode|\(\s*\w/.test(textOf(call.childForFieldName('arguments') ?? call)));
  return [...calls.get('eval').filter(isMethod), ...modes];
}

function evaluations(context: Context): readonly CodeHint[] {
  const off = switchesOff(context);
  const isNowhere = off.length === 0;
  const places = [...withoutGradients(context), ...evaluatingFunctions(context)];
  const found = places.filter((place) => isNowhere || !isSwitched(context, place, off, 0));
  // Of a file that never switches one place is told, and of a function one.
  const first = isNowhere ? found.slice(0, 1) : onePerFunction(found);
  return first.map((place) =>
    missingEval(context.file.source.span(place), evalBefore(context, place), isNowhere),
  );
}

function onePerFunction(places: readonly Node[]): Node[] {
  const seen = new Set<Node | null>();
  return places.filter((place) => {
    const owner = functionOf(place);
    if (seen.has(owner)) return false;
    seen.add(owner);
    return true;
  });
}

/** The function that a place stands in, or that its name is of. */
function functionOf(place: Node): Node | null {
  return place.parent?.type === 'function_definition'
    ? place.parent
    : enclosing(place, 'function_definition');
}

/** Calls of a function are followed upwards so far. */
const MAX_HOPS = 3;

/** Whether evaluation is switched on above a place, in its function or in those that call it. */
function isSwitched(context: Context, place: Node, off: readonly Node[], hops: number): boolean {
  const { file } = context;
  const owner = functionOf(place);
  const at =
    place.parent === owner
      ? Number.POSITIVE_INFINITY
      : file.source.end(enclosing(place, 'with_statement') ?? place);
  const isHere = (call: Node) => functionOf(call) === owner && file.source.start(call) < at;
  if (off.some(isHere) || callsSwitch(context, owner, at, off)) return true;
  if (!owner || hops >= MAX_HOPS) return false;
  const callers = callersOf(context, owner);
  if (callers.length === 0) return !evaluates.test(nameOf(owner)) || isMethodOfClass(owner);
  return callers.every((call) => isSwitched(context, call, off, hops + 1));
}

const isMethodOfClass = (definition: Node) =>
  enclosing(definition, 'class_definition', 'function_definition')?.type === 'class_definition';

const nameOf = (definition: Node) => textOf(definition.childForFieldName('name') ?? definition);

function callersOf({ file }: Context, definition: Node): readonly Node[] {
  const calls = file.callsOf(definition);
  if (calls.length > 0) return calls;
  return isMethodOfClass(definition) ? file.calls.get(nameOf(definition)) : [];
}

/** Whether a function is called above that switches, such as `set_eval(model)`. */
function callsSwitch({ file }: Context, owner: Node | null, before: number, off: readonly Node[]): boolean {
  return off.some((call) => {
    const helper = functionOf(call);
    const name = helper && helper !== owner && nameOf(helper);
    if (!name || !/eval|mode|freeze/i.test(name) || evaluates.test(name)) return false;
    return file.calls.get(name).some((use) => functionOf(use) === owner && file.source.start(use) < before);
  });
}

/** `with torch.no_grad():` around the call of a model. */
function withoutGradients(context: Context): Node[] {
  const { calls } = context.file;
  return [...calls.get('no_grad'), ...calls.get('inference_mode')].filter((call) => {
    const block = enclosing(call, 'with_statement', 'decorated_definition');
    const body = block?.type === 'with_statement' ? block.childForFieldName('body') : null;
    return body !== null && body !== undefined && isEvaluation(context, call, body);
  });
}

/** Whether a body calls a network, and no person wants dropout in it. */
function isEvaluation(context: Context, place: Node, body: Node): boolean {
  if (!callsModel(context, body) || /backward|\.train\(\)/.test(textOf(body))) return false;
  const definition = functionOf(place);
  const text = definition ? textOf(definition) : '';
  const above = definition ? text.slice(0, place.startIndex - definition.startIndex) : '';
  // `model.train()` in a function that trains nothing: samples of Monte-Carlo dropout are meant.
  if (/\.train\(\)/.test(above) && !/backward/.test(text)) return false;
  return !isRepeatedOnPurpose(place) && !samples.test(textOf(body)) && !isSampled(place);
}

const samples = /\bmc_|monte|\bn_samples\b|num_samples|uncertain|\bT\b\)/i;

/** `for _ in range(100)` around or in it with `torch.stack` gathers samples. */
function isSampled(place: Node): boolean {
  const loop = enclosing(place, 'for_statement');
  const over = loop?.childForFieldName('right');
  return over !== null && over !== undefined && samples.test(textOf(over));
}

const evaluates = /^(?:test|testing|evaluate|evaluation|eval|validate|validation|valid|val|predict)(?:_|$)/;

const mayEvaluate = (word: string) => evaluates.test(word);

/** `def evaluate(model, …)` that calls the model and does not train it. */
function evaluatingFunctions(context: Context): Node[] {
  return context.file.source.marked('calls', mayEvaluate).flatMap(({ node }) => {
    const definition = node.parent;
    if (definition?.type !== 'function_definition' || !same(definition.childForFieldName('name'), node))
      return [];
    const body = definition.childForFieldName('body') ?? definition;
    return isEvaluation(context, node, body) ? [node] : [];
  });
}

const modelName = /^(?:self\.)?(?:model|net|network|classifier|encoder|decoder)\w*$/;

/** Whether a network is called: by its usual name, or one that this file makes. */
function callsModel(context: Context, body: Node): boolean {
  const open = [body];
  for (let one = open.pop(); one; one = open.pop()) {
    const callee = one.type === 'call' ? one.childForFieldName('function') : null;
    if (callee && isNetwork(context, callee)) return true;
    for (const child of one.namedChildren) open.push(child);
  }
  return false;
}

function isNetwork(context: Context, callee: Node): boolean {
  const text = textOf(callee);
  if (!/^[\w.]+$/.test(text)) return false;
  if (modelName.test(text) || /^[a-z]\w*\.forward$/.test(text)) return true;
  if (!/^(?:self\.)?[A-Za-z_]\w*$/.test(text)) return false;
  return isMadeNetwork(context, callee);
}

/** `Net(…)` of a class of networks, `nn.Sequential(…)`, and either on a device. */
function isMadeNetwork(context: Context, callee: Node, hops = 0): boolean {
  const { file, tracer } = context;
  const { node } = tracer.trace(callee);
  const made = node?.type === 'call' ? node.childForFieldName('function') : null;
  if (!node || !made || hops > 3) return false;
  if (containerSpellings.has(file.qualify(made) ?? '')) return true;
  const definition = file.definitionOf(made);
  if (definition?.type === 'class_definition') return moduleOf(context, definition) !== undefined;
  const object =
    made.type === 'attribute' && /\.(?:to|cuda|cpu|double|float)$/.test(textOf(made))
      ? made.childForFieldName('object')
      : null;
  return object !== null && isMadeNetwork(context, object, hops + 1);
}

/** `net.train()` before the loop and `net.eval()` within it: from the second epoch on nothing is dropped. */
function trainedOnce(context: Context): readonly CodeHint[] {
  const { file } = context;
  const on = file.calls.get('train').filter(isMethod);
  const seen = new Set<Node>();
  return file.calls
    .get('eval')
    .filter(isMethod)
    .flatMap((call) => loopsAround(context, call).map((loop) => ({ call, loop })))
    .flatMap(({ call, loop }) => {
      if (seen.has(loop) || !isLeftOff(context, call, loop, on)) return [];
      seen.add(loop);
      return [trainOnce(file.source.span(call), trainAgain(context, call, loop))];
    });
}

/** The outermost loops that an evaluation is come to in: its own, or those that call its function. */
function loopsAround(context: Context, call: Node): readonly Node[] {
  const own = outermostLoop(call);
  if (own) return [own];
  const owner = functionOf(call);
  return owner ? callersOf(context, owner).flatMap((use) => outermostLoop(use) ?? []) : [];
}

function outermostLoop(node: Node): Node | undefined {
  let found: Node | undefined;
  for (let part = node.parent; part && part.type !== 'function_definition'; part = part.parent)
    if (part.type === 'for_statement' || part.type === 'while_statement') found = part;
  return found;
}

/** Whether a loop trains after its evaluation, and nothing in it switches back. */
function isLeftOff(context: Context, call: Node, loop: Node, on: readonly Node[]): boolean {
  const body = loop.childForFieldName('body');
  if (!body || !/\bbackward\(/.test(textOf(body)) || leaves(call)) return false;
  const owner = functionOf(call);
  const isOfLoop = (one: Node) =>
    contains(body, one) || (functionOf(one) !== null && isCalledIn(context, functionOf(one)!, body));
  if (on.some((one) => isOfLoop(one) || (functionOf(one) === owner && owner !== functionOf(loop))))
    return false;
  // What another file defines may switch back.
  return !/\b(?:train|fit)\w*\(|\.train\b|\.training\s*=/.test(textOf(body));
}

function isCalledIn({ file }: Context, definition: Node, body: Node): boolean {
  return file.calls.get(nameOf(definition)).some((use) => contains(body, use));
}

/** The evaluation ends the loop: `break` or `return` follows. */
function leaves(call: Node): boolean {
  const block = enclosing(call, 'block');
  return (
    block !== null &&
    /_statement$/.test(block.lastNamedChild?.type ?? '') &&
    /^(?:break|return|raise)/.test(block.lastNamedChild!.type)
  );
}

/** At the beginning of the loop's body. */
function trainAgain({ file }: Context, call: Node, loop: Node) {
  const [first] = loop.childForFieldName('body')?.namedChildren ?? [];
  const object = call.childForFieldName('function')?.childForFieldName('object');
  if (!first || !object || !contains(loop, call) || !argumentsOf(call)) return undefined;
  const { text } = file.source;
  const at = file.source.start(first);
  const newText = `${textOf(object)}.train()${lineBreakOf(text)}${indentAt(text, at)}`;
  if (!/^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at))) return undefined;
  return {
    title: l10n.t('Add {0} before it', `${textOf(object)}.train()`),
    edits: [{ start: at, end: at, newText }],
  };
}
