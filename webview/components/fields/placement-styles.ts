import { css } from 'lit';

export const placementStyles = css`
  .sites {
    display: grid;
    gap: 2px;
  }
  .site {
    display: flex;
    align-items: center;
    gap: 4px;
    height: 24px;
  }
  .site vscode-checkbox {
    flex: 1;
    min-width: 0;
  }
  .ratio {
    flex: none;
    width: 56px;
    height: 24px;
    padding: 0 4px;
    border: 1px solid var(--vscode-settings-textInputBorder, var(--vscode-input-border, transparent));
    border-radius: 4px;
    background: var(--vscode-settings-textInputBackground, var(--vscode-input-background));
    color: var(--vscode-settings-textInputForeground, var(--vscode-input-foreground));
    font: inherit;
    font-variant-numeric: tabular-nums;
  }
  .ratio::placeholder {
    color: var(--vscode-input-placeholderForeground);
  }
  .ratio:focus {
    outline: none;
    border-color: var(--vscode-focusBorder);
  }
  .ratio[aria-invalid='true'] {
    border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
  }
`;
