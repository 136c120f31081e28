import * as l10n from '@vscode/l10n';
import type { CodeHint, HintFix, Span } from './finding';

/** The pages that the hints refer to. */
const sources = {
  torchDropout: 'https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout.html',
  torchFunctional: 'https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.dropout.html',
  torchEval: 'https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.eval',
  kerasDropout: 'https://keras.io/api/layers/regularization_layers/dropout/',
  tensorflowDropout: 'https://www.tensorflow.org/api_docs/python/tf/nn/dropout',
  paper: 'https://jmlr.org/papers/v15/srivastava14a.html',
} as const;

/** The page on the dropout that a spelling such as `torch.nn.Dropout` or `keras.layers.Dropout` means. */
function dropoutPage(spelling: string): string {
  if (spelling.startsWith('torch.')) return sources.torchDropout;
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
export function alwaysOn(span: Span): CodeHint {
  const message = l10n.t('Without training=self.training this drops neurons in evaluation too.');
  return hint('alwaysOn', span, message, sources.torchFunctional);
}

/** Dropout on the logits. */
export function dropoutAfterLastLayer(span: Span, fix: HintFix | undefined): CodeHint {
  const message = l10n.t('Dropout after the last layer drops outputs of the network, not hidden neurons.');
  return { ...hint('dropoutAfterLastLayer', span, message, sources.paper), fix };
}

/** An evaluation with dropout still on. */
export function missingEval(span: Span, fix: HintFix | undefined): CodeHint {
  const message = l10n.t(
    'No .eval() in this file: dropout stays on in this evaluation; no_grad() does not turn it off.',
  );
  return { ...hint('missingEval', span, message, sources.torchEval), fix };
}
