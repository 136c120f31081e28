import type { CodeHint, Finding } from '../../finding';
import { containerSpellings } from '../../frameworks/index';
import { missingEval, trainOnce } from '../../hints';
import {
  type Branch,
  type Call,
  type Callable,
  contains,
  type Expression,
  type Node,
  pathOf,
} from '../../syntax/tree';
import { inside, statementOf } from '../../syntax/walk';
import type { Context } from '../context';
import { isConstant } from '../given';
import { moduleOf } from '../modules';
import {
  bodyOf,
  callsWithin,
  functionAround,
  loopAround,
  mentions,
  statementsAround,
  withAround,
} from './places';
import { isOnPurpose } from './switches';
import { evalBefore, isTrain, trainAgain } from './with-eval';

/** Packages that turn dropout off by themselves. */
const careful = ['lightning', 'pytorch_lightning', 'transformers', 'ignite', 'fastai', 'fastbook', 'skorch'];

/** Where an evaluation begins: `torch.no_grad()` of a `with`, or a function that evaluates. */
type Place = Call | Callable;

/** Probable mistakes in when a PyTorch network is switched to `train()` and `eval()`. */
export function hintsOfEvaluation(context: Context, findings: readonly Finding[]): CodeHint[] {
  const { program, traits } = context;
  if (!traits.packages.has('torch') || careful.some((name) => traits.packages.has(name))) return [];
  if (!findings.some(({ kind, spelling }) => kind === 'dropout' && spelling.startsWith('torch.nn.Drop')))
    return [];
  if (program.callsOf('backward').length === 0) return [];
  return [...evaluations(context), ...trainedOnce(context)];
}

const isMethod = ({ callee }: Call) => callee.type === 'member';

/** The calls that switch to evaluation: `net.eval()`, `net.train(False)`, `net.train(mode)`. */
function switchesOff({ program }: Context): readonly Call[] {
  const modes = program.callsOf('train').filter(({ args, keywords }) => {
    const mode = args[0] ?? keywords[0]?.value;
    return mode && !isConstant(mode, true);
  });
  return [...program.callsOf('eval'), ...modes].filter(isMethod);
}

function evaluations(context: Context): CodeHint[] {
  const off = switchesOff(context);
  const isNowhere = off.length === 0;
  const places = [...withoutGradients(context), ...evaluatingFunctions(context)];
  const found = places.filter((place) => isNowhere || !isSwitched(context, place, off, 0));
  // One hint for a file that never switches, otherwise one for each function.
  const first = isNowhere ? found.slice(0, 1) : onePerFunction(found);
  return first.map((place) => {
    const { start, end } = place.type === 'callable' ? place.name! : place;
    return missingEval({ start, end }, evalBefore(context, place), isNowhere);
  });
}

function onePerFunction(places: readonly Place[]): Place[] {
  const owners = places.map(functionOf);
  return places.filter((_, i) => owners.indexOf(owners[i]!) === i);
}

/** The function that a place stands in, or that it is. */
const functionOf = (place: Place) => (place.type === 'callable' ? place : functionAround(place));

/** Calls of a function are followed upwards so far. */
const MAX_HOPS = 3;

/** Whether evaluation is switched on above a place, in its function or in those that call it. */
function isSwitched(context: Context, place: Place, off: readonly Call[], hops: number): boolean {
  const owner = functionOf(place);
  const at = place.type === 'callable' ? Number.POSITIVE_INFINITY : (withAround(place) ?? place).end;
  const isHere = (call: Call) => functionAround(call) === owner && call.start < at;
  if (off.some(isHere) || callsSwitch(context, owner, at, off)) return true;
  if (!owner || hops >= MAX_HOPS) return false;
  const callers = callersOf(context, owner);
  if (callers.length === 0) return !evaluates.test(nameOf(owner)) || isMethodOfClass(owner);
  return callers.every((call) => isSwitched(context, call, off, hops + 1));
}

const isMethodOfClass = ({ up }: Callable) => up?.type === 'field';
const nameOf = ({ name }: Callable) => name?.name ?? '';

function callersOf(context: Context, owner: Callable): readonly Call[] {
  const calls = context.callsOf(owner);
  if (calls.length > 0) return calls;
  return isMethodOfClass(owner) ? context.program.callsOf(nameOf(owner)) : [];
}

/** Whether a function is called above that switches, such as `set_eval(model)`. */
function callsSwitch({ program }: Context, owner: Callable | null, at: number, off: readonly Call[]) {
  return off.some((call) => {
    const helper = functionAround(call);
    const name = helper && helper !== owner ? nameOf(helper) : '';
    if (!/eval|mode|freeze/i.test(name) || evaluates.test(name)) return false;
    return program.callsOf(name).some((use) => functionAround(use) === owner && use.start < at);
  });
}

/** `with torch.no_grad():` around the call of a model. */
function withoutGradients(context: Context): Call[] {
  const { program } = context;
  return [...program.callsOf('no_grad'), ...program.callsOf('inference_mode')].filter((call) => {
    const block = withAround(call);
    const body = block && bodyOf(block);
    return body !== undefined && isEvaluation(context, call, body);
  });
}

