import { css } from 'lit';

/** A pop-up in the top layer, as VS Code's own menus and hovers look. */
export const popupStyles = css`
  .popup {
    position: fixed;
    inset: unset;
    margin: 0;
    width: 208px;
    padding: 8px;
    border: 1px solid var(--vscode-menu-border, var(--vscode-widget-border, var(--dp-border)));
    border-radius: 6px;
    background: var(--vscode-menu-background, var(--vscode-editorWidget-background));
    color: var(--vscode-menu-foreground, var(--vscode-foreground));
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size, 13px);
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
  }
`;
