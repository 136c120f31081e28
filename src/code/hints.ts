import * as l10n from '@vscode/l10n';
import type { CodeHint, HintFix, Span } from './finding';

/** The pages that the hints refer to. */
const sources = {
  torchDropout: 'https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout.html',
  torchFunctional: 'https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.dropout.html',
  torchEval: 'https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.eval',
  kerasDropout: 'https://keras.io/api/layers/regularization_layers/dropout/',
  tensorflowDropout: 'https://www.tensorflow.org/api_docs/python/tf/nn/dropout',
  torchAttention:
    'https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html',
  torchAlpha: 'https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.alpha_dropout.html',
  torchRecurrent: 'https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html',
  torchModuleList: 'https://docs.pytorch.org/docs/stable/generated/torch.nn.ModuleList.html',
  torchTrain: 'https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.train',
  paddleFunctional:
    'https://www.paddlepaddle.org.cn/documentation/docs/en/api/paddle/nn/functional/dropout_en.html',
  kerasLoop: 'https://keras.io/guides/writing_a_custom_training_loop_in_tensorflow/',
  kerasTraining: 'https://keras.io/guides/making_new_layers_and_models_via_subclassing/',
  flaxDropout:
    'https://flax-linen.readthedocs.io/en/latest/api_reference/flax.linen/layers.html#flax.linen.Dropout',
  tensorflow1Dropout: 'https://www.tensorflow.org/api_docs/python/tf/compat/v1/layers/dropout',
  paper: 'https://jmlr.org/papers/v15/srivastava14a.html',
} as const;

/** The page on the dropout that a spelling such as `torch.nn.Dropout` or `keras.layers.Dropout` means. */
function dropoutPage(spelling: string): string {
  if (spelling.startsWith('torch.nn.functional.')) return sources.torchFunctional;
  if (spelling.startsWith('torch.')) return sources.torchDropout;
  if (spelling.startsWith('paddle.')) return sources.paddleFunctional;
  if (spelling.startsWith('flax.')) return sources.flaxDropout;
  if (spelling.startsWith('keras.')) return sources.kerasDropout;
  return spelling.startsWith('tensorflow.') ? sources.tensorflowDropout : sources.paper;
}

function hint(id: CodeHint['id'], { start, end }: Span, message: string, source: string): CodeHint {
  return { id, start, end, message, source };
}

/** A fraction kept where the fraction dropped is wanted: `nn.Dropout(keep_prob)`. */
export function keepAsRate(span: Span, text: string, spelling: string): CodeHint {
  const message = l10n.t(
    '{0} sounds like the fraction kept, but this is the fraction dropped: 1 - {0} keeps that many.',
    text,
  );
  return hint('keepAsRate', span, message, dropoutPage(spelling));
}

/** The fraction dropped, from a number of which a comment says that it is the fraction kept. */
export function keptSays(span: Span, number: string, spelling: string): CodeHint {
  const message = l10n.t(
    'The comment beside {0} speaks of the fraction kept, but this is the fraction dropped: 1 - {0} keeps that many.',
    number,
  );
  return hint('keepAsRate', span, message, dropoutPage(spelling));
}

/** A drop ratio that is no fraction, or that drops everything. */
export function ratioOutOfRange(span: Span, ratio: number, spelling: string): CodeHint {
  const message =
    ratio === 1
      ? l10n.t('A drop ratio of 1 drops every neuron, so nothing is learned: 0 ≤ ratio < 1.')
      : l10n.t('The drop ratio {0} is not a fraction: 0 ≤ ratio < 1.', ratio);
  return hint('ratioOutOfRange', span, message, dropoutPage(spelling));
}

/** `F.dropout(x)` without `training=`: its default is `True`, also in evaluation. */
export function alwaysOn(span: Span, spelling = 'torch.nn.functional.dropout'): CodeHint {
  const message = l10n.t('Without training=self.training this drops neurons in evaluation too.');
  return hint('alwaysOn', span, message, dropoutPage(spelling));
}

/** `F.dropout(x, p, training=True)` */
export function alwaysTold(span: Span, spelling: string, fix: HintFix | undefined): CodeHint {
  const message = l10n.t('training=True drops neurons in evaluation too: eval() does not change it.');
  return { ...hint('alwaysOn', span, message, dropoutPage(spelling)), fix };
}

/** `F.scaled_dot_product_attention(…, dropout_p=self.p)` */
export function attentionAlwaysOn(span: Span, fix: HintFix | undefined): CodeHint {
  const message = l10n.t(
    'scaled_dot_product_attention drops attention weights in evaluation too, whatever eval() says: pass 0 there.',
  );
  return { ...hint('alwaysOn', span, message, sources.torchAttention), fix };
}

