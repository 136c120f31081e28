import { css } from 'lit';

export const ratioMenuStyles = css`
  .title {
    padding: 0 4px 4px;
    font-weight: 600;
  }
  .option {
    display: flex;
    align-items: center;
    gap: 8px;
    height: 24px;
    padding: 0 4px;
    border-radius: 4px;
    cursor: pointer;
  }
  .option:hover {
    background: var(--vscode-list-hoverBackground);
    outline: 1px dotted var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .detail {
    margin-left: auto;
    color: var(--dp-muted);
  }
  input[type='radio'] {
    appearance: none;
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0;
    border: 1px solid var(--vscode-checkbox-border, var(--vscode-foreground));
    border-radius: 50%;
    background: var(--vscode-checkbox-background);
    cursor: pointer;
  }
  input[type='radio']:checked {
    background: radial-gradient(
      circle,
      var(--vscode-checkbox-foreground, currentColor) 0 4px,
      var(--vscode-checkbox-background) 4.5px
    );
  }
  .stepper {
    display: flex;
    gap: 4px;
    padding: 4px 4px 0 28px;
  }
  .number {
    flex: 1;
    min-width: 0;
    width: 64px;
    height: 24px;
    padding: 0 4px;
    border: 1px solid var(--vscode-input-border, var(--vscode-settings-textInputBorder, transparent));
    border-radius: 4px;
    background: var(--vscode-input-background);
    color: var(--vscode-input-foreground);
    font: inherit;
    text-align: center;
  }
  .number:focus {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .number[aria-invalid='true'] {
    border-color: var(--vscode-inputValidation-errorBorder);
  }
  .step {
    display: flex;
    align-items: center;
    justify-content: center;
    width: 24px;
    height: 24px;
    padding: 0;
    border: 1px solid var(--vscode-button-border, transparent);
    border-radius: 4px;
    background: var(--vscode-button-secondaryBackground);
    color: var(--vscode-button-secondaryForeground);
    cursor: pointer;
  }
  .step:hover:not(:disabled) {
    background: var(--vscode-button-secondaryHoverBackground);
  }
  .step:disabled {
    opacity: 0.4;
    cursor: default;
  }
  .step vscode-icon {
    color: inherit;
  }
  .complaint {
    padding: 4px 4px 0 28px;
    color: var(--dp-error-text);
    font-size: 0.9em;
  }
`;
