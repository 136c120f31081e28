import { css } from 'lit';

/** One line where there is room (title left, control right), title above control in a narrow side bar. */
export const fieldStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  .field {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, max(116px, 36cqw)) minmax(0, 1fr);
    align-items: center;
    gap: 0 8px;
    min-height: 26px;
    padding: 2px 28px 2px 20px;
  }
  .field.nested {
    padding-left: 32px;
    grid-template-columns: minmax(0, max(104px, calc(36cqw - 12px))) minmax(0, 1fr);
  }
  .field.block {
    grid-template-columns: minmax(0, 1fr);
  }
  .title {
    line-height: 18px;
    overflow-wrap: anywhere;
  }
  .changed::before {
    position: absolute;
    inset: 4px auto 4px 10px;
    border-left: 2px solid var(--vscode-settings-modifiedItemIndicator);
    content: '';
  }
  .nested.changed::before {
    left: 22px;
  }
  .reset {
    position: absolute;
    top: 4px;
    right: 4px;
    display: flex;
    align-items: center;
    justify-content: center;
    width: 22px;
    height: 22px;
    padding: 0;
    border: 0;
    border-radius: 4px;
    background: none;
    color: var(--vscode-icon-foreground);
    opacity: 0;
    cursor: pointer;
  }
  .field:hover .reset,
  .field:focus-within .reset {
    opacity: 1;
  }
  .reset:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .reset:focus-visible {
    outline-offset: -1px;
  }
  .reset vscode-icon {
    color: inherit;
  }
  .problem {
    margin: 2px 28px 4px 20px;
    padding: 4px 8px;
    border: 1px solid var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
    border-radius: 4px;
    background: var(--vscode-inputValidation-errorBackground);
    color: var(--vscode-inputValidation-errorForeground, var(--vscode-foreground));
    line-height: 18px;
    overflow-wrap: anywhere;
  }
  @container (max-width: 259px) {
    .field,
    .field.nested {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