/** `x = nn.Dropout(p)(x)` in a forward pass. */
export function madeAnew(span: Span, fix: HintFix | undefined): CodeHint {
  const message = l10n.t(
    'A dropout layer made in the forward pass is always in training mode: eval() does not reach it.',
  );
  return { ...hint('alwaysOn', span, message, sources.torchEval), fix };
}

/** Dropout of TensorFlow in a layer of Keras, whatever `training` is. */
export function ignoresTraining(span: Span): CodeHint {
  const message = l10n.t('This drops neurons in evaluation too: the layer’s training argument is not asked.');
  return hint('alwaysOn', span, message, sources.kerasTraining);
}

/** `F.alpha_dropout(x, p)`: its `training` is false unless it is given. */
export function alwaysOff(span: Span, spelling: string, fix: HintFix | undefined): CodeHint {
  const message = l10n.t('Without training= this drops nothing: its default is False.');
  const source = spelling.startsWith('tensorflow.') ? sources.tensorflow1Dropout : sources.torchAlpha;
  return { ...hint('alwaysOff', span, message, source), fix };
}

/** A model that a gradient tape watches, called as if for an evaluation. */
export function tapeWithoutTraining(span: Span, fix: HintFix | undefined): CodeHint {
  const message = l10n.t('Without training=True dropout is off in this training step.');
  return { ...hint('alwaysOff', span, message, sources.kerasLoop), fix };
}

/** `model.apply(…, deterministic=True, rngs={'dropout': key})` */
export function offWithRandomness(span: Span): CodeHint {
  const message = l10n.t('This gives dropout its random numbers and switches it off.');
  return hint('alwaysOff', span, message, sources.flaxDropout);
}

/** `deterministic=train`, `training=not self.training` */
export function flagReversed(span: Span, argument: string, framework: string, fix: HintFix): CodeHint {
  const message = l10n.t(
    '{0} is the wrong way round: dropout is on in evaluation and off in training.',
    argument,
  );
  const source =
    framework === 'torch'
      ? sources.torchFunctional
      : framework === 'flax'
        ? sources.flaxDropout
        : sources.kerasTraining;
  return { ...hint('flagReversed', span, message, source), fix };
}

/** `nn.LSTM(8, 16, dropout=0.5)` */
export function betweenNoLayers(span: Span, name: string): CodeHint {
  const message = l10n.t(
    'dropout= of {0} drops between its layers, and it has one: nothing is dropped.',
    name,
  );
  return hint('noEffect', span, message, sources.torchRecurrent);
}

/** `F.dropout(x, 0.5)` as a statement. */
export function resultUnused(span: Span, spelling: string, fix: HintFix | undefined): CodeHint {
  const message = l10n.t('The result is thrown away: nothing is dropped from what the network goes on with.');
  return { ...hint('resultUnused', span, message, dropoutPage(spelling)), fix };
}

/** `net.train()` once before a loop that calls `net.eval()`. */
export function trainOnce(span: Span, fix: HintFix | undefined): CodeHint {
  const message = l10n.t(
    'Nothing calls train() again in this loop: from the second epoch on dropout stays off.',
  );
  return { ...hint('trainOnce', span, message, sources.torchTrain), fix };
}

/** `F.dropout(x, self.training)` */
export function trainingAsRatio(span: Span, text: string, fix: HintFix | undefined): CodeHint {
  const message = l10n.t(
    '{0} stands where the drop ratio does: True is a ratio of 1, which drops everything.',
    text,
  );
  return { ...hint('trainingAsRatio', span, message, sources.torchFunctional), fix };
}

/** `self.drops = [nn.Dropout(0.5)]` */
export function unregistered(span: Span, fix: HintFix | undefined): CodeHint {
  const message = l10n.t(
    'eval() does not reach layers in a plain list or dictionary: this dropout stays on in evaluation.',
  );
  return { ...hint('unregistered', span, message, sources.torchModuleList), fix };
}

/** Dropout on the logits. */
export function dropoutAfterLastLayer(span: Span, fix: HintFix | undefined): CodeHint {
  const message = l10n.t('Dropout after the last layer drops outputs of the network, not hidden neurons.');
  return { ...hint('dropoutAfterLastLayer', span, message, sources.paper), fix };
}

/** An evaluation with dropout still on. */
export function missingEval(span: Span, fix: HintFix | undefined, isNowhere = true): CodeHint {
  const message = isNowhere
    ? l10n.t('No .eval() in this file: dropout stays on in this evaluation; no_grad() does not turn it off.')
    : l10n.t('No .eval() before this evaluation: dropout may be on in it; no_grad() does not turn it off.');
  return { ...hint('missingEval', span, message, sources.torchEval), fix };
}
