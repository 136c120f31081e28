import * as l10n from '@vscode/l10n';
import { html, LitElement, render } from 'lit';

/**
 * An element that never leaves on the screen what it showed before: where it cannot show what is now, it says so in the
 * place of it. The error reaches the log as every other of the page does.
 */
export class ViewElement extends LitElement {
  protected override performUpdate(): void {
    try {
      super.performUpdate();
    } catch (error) {
      const words = l10n.t('This part cannot be shown. The log says why.');
      render(html`<p role="alert">${words}</p>`, this.renderRoot, this.renderOptions);
      reportError(error);
    }
  }
}
