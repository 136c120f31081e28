/**
 * Tells VS Code which chart a context menu is opened on. It looks for `data-vscode-context` from the event's target up,
 * and cannot see into a shadow root: `host`, the outermost element, says it, a moment before VS Code looks.
 */
export function markCharts(host: HTMLElement): void {
  window.addEventListener(
    'contextmenu',
    (event) => {
      const path = event.composedPath();
      const chart = path.find((one) => one instanceof HTMLElement && one.dataset.chart !== undefined);
      host.dataset.vscodeContext = JSON.stringify({
        preventDefaultContextMenuItems: chart !== undefined,
        ...(chart instanceof HTMLElement && { webviewSection: 'chart', chart: chart.dataset.chart }),
      });
    },
    { capture: true },
  );
}
