import type { CodeHint, Finding } from '../../finding';
import { flagReversed, offWithRandomness, tapeWithoutTraining } from '../../hints';
import { type Call, contains, type Entry, type Node, pathOf } from '../../syntax/tree';
import { inside } from '../../syntax/walk';
import { argumentsOf } from '../arguments';
import type { Context } from '../context';
import type { Owners } from '../owners';
import { changed, withArgument } from './edits';
import { bodyOf, callsWithin, functionAround, mentions, withAround } from './places';

/** Probable mistakes in how a call is passed the training mode. */
export function hintsOfModes(context: Context): CodeHint[] {
  return context.program.calls.flatMap(({ keywords }) =>
    keywords.flatMap((entry) =>
      /^(?:deterministic|training|inference)$/.test(entry.key ?? '')
        ? [...reversed(context, entry), ...offWithRandom(entry, keywords)]
        : [],
    ),
  );
}

const trains = /^(?:\w+\.)*(?:is_?)?train(?:ing|_mode)?$/i;
const evaluates =
  /^(?:\w+\.)*(?:is_?)?(?:eval|evaluate|evaluation|eval_mode|test|testing|inference|deterministic)$/i;

/** `deterministic=train`, `deterministic=not eval`, `training=not self.training` */
function reversed(context: Context, entry: Entry): CodeHint[] {
  const { key, value } = entry;
  const isNot = value.type === 'unary' && value.operator === 'not';
  const word = pathOf(isNot ? value.operand : value) ?? '';
  const isTraining = trains.test(word);
  if (!isTraining && !evaluates.test(word)) return [];
  if ((isTraining !== isNot) === (key === 'training')) return [];
  const inner = context.slice(isNot ? value.operand : value);
  const newText = isNot ? inner : `not ${inner}`;
  const isTorch = context.traits.packages.has('torch');
  const framework = key !== 'training' ? 'flax' : isTorch ? 'torch' : 'keras';
  return [flagReversed(entry, context.slice(entry), framework, changed(value, newText, `${key}=${newText}`))];
}

/** `model.apply(params, x, deterministic=True, rngs={'dropout': key})` */
function offWithRandom(entry: Entry, keywords: readonly Entry[]): CodeHint[] {
  const { key, value } = entry;
  const rngs = keywords.find((one) => one.key === 'rngs')?.value;
  const isOff = value.type === 'constant' && value.value === (key !== 'training');
  const isRandom =
    isOff && rngs && [...inside(rngs)].some((part) => part.type === 'entry' && part.key === 'dropout');
  return isRandom ? [offWithRandomness(entry)] : [];
}

/** What a network is called where nothing tells what it is. */
const networkName =
  /^(?:self\.)?\w*(?:model|net|network|discriminator|classifier|encoder|decoder|student)\w*$/i;

/** `with tf.GradientTape() as tape: y = model(x)` in a step of training. */
export function hintsOfTapes(context: Context, findings: readonly Finding[], owners: Owners): CodeHint[] {
  const { program } = context;
  if (!findings.some(({ kind, spelling }) => kind === 'dropout' && /^keras\.|Dropout/.test(spelling)))
    return [];
  const bodies = program.callsOf('GradientTape').flatMap((tape) => watchedBy(context, tape) ?? []);
  return program.calls.flatMap((call) =>
    bodies.some((body) => contains(body, call)) && isModelCall(context, call, owners)
      ? [tapeWithoutTraining(call, withArgument(context, call, 'training=True'))]
      : [],
  );
}

/** What a tape watches, if weights are changed by it. */
function watchedBy(context: Context, tape: Call): Node | undefined {
  const block = withAround(tape);
  const body = block && bodyOf(block);
  const step = block && (functionAround(block) ?? block.up);
  const isStep = step && mentions(step, /trainable_|apply_gradients|minimize/);
  return body && isStep && callsWithin(context, 'watch', body).length === 0 ? body : undefined;
}

/** `model(x)` without a word on training. */
function isModelCall(context: Context, call: Call, owners: Owners): boolean {
  const { callee } = call;
  const { positional, keywords, splats } = argumentsOf(call);
  const path = pathOf(callee);
  if (positional.length !== 1 || splats.length > 0 || keywords.has('training')) return false;
  if (path === undefined || context.qualify(callee) !== undefined) return false;
  if (path === 'self') return true;
  const models = owners.of(callee);
  // A method of a model, such as `model.summary(x)`, is no model.
  const isObject = callee.type === 'name' || path.startsWith('self.');
  if (models.length > 0)
    return isObject && models.some(({ layers }) => layers.some(({ kind }) => kind === 'dropout'));
  return !isDefined(context, call) && networkName.test(path);
}

/** What is called is a function or class of the file, or an import. */
function isDefined({ program }: Context, { callee }: Call): boolean {
  const [binding] = callee.type === 'name' ? program.scopes.find(callee.name, callee) : [];
  const { value, imported } = binding ?? {};
  return imported !== undefined || value?.type === 'class' || value?.type === 'callable';
}
