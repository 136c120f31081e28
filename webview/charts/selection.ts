import { css, html, nothing } from 'lit';
import type { Extent } from '../../src/charts/chart-spec';

/** What is being selected, between two places on the screen, over a canvas that fills its plot. */
export function selectionOf(selected: Extent | null, canvas: Element | null) {
  if (!selected || !canvas) return nothing;
  const { left, width } = canvas.getBoundingClientRect();
  const place = (clientX: number) => Math.min(width, Math.max(0, clientX - left));
  const [one, other] = [place(selected.from), place(selected.to)];
  const style = `left: ${Math.min(one, other)}px; width: ${Math.abs(one - other)}px`;
  return html`<div class="selection" .style=${style}></div>`;
}

export const selectionStyles = css`
  .selection {
    position: absolute;
    top: 6px;
    bottom: 24px;
    border: solid var(--vscode-focusBorder);
    border-width: 0 1px;
    background: color-mix(in srgb, var(--vscode-focusBorder) 20%, transparent);
    pointer-events: none;
  }
  .zoomable {
    cursor: crosshair;
    /* Two fingers zoom; one scrolls the page as ever. */
    touch-action: pan-y;
    user-select: none;
  }
`;
