import { css } from 'lit';

/** Styles that every control of the form begins with. */
export const controlStyles = css`
  :host {
    display: block;
    min-width: 0;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 4px;
    min-width: 0;
  }
  vscode-textfield,
  vscode-single-select {
    display: block;
    flex: 1;
    width: 100%;
    min-width: 0;
  }
  vscode-textfield[invalid] {
    --vscode-settings-textInputBorder: var(
      --vscode-inputValidation-errorBorder,
      var(--vscode-errorForeground)
    );
  }
  vscode-textfield[focused] {
    --vscode-settings-textInputBorder: var(--vscode-focusBorder);
  }
  .action {
    display: flex;
    align-items: center;
    justify-content: center;
    flex: none;
    width: 24px;
    height: 24px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: 4px;
    background: none;
    color: var(--vscode-icon-foreground);
    cursor: pointer;
  }
  .action:hover:not(:disabled) {
    background: var(--vscode-toolbar-hoverBackground);
    outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
    outline-offset: -1px;
  }
  .action:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .action:disabled {
    opacity: 0.4;
    cursor: default;
  }
  .action vscode-icon {
    color: inherit;
  }
`;
