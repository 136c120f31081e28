import { css } from 'lit';

export const fairStyles = css`
  :host {
    display: block;
    margin: 0 14px;
    container-type: inline-size;
  }
  .card {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr);
    gap: 4px 10px;
    margin: 12px 0;
    padding: 10px 12px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-left: 3px solid var(--tone);
    border-radius: 2px;
    background: var(--vscode-textBlockQuote-background, var(--vscode-editorWidget-background));
    --tone: var(--vscode-charts-blue);
  }
  .good {
    --tone: var(--vscode-charts-green);
  }
  .bad {
    --tone: var(--vscode-charts-yellow);
  }
  .failed {
    --tone: var(--vscode-errorForeground);
  }
  .card > :first-child {
    margin-top: 1px;
    color: var(--tone);
  }
  .said {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 4px;
    align-content: start;
    max-width: 110ch;
    overflow-wrap: anywhere;
  }
  h2,
  p,
  ul {
    margin: 0;
  }
  ul {
    padding-left: 18px;
  }
  h2 {
    font-size: inherit;
    font-weight: 600;
  }
  .basis {
    color: var(--dp-muted);
    font-size: 12px;
  }
  .scroller {
    overflow-x: auto;
  }
  table {
    margin: 2px 0;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th {
    padding: 1px 12px 1px 0;
    color: var(--dp-muted);
    font-weight: normal;
    text-align: left;
    white-space: nowrap;
  }
  td {
    padding: 1px 12px 1px 0;
    white-space: nowrap;
  }
  th.dropout {
    border-bottom: 2px solid var(--dp-dropout);
    white-space: nowrap;
  }
  th.baseline {
    border-bottom: 2px solid var(--dp-baseline);
    white-space: nowrap;
  }
  th[class^='compared'] {
    border-bottom: 2px solid var(--dp-compared);
  }
  th.compared2 {
    border-color: var(--dp-compared2);
  }
  th.compared3 {
    border-color: var(--dp-compared3);
  }
  th.compared4 {
    border-color: var(--dp-compared4);
  }
  th.compared5 {
    border-color: var(--dp-compared5);
  }
  /* Names of runs are long, and no column may lie outside a panel beside an editor. */
  th[scope='row'] {
    min-width: 9ch;
    max-width: 22ch;
    overflow-wrap: break-word;
    white-space: normal;
  }
  th[scope='col'] {
    overflow-wrap: normal;
    vertical-align: bottom;
    white-space: normal;
  }
  th.long {
    min-width: 14ch;
  }
  @container (max-width: 600px) {
    th,
    td {
      padding-right: 8px;
      font-size: 12px;
    }
  }
  .interval {
    position: relative;
    min-width: 16ch;
    height: 12px;
    --side: var(--dp-muted);
  }
  .interval.less {
    --side: var(--vscode-charts-green);
  }
  .interval.more {
    --side: var(--vscode-charts-orange);
  }
  .interval i {
    position: absolute;
    box-sizing: border-box;
  }
  .interval .zero {
    left: 50%;
    height: 100%;
    border-left: 1px solid var(--dp-muted);
  }
  .interval .range {
    top: 5px;
    height: 2px;
    background: var(--side);
  }
  .interval .mean {
    top: 2px;
    width: 8px;
    height: 8px;
    margin-left: -4px;
    border: 2px solid var(--side);
    border-radius: 50%;
    background: var(--side);
  }
  .interval.open .mean {
    background: var(--vscode-editor-background);
  }
  .progress {
    height: 4px;
    max-width: 60ch;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    background: var(--vscode-scrollbarSlider-background);
  }
  .progress > div {
    height: 100%;
    background: var(--vscode-progressBar-background);
  }
  .plot,
  .actions {
    grid-column: 2;
  }
  .plot {
    max-width: 640px;
  }
  .plot:empty {
    display: none;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-self: start;
    margin-top: 4px;
  }
  @container (min-width: 1000px) {
    .card {
      grid-template-rows: auto 1fr;
      grid-template-columns: 16px minmax(0, 3fr) minmax(0, 2fr);
    }
    .plot {
      grid-row: 1 / span 2;
      grid-column: 3;
      max-width: none;
    }
  }
`;
