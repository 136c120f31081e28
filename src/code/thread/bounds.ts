import type { Model, ScanResult } from '../finding';

/** More than anyone looks at in one file; whoever shows a result has to take each of these in hand. */
export const MOST = { findings: 2_000, models: 200, layers: 5_000, hints: 200 } as const;

/** The first of what a text says, so that showing it takes no longer than a moment. */
export function bounded(result: ScanResult): ScanResult {
  const findings = result.findings.slice(0, MOST.findings);
  const models = fewModels(result.models);
  const hints = result.hints.slice(0, MOST.hints);
  const isWhole =
    findings.length === result.findings.length &&
    models.length === result.models.length &&
    hints.length === result.hints.length;
  return isWhole ? result : { ...result, findings, models, hints, isCut: true, why: result.why ?? 'many' };
}

/** A sequence of layers is whole or left out: a part of it is another network. */
function fewModels(models: readonly Model[]): Model[] {
  let layers = 0;
  return models.slice(0, MOST.models).filter((model) => {
    const fits = layers + model.layers.length <= MOST.layers;
    if (fits) layers += model.layers.length;
    return fits;
  });
}
