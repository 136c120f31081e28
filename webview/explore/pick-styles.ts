import { css } from 'lit';

/** A title with the small field that picks what is shown under it. */
export const pickStyles = css`
  .pick {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-items: center;
  }
  input,
  select {
    height: 24px;
    padding: 0 4px 0 6px;
    border: 1px solid var(--vscode-input-border, var(--dp-border));
    border-radius: 2px;
    background: var(--vscode-input-background);
    color: var(--vscode-input-foreground);
    font: inherit;
    font-variant-numeric: tabular-nums;
  }
  select {
    border-color: var(--vscode-dropdown-border, var(--dp-border));
    background: var(--vscode-dropdown-background);
    color: var(--vscode-dropdown-foreground);
  }
  input {
    width: 64px;
  }
`;
