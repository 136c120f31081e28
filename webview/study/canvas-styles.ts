import { css } from 'lit';

/** A canvas that is read by pointer and keys, with the words around it. */
export const canvasStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 2px;
    min-width: 0;
  }
  .axis {
    display: flex;
    gap: 4px 12px;
    justify-content: space-between;
    min-height: 1.4em;
    font-size: 12px;
    line-height: 1.4;
  }
  /* What is said of a trial takes two lines: the picture must not move under the pointer. */
  .axis:first-child {
    height: 2.8em;
    overflow: hidden;
  }
  .axis.x {
    justify-content: center;
  }
  .read {
    color: var(--vscode-foreground);
    font-variant-numeric: tabular-nums;
    text-align: right;
  }
  .plot {
    position: relative;
  }
  canvas {
    display: block;
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    pointer-events: none;
  }
`;
