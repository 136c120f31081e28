import { css } from 'lit';

/** One line; unfolded, a table that scrolls by itself, so that what comes below it stays near. */
export const dataPreviewStyles = css`
  :host {
    display: block;
    border-top: 1px solid var(--dp-border);
    font-size: 12px;
    line-height: 18px;
    container-type: inline-size;
  }
  .line {
    padding: 5px 16px 4px;
  }
  summary {
    cursor: pointer;
  }
  summary:focus-visible {
    outline-offset: -2px;
  }
  h2 {
    display: inline;
    line-height: inherit;
    margin-right: 6px;
  }
  .facts {
    color: var(--dp-muted);
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .chip {
    margin-left: 4px;
    padding: 0 7px;
    border: 1px solid var(--vscode-inputValidation-warningBorder, var(--vscode-charts-yellow));
    border-radius: 9px;
    white-space: nowrap;
  }
  .all {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    padding: 2px 16px 12px;
  }
  .division {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 20px;
  }
  .choice {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  select {
    max-width: 180px;
    padding: 2px 4px;
    border: 1px solid var(--vscode-dropdown-border, var(--dp-border));
    border-radius: 2px;
    background: var(--vscode-dropdown-background);
    color: var(--vscode-dropdown-foreground);
    font: inherit;
  }
  select:focus-visible {
    outline-offset: -1px;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
  }
  .scroll {
    overflow: auto;
    max-height: 300px;
    border: 1px solid var(--dp-border);
  }
  th,
  td {
    padding: 2px 10px;
    text-align: left;
    vertical-align: top;
  }
  tbody th {
    overflow-wrap: anywhere;
    min-width: 9ch;
  }
  tbody td:nth-child(4) {
    min-width: 26ch;
  }
  tbody td:nth-child(5):not(:empty) {
    min-width: 18ch;
  }
  thead th {
    white-space: nowrap;
  }
  .target th {
    font-weight: 600;
  }
  .leftOut th {
    text-decoration: line-through;
  }
  .leftOut th,
  .leftOut td {
    color: var(--dp-muted);
  }
  td.acts {
    display: table-cell;
  }
  td .why {
    margin-right: 12px;
    white-space: nowrap;
  }
  ul {
    margin: 0;
    padding-left: 20px;
    max-width: 110ch;
    overflow-wrap: anywhere;
  }
  li {
    margin-bottom: 2px;
  }
  .caution {
    list-style: none;
    text-indent: -20px;
  }
  .caution .icon {
    color: var(--vscode-charts-yellow);
    vertical-align: text-bottom;
  }
  p {
    margin: 0;
  }
  @container (max-width: 560px) {
    .line,
    .all {
      padding-right: 12px;
      padding-left: 12px;
    }
    .scroll {
      max-height: 260px;
    }
    th,
    td {
      padding: 2px 6px;
    }
  }
  /* Columns side by side would be cut: a row becomes a paragraph, its changes the last words of it. */
  @container (max-width: 480px) {
    thead {
      position: absolute;
      overflow: hidden;
      width: 1px;
      height: 1px;
      clip-path: inset(50%);
    }
    tbody tr {
      display: flex;
      flex-wrap: wrap;
      gap: 0 10px;
      padding: 3px 6px;
    }
    tbody tr > :nth-child(n) {
      min-width: 0;
      padding: 0;
    }
    tbody th {
      flex-basis: 100%;
    }
    td[data-head]:not(:empty)::before {
      content: attr(data-head) ': ';
    }
    tbody td:empty {
      display: none;
    }
  }
`;
