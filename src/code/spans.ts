import type { CodeHint, Finding, Model, ScanResult, Span } from './finding';

export type MapSpan = (span: Span) => Span;

/** A finding with all of its spans turned by `map`. */
export function mapFinding(finding: Finding, map: MapSpan): Finding {
  return {
    ...finding,
    ...map(finding),
    edit: finding.edit && { ...finding.edit, ...map(finding.edit) },
    chain: finding.chain.map((step) => ({ ...step, ...map(step) })),
    ...(finding.trains && { trains: finding.trains.map(map) }),
  };
}

/** A model with all of its spans turned by `map`. */
export function mapModel(model: Model, map: MapSpan): Model {
  const { given } = model;
  const layers = model.layers.map((layer) => ({ ...layer, ...map(layer) }));
  const moved = { ...model, ...map(model), layers };
  return given ? { ...moved, given: given.map((finding) => mapFinding(finding, map)) } : moved;
}

/** A hint with its span turned by `map`. */
export function mapHint(hint: CodeHint, map: MapSpan): CodeHint {
  const { fix } = hint;
  const moved = { ...hint, ...map(hint) };
  return fix
    ? { ...moved, fix: { ...fix, edits: fix.edits.map((edit) => ({ ...edit, ...map(edit) })) } }
    : moved;
}

/** A result with all spans turned by `map`. */
export function mapResult(result: ScanResult, map: MapSpan): ScanResult {
  return {
    ...result,
    findings: result.findings.map((finding) => mapFinding(finding, map)),
    models: result.models.map((model) => mapModel(model, map)),
    hints: result.hints.map((hint) => mapHint(hint, map)),
  };
}