/** Whether a body calls a network, and no person wants dropout in it. */
function isEvaluation(context: Context, place: Place, body: Node): boolean {
  if (!callsModel(context, body) || callsWithin(context, 'backward', body).length > 0) return false;
  const owner = functionOf(place);
  const on = owner ? callsWithin(context, 'train', owner).filter(isTrain) : [];
  if (on.some((call) => contains(body, call))) return false;
  // `model.train()` in a function that trains nothing: samples of Monte-Carlo dropout are meant.
  const trains = owner && callsWithin(context, 'backward', owner).length > 0;
  if (!trains && on.some(({ start }) => start < place.start)) return false;
  return !isOnPurpose(context, place) && !mentions(body, samples) && !isSampled(place);
}

const samples = /^mc_|monte|^n_samples$|num_samples|uncertain|^T$/;

/** `for _ in range(100)` around or in it with `torch.stack` gathers samples. */
function isSampled(place: Place): boolean {
  const loop = loopAround(place);
  return loop?.over !== null && loop?.over !== undefined && mentions(loop.over, samples);
}

const evaluates = /^(?:test|testing|evaluate|evaluation|eval|validate|validation|valid|val|predict)(?:_|$)/;

/** `def evaluate(model, …)` that calls the model and does not train it. */
function evaluatingFunctions(context: Context): Callable[] {
  return context.program.callables.filter(
    (one) => evaluates.test(nameOf(one)) && isEvaluation(context, one, one),
  );
}

const modelName = /^(?:self\.)?(?:model|net|network|classifier|encoder|decoder)\w*$/;

/** Whether a network is called: by its usual name, or one that this file makes. */
function callsModel(context: Context, body: Node): boolean {
  return [...inside(body)].some((node) => node.type === 'call' && isNetwork(context, node.callee));
}

function isNetwork(context: Context, callee: Expression): boolean {
  const path = pathOf(callee);
  if (path === undefined) return false;
  if (modelName.test(path) || /^[a-z]\w*\.forward$/.test(path)) return true;
  return /^(?:self\.)?\w+$/.test(path) && isMadeNetwork(context, callee);
}

/** `Net(…)` of a class of networks, `nn.Sequential(…)`, and either on a device. */
function isMadeNetwork(context: Context, object: Expression, hops = 0): boolean {
  const { expression } = context.evaluator.follow(object);
  if (expression?.type !== 'call' || hops > MAX_HOPS) return false;
  const { callee } = expression;
  if (containerSpellings.has(context.qualify(callee) ?? '')) return true;
  const definition = context.definitionOf(callee);
  if (definition?.type === 'class') return moduleOf(context, definition) !== undefined;
  const isMoved = callee.type === 'member' && /^(?:to|cuda|cpu|double|float)$/.test(callee.name);
  return isMoved && isMadeNetwork(context, callee.object, hops + 1);
}

/** `net.train()` before the loop and `net.eval()` within it: from the second epoch on nothing is dropped. */
function trainedOnce(context: Context): CodeHint[] {
  const seen = new Set<Node>();
  return context.program
    .callsOf('eval')
    .filter(isMethod)
    .flatMap((call) =>
      loopsAround(context, call).flatMap((loop) => {
        if (seen.has(loop) || !isLeftOff(context, call, loop)) return [];
        seen.add(loop);
        return [trainOnce(call, trainAgain(context, call, loop))];
      }),
    );
}

/** The outermost loops that an evaluation is come to in: its own, or those that call its function. */
function loopsAround(context: Context, call: Call): readonly Branch[] {
  const own = loopAround(call);
  if (own) return [own];
  const owner = functionAround(call);
  return owner ? callersOf(context, owner).flatMap((use) => loopAround(use) ?? []) : [];
}

/** Whether a loop trains after its evaluation, and nothing in it switches back. */
function isLeftOff(context: Context, call: Call, loop: Branch): boolean {
  const body = bodyOf(loop);
  if (!body || callsWithin(context, 'backward', body).length === 0 || leaves(call)) return false;
  const owner = functionAround(call);
  const isOfLoop = (one: Call) => {
    const own = functionAround(one);
    return contains(body, one) || (own !== null && callsWithin(context, nameOf(own), body).length > 0);
  };
  const isBeside = (one: Call) => functionAround(one) === owner && owner !== functionAround(loop);
  const on = context.program.callsOf('train').filter(isMethod);
  // What another file defines may switch back.
  return !on.some((one) => isOfLoop(one) || isBeside(one)) && ![...inside(body)].some(maySwitch);
}

/** `train_epoch(…)`, `net.fit(…)`, `self.train`, `net.training = …` */
function maySwitch(node: Node): boolean {
  switch (node.type) {
    case 'member':
      return node.name === 'train' || (node.name === 'training' && node.up?.type === 'assignment');
    case 'call': {
      const { callee } = node;
      return (callee.type === 'name' || callee.type === 'member') && /^(?:train|fit)/.test(callee.name);
    }
    default:
      return false;
  }
}

/** The evaluation ends the loop: `break` or `return` follows. */
function leaves(call: Call): boolean {
  const last = statementsAround(statementOf(call))?.at(-1);
  return last?.type === 'other' && /^(?:break|return|raise)_statement$/.test(last.word);
}
