import { css } from 'lit';

export const logsStyles = css`
  header {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-items: center;
    margin-top: 12px;
  }
  header h2 {
    flex: 1 1 24ch;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  h3 {
    margin: 0;
    font-size: inherit;
    font-weight: 600;
  }
  .problems {
    color: var(--dp-muted);
    font-size: 12px;
  }
  .card {
    grid-template-columns: 16px minmax(0, 1fr);
  }
  .charts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr));
    gap: 16px 24px;
    margin: 12px 0;
  }
  .charts dp-plot:first-child {
    grid-column: 1 / -1;
  }
  .runs {
    max-height: 240px;
    overflow: auto;
  }
  .runs label,
  .pairs label {
    display: flex;
    gap: 6px;
    align-items: center;
  }
  .runs th[scope='row'] {
    max-width: 32ch;
    color: var(--vscode-foreground);
  }
  .runs i {
    flex: none;
    width: 14px;
    border-top: 3px solid var(--color);
  }
  .runs .compared {
    --color: var(--dp-compared);
  }
  .runs .compared2 {
    --color: var(--dp-compared2);
  }
  .runs .compared3 {
    --color: var(--dp-compared3);
  }
  .runs .compared4 {
    --color: var(--dp-compared4);
  }
  .runs .compared5 {
    --color: var(--dp-compared5);
  }
  .runs .foreground {
    --color: var(--vscode-foreground);
  }
  td.wide {
    white-space: normal;
  }
  .roles {
    margin: 4px 0 16px;
  }
  .roles summary {
    cursor: pointer;
  }
  .pairs {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr));
    gap: 4px 24px;
    margin-top: 6px;
  }
  .pairs span {
    flex: 1;
    overflow: hidden;
    font-family: var(--vscode-editor-font-family);
    font-size: 12px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  select {
    max-width: 60%;
    padding: 2px 4px;
    border: 1px solid var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent));
    border-radius: 2px;
    background: var(--vscode-dropdown-background);
    color: var(--vscode-dropdown-foreground);
    font: inherit;
  }
  select:focus-visible,
  input:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
`;
