import * as l10n from '@vscode/l10n';
import type { Finding } from '../../code/finding';
import type { RunResult } from './results';
import type { StandIn } from './stand-in';

/** Pages that say where a value usually lies. */
const sources = {
  srivastava: ['Srivastava et al. 2014', 'https://jmlr.org/papers/v15/srivastava14a.html'],
  kingma: ['Kingma & Ba 2015', 'https://arxiv.org/abs/1412.6980'],
  bengio: ['Bengio 2012', 'https://arxiv.org/abs/1206.5533'],
  loshchilov: ['Loshchilov & Hutter 2019', 'https://arxiv.org/abs/1711.05101'],
  sutskever: ['Sutskever et al. 2013', 'https://proceedings.mlr.press/v28/sutskever13.html'],
} as const;

/** What a hover says, in its order; plain text without markup. */
export interface ValueWords {
  readonly title: string;
  readonly lines: readonly string[];
  readonly source: { readonly title: string; readonly url: string } | null;
}

type Say = (finding: Finding, value: number, optimizer: string | null) => Omit<ValueWords, 'source'>;

const adaptive = /^(?:n?adam|radam|adamw|adamax|rmsprop|adabelief|lamb|yogi)/;

/** A number without the noise of binary fractions. */
export function plain(value: number, digits = 6): string {
  return String(Number(value.toPrecision(digits)));
}

const dropout: Say = ({ edit }, ratio) => {
  const title = l10n.t('Drop ratio {0}', plain(ratio));
  if (ratio < 0 || ratio >= 1) return { title, lines: [l10n.t('Allowed: 0 ≤ drop ratio < 1.')] };
  const kept = plain(1 - ratio);
  const lines = [
    l10n.t('In a training step each neuron is dropped with p = {0}; keep = 1 − p = {1}.', plain(ratio), kept),
    ratio > 0.5
      ? l10n.t('Higher than usual: 0.2 to 0.5 after hidden layers, up to 0.2 at the input.')
      : l10n.t('Usual: 0.2 to 0.5 after hidden layers, up to 0.2 at the input.'),
  ];
  if (edit?.keep) lines.unshift(l10n.t('Written as the fraction kept.'));
  return { title, lines };
};

/** Optimizers whose rate is on a scale of its own: nothing that is usual elsewhere holds for them. */
const ownScale = /^(?:adadelta|lbfgs|rprop|adafactor|lion|lars|dadapt|prodigy)/;

/**
 * Whether a learning rate that suits one optimizer may suit the other: rates of Adam and its kin, of SGD with and
 * without momentum, and of those with a scale of their own are an order of magnitude or more apart.
 * @param file the id of the file's optimizer; null: not known, and not judged.
 */
export function ratesCompare(file: string | null, own: string): boolean {
  if (file === null || file === own) return true;
  return !ownScale.test(file) && adaptive.test(file) === adaptive.test(own);
}

const learningRate: Say = (_finding, rate, optimizer) => {
  const title = l10n.t('Learning rate {0}', plain(rate));
  if (optimizer !== null && ownScale.test(optimizer))
    return {
      title,
      lines: [l10n.t('Scales each update; what is usual for SGD or Adam does not hold for {0}.', optimizer)],
    };
  const isAdaptive = optimizer !== null && adaptive.test(optimizer);
  const usual = isAdaptive ? 0.001 : 0.01;
  const zone =
    rate > usual * 10
      ? l10n.t('High: steps may overshoot, and the loss may jump or diverge.')
      : rate < usual / 10
        ? l10n.t('Low for training from scratch, which takes longer then; usual for fine-tuning.')
        : l10n.t('In the usual range.');
  const start = isAdaptive
    ? l10n.t('A good start with {0}: {1}.', optimizer ?? '', usual)
    : l10n.t('A good start with plain SGD on standardized data: {0}; with Adam: 0.001.', usual);
  return { title, lines: [zone, start] };
};

const batchSize: Say = (_finding, size) => ({
  title: l10n.t('Batch size {0}', plain(size)),
  lines: [
    l10n.t(
      'The gradient of a step is the mean over {0} samples. Usual: 1 to a few hundreds; 32 is a good start.',
      plain(size),
    ),
  ],
});

const momentum: Say = (_finding, value) => ({
  title: l10n.t('Momentum {0}', plain(value)),
  lines: [
    value < 0 || value >= 1
      ? l10n.t('Allowed: 0 ≤ momentum < 1.')
      : l10n.t(
          'Past gradients fade by this factor a step: steps are up to {0} times as long. Usual: 0.9 to 0.99.',
          plain(1 / (1 - value), 3),
        ),
  ],
});

