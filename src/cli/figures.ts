import { type Figure, type FigureResult, figures, holds, labelOf } from '../experiment/figures/index';
import { formatNumber } from '../experiment/number-text';
import { type Io, UsageError } from './io';

/** `figures [ID…]`: published results, measured anew; without ids those of seconds. Returns the exit status. */
export async function figuresCommand(
  ids: readonly string[],
  { json }: { json: boolean },
  io: Io,
): Promise<number> {
  const chosen = ids.length > 0 ? ids.map(figureOf) : figures.filter(({ isLong }) => !isLong);
  let status = 0;
  for (const figure of chosen) {
    let result: FigureResult | undefined;
    for (const found of figure.reproduce()) result = found ?? result;
    if (!result) continue;
    if (!holds(result)) status = 1;
    io.stdout.write(json ? `${JSON.stringify(jsonOf(figure, result))}\n` : textOf(figure, result));
  }
  return status;
}

function figureOf(id: string): Figure {
  const figure = figures.find((one) => one.id === id);
  if (figure) return figure;
  throw new UsageError(`There is no figure "${id}"; there are ${figures.map((one) => one.id).join(', ')}.`);
}

const english = (text: string, n: number) => text.replace('{0}', String(n));

function jsonOf({ id, source, claim }: Figure, result: FigureResult) {
  const named = <T extends { readonly label: string; readonly n?: number | undefined }>({
    n,
    ...one
  }: T) => ({
    ...one,
    label: labelOf({ label: one.label, n }, english),
  });
  return {
    ...{ type: 'figure', id, source: source.name, claim, holds: holds(result) },
    ...{ lines: result.lines.map(named), checks: result.checks.map(named) },
  };
}

function textOf({ title, claim, source, x, y }: Figure, result: FigureResult): string {
  const lines = result.lines.map((line) => {
    const points = line.points
      .map((point) => `${formatNumber(point.x)}: ${formatNumber(point.y)}`)
      .join('  ');
    return `  ${line.published ? 'published' : 'measured'}, ${labelOf(line, english)}\n    ${points}`;
  });
  const checks = result.checks.map(
    (check) =>
      `  ${labelOf(check, english)}: ${formatNumber(check.value)} (accepted: ${formatNumber(check.low)} to ${formatNumber(check.high)})`,
  );
  const verdict = holds(result) ? 'The shape holds.' : 'The shape does not hold here.';
  return [title, claim, source.name, `  ${y} against ${x}`, ...lines, ...checks, verdict, '\n'].join('\n');
}
