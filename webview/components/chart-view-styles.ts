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
  .at,
  .where {
    height: 1.4em;
    overflow: hidden;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    line-height: 1.4;
  }
  .at {
    flex: 0 1 auto;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* What does not fit whole goes to a second line, which is not seen. */
  .where {
    display: flex;
    flex: 1 1000 0;
    flex-wrap: wrap;
    /* Where nothing of it is seen it takes no room, not even the gap. */
    margin-left: -8px;
  }
  .where::before {
    content: '\\200b';
  }
  .where span {
    margin-left: 4px;
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
    min-height: var(--plot, 0);
    margin-top: 2px;
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