const weightDecay: Say = (_finding, value, optimizer) => ({
  title: l10n.t('Weight decay {0}', plain(value)),
  lines: [
    l10n.t('Pulls weights towards 0 in each step: another regularizer, beside dropout.'),
    ...(optimizer === 'adam'
      ? [l10n.t('Adam rescales it with the gradient where it is added to it; AdamW keeps the two apart.')]
      : []),
  ],
});

const speakers = { dropout, learningRate, batchSize, momentum, weightDecay } as const;

function sourceOf(kind: keyof typeof speakers, optimizer: string | null): readonly [string, string] {
  if (kind === 'dropout') return sources.srivastava;
  if (kind === 'momentum') return sources.sutskever;
  if (kind === 'weightDecay') return sources.loshchilov;
  return kind === 'learningRate' && optimizer !== null && adaptive.test(optimizer)
    ? sources.kingma
    : sources.bengio;
}

/** What is known beside the value itself. */
export interface ValueContext {
  readonly optimizer: string | null;
  readonly result?: RunResult | undefined;
  /** What stood in for the code's data in that run; `null`: it was the code's own. */
  readonly standIn?: StandIn | null;
  readonly origin?: { readonly line: number; readonly text: string } | undefined;
}

/**
 * What a literal means; `undefined` for what needs no words. `optimizer`: the id of the file's, if it has one;
 * `result`: the playground's last run with this value; `origin`: the line that sets the value, where it is another.
 */
export function valueWords(
  finding: Finding,
  { optimizer, result, standIn = null, origin }: ValueContext,
): ValueWords | undefined {
  const { kind, value, reason, text, isDefault, spelling } = finding;
  if (kind === 'optimizer' || kind === 'epochs') return undefined;
  if (value === null) {
    if (reason === null) return undefined;
    return { title: text, lines: [l10n.t('The value is not known here: {0}.', reason)], source: null };
  }
  const { title, lines } = speakers[kind](finding, value, optimizer);
  const [name, url] = sourceOf(kind, optimizer);
  const more = [
    ...(isDefault ? [l10n.t('Nothing is written: this is the default of {0}.', spelling)] : []),
    ...(origin === undefined ? [] : [l10n.t('Set in line {0}: {1}', origin.line, origin.text)]),
    ...(result === undefined ? [] : [resultWords(result, standIn)]),
  ];
  return { title, lines: [...lines, ...more], source: { title: name, url } };
}

/**
 * `Playground: test loss 0.29, without dropout 0.31 (moons · 128-128 · drop 0.5 · lr 0.003)`, and where other data
 * stood in for the code's, what that means.
 */
export function resultWords(result: RunResult, standIn: StandIn | null = null): string {
  return standIn === null ? lossWords(result) : `${lossWords(result)}. ${standIn.words}`;
}

function lossWords({ testLoss, baseline, label }: RunResult): string {
  if (testLoss === null) return l10n.t('Playground: diverged ({0})', label);
  const loss = plain(testLoss, 3);
  return baseline === null
    ? l10n.t('Playground: test loss {0} ({1})', loss, label)
    : l10n.t('Playground: test loss {0}, without dropout {1} ({2})', loss, plain(baseline, 3), label);
}

/**
 * `playground: 0.5 → test 0.29`, or with the last other ratio on the same data `playground test: 0.5 → 0.29, 0.3 → 0.25`;
 * `undefined`: nothing was run. VS Code cuts off what has more than 43 characters.
 *
 * @param isOther whether a run was on data that is not the code's
 */
export function inlayWords(
  own: RunResult | undefined,
  last: RunResult | undefined,
  isOther: (result: RunResult) => boolean = () => false,
): string | undefined {
  const comparable = own?.data === last?.data ? [own, last] : [last];
  const results = [...new Set(comparable)].filter((result) => result?.ratio !== undefined) as RunResult[];
  const [first] = results;
  // Those that are shown together are on the same data.
  const other = first !== undefined && isOther(first);
  if (first === undefined) return undefined;
  const words = ({ ratio, testLoss }: RunResult, loss: string) =>
    `${plain(ratio ?? 0, 2)} → ${testLoss === null ? l10n.t('diverged') : loss}`;
  const short = ({ testLoss }: RunResult) => plain(testLoss ?? 0, 2);
  if (results.length === 1) {
    const test = words(first, l10n.t('test {0}', short(first)));
    return other ? l10n.t('stand-in data: {0}', test) : l10n.t('playground: {0}', test);
  }
  const all = results.map((one) => words(one, short(one))).join(', ');
  return other ? l10n.t('stand-in data: {0}', all) : l10n.t('playground test: {0}', all);
}
