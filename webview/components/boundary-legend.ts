import * as l10n from '@vscode/l10n';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RunInfo } from '../../src/protocol';
import { formatNumber } from '../format';
import { sharedStyles } from '../shared-styles';
import { onThemeChange, theme } from '../theme';
import { ViewElement } from '../view-element';
import { targetRange } from './boundary-field';
import { classColors } from './class-colors';

/** The key to one or more `<dp-boundary>`. Fires `dp-show-test` (boolean) when test points are switched on or off. */
@customElement('dp-boundary-legend')
export class BoundaryLegend extends ViewElement {
  static override styles = [sharedStyles, legendStyles()];

  @property({ attribute: false }) info: RunInfo | null = null;
  @property({ type: Boolean, attribute: 'show-test' }) showTest = false;

  #endTheme: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#endTheme = onThemeChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#endTheme?.();
  }

  protected override updated(_changed: PropertyValues): void {
    // Styles in attributes are forbidden by the page's policy; the object model's are not.
    const colors = classColors(theme());
    this.style.setProperty('--low', colors[0]);
    this.style.setProperty('--high', colors[1]);
    this.renderRoot.querySelectorAll<HTMLElement>('.swatch').forEach((swatch, index) => {
      swatch.style.setProperty('background-color', colors[index % colors.length]);
    });
  }

  override render() {
    return html`
      <span class="item"><span class="dot" aria-hidden="true"></span>${l10n.t('train')}</span>
      <button
        class="item"
        aria-pressed=${this.showTest ? 'true' : 'false'}
        title=${l10n.t('Shows or hides the test points; an outline marks those on the wrong side.')}
        @click=${this.#toggle}
      >
        <span class="square" aria-hidden="true"></span>${l10n.t('test')}
      </button>
      ${this.info?.task === 'regression' ? this.#scale() : this.#classes()}
    `;
  }

  #classes() {
    const names = this.info?.outputNames ?? [];
    return names.map(
      (name) => html`<span class="item"><span class="swatch" aria-hidden="true"></span>${name}</span>`,
    );
  }

  #scale() {
    const points = this.info?.points;
    if (!points) return nothing;
    const range = formatNumber(targetRange(points.train));
    return html`<span class="item">−${range}<span class="ramp" aria-hidden="true"></span>${range}</span>`;
  }

  #toggle(): void {
    this.showTest = !this.showTest;
    this.dispatchEvent(
      new CustomEvent<boolean>('dp-show-test', { detail: this.showTest, bubbles: true, composed: true }),
    );
  }
}

function legendStyles() {
  return css`
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 0 8px;
      min-width: 0;
      color: var(--dp-muted);
      font-size: 0.9em;
      line-height: 20px;
    }
    .item {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      padding: 0 4px;
    }
    button {
      height: 20px;
      border: 1px solid transparent;
      border-radius: 4px;
      background: none;
      color: inherit;
      font: inherit;
      cursor: pointer;
    }
    button:hover {
      background: var(--vscode-toolbar-hoverBackground);
    }
    button[aria-pressed='true'] {
      border-color: var(--vscode-inputOption-activeBorder, transparent);
      background: var(--vscode-inputOption-activeBackground);
      color: var(--vscode-inputOption-activeForeground);
    }
    button:focus-visible {
      outline-offset: 0;
    }
    .dot,
    .square {
      width: 7px;
      height: 7px;
      border: 1px solid currentColor;
    }
    .dot {
      border-radius: 50%;
      background: currentColor;
    }
    .square {
      width: 6px;
      height: 6px;
    }
    .swatch {
      width: 8px;
      height: 8px;
      border-radius: 2px;
    }
    .ramp {
      width: 48px;
      height: 8px;
      border-radius: 2px;
      background: linear-gradient(to right, var(--low), var(--vscode-editor-background), var(--high));
    }
  `;
}
