import { css } from 'lit';

/** A tab of a list of tabs. */
export const tabStyles = css`
  [role='tab'] {
    padding: 3px 10px;
    border: 1px solid var(--dp-border);
    border-radius: 2px;
    background: none;
    color: var(--vscode-foreground);
    font: inherit;
    cursor: pointer;
  }
  [role='tab']:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  [role='tab'][aria-selected='true'] {
    border-color: var(--vscode-focusBorder);
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground);
  }
`;
