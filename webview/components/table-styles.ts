import { css } from 'lit';

/** A table as wide as its room, whose head stays in sight while its rows scroll. */
export const tableStyles = css`
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    font-weight: normal;
  }
  thead th {
    position: sticky;
    top: 0;
    background: var(--vscode-editor-background);
    box-shadow: 0 1px var(--dp-border);
    font-weight: 600;
  }
  tbody tr:nth-child(even) {
    background: var(--vscode-list-hoverBackground);
  }
`;
