import { css } from 'lit';

export const chartStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    height: 24px;
  }
  .where {
    flex: 1;
    overflow: hidden;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  vscode-toolbar-button {
    font-size: 12px;
  }
  dp-chart-readout {
    margin: 0 -4px;
  }
  .plot {
    position: relative;
    flex: 1;
    min-height: 0;
    margin-top: 2px;
    cursor: crosshair;
    outline-offset: 0;
  }
  canvas {
    position: absolute;
    inset: 0;
  }
  dp-chart-table {
    flex: 1;
    min-height: 0;
    margin-top: 4px;
  }
`;
