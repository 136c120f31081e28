import type * as vscode from 'vscode';
import { type Disposable, Emitter } from './store/emitter';
import type { DocumentPort, ViewPort } from './view-link';

/** A panel's or a sidebar view's webview as a link sees it. Let go of with the view. */
export function panelPort(panel: vscode.WebviewPanel, document?: DocumentPort): ViewPort & Disposable {
  const visibility = new Emitter<void>();
  let visible = panel.visible;
  const subscription = panel.onDidChangeViewState(() => {
    // Focus changes the view state as well; only coming and going matter here.
    if (panel.visible === visible) return;
    visible = panel.visible;
    visibility.fire();
  });
  return {
    name: 'panel',
    curves: true,
    get visible() {
      return panel.visible;
    },
    onDidChangeVisible: visibility.event,
    onMessage: (listener) => panel.webview.onDidReceiveMessage(listener),
    post: (message) => void panel.webview.postMessage(message),
    ...(document && { document }),
    dispose: () => subscription.dispose(),
  };
}

export function viewPort(view: vscode.WebviewView): ViewPort {
  return {
    name: 'sidebar',
    curves: false,
    get visible() {
      return view.visible;
    },
    onDidChangeVisible: (listener) => view.onDidChangeVisibility(() => listener()),
    onMessage: (listener) => view.webview.onDidReceiveMessage(listener),
    post: (message) => void view.webview.postMessage(message),
  };
}
