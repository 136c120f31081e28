import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { patience } from '../../support/patience';

/** What the harness has prepared: a VS Code server with the packaged extension installed, and a browser. */
const environment = {
  url: need('PLAYGROUND_URL'),
  server: need('PLAYGROUND_SERVER'),
  dataDir: need('PLAYGROUND_DATA_DIR'),
  sample: need('PLAYGROUND_WORKSPACE'),
  screenshots: need('PLAYGROUND_SCREENSHOTS'),
  profile: need('PLAYGROUND_PROFILE'),
  chromium: need('PLAYGROUND_CHROMIUM'),
  flags: need('PLAYGROUND_CHROMIUM_FLAGS').split(' '),
};

function need(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with npm run test:e2e.`);
  return value;
}

export const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  hc: 'Default High Contrast',
  hcl: 'Default High Contrast Light',
} as const;
export type ThemeName = keyof typeof THEMES;

export interface WorkbenchOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: ThemeName;
  /** Opened at the start, relative to the workspace. */
  readonly file?: string;
  /** Put into the workspace before it is opened: a file written later is seen only once the watcher runs. */
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: Record<string, unknown>;
  readonly reducedMotion?: boolean;
  /** Display language, such as `ko`: of the extension; VS Code's own words would need a language pack. */
  readonly locale?: string;
  /** The person has answered that they do not trust the workspace. */
  readonly untrusted?: boolean;
}

/** The text of a file of the sample workspace. */
export function sampleFile(name: string): string {
  return readFileSync(join(environment.sample, name), 'utf8');
}

/**
 * The browser that all windows share, with what it has downloaded and compiled of VS Code: a window that finds that there
 * opens in half the time. A language is the whole browser's.
 */
let browser: { readonly locale: string | undefined; readonly context: BrowserContext } | undefined;

async function browserIn(locale: string | undefined): Promise<BrowserContext> {
  if (browser && browser.locale === locale) return browser.context;
  await Workbench.quit();
  const context = await chromium.launchPersistentContext(environment.profile, {
    executablePath: environment.chromium,
    args: environment.flags,
    ...(locale && { locale }),
  });
  context.setDefaultTimeout(patience(30_000));
  browser = { locale, context };
  return context;
}

/** A page of the browser that knows nothing of the windows before. */
async function newPage(options: WorkbenchOptions): Promise<Page> {
  const { width = 1500, height = 900, locale, reducedMotion, untrusted } = options;
  const page = await (await browserIn(locale)).newPage();
  await page.setViewportSize({ width, height });
  if (reducedMotion) await page.emulateMedia({ reducedMotion: 'reduce' });
  if (locale) await page.addInitScript(speak, locale);
  if (untrusted) await page.addInitScript(withTrust);
  const devtools = await page.context().newCDPSession(page);
  const storageTypes = 'cookies,file_systems,indexeddb,local_storage,service_workers';
  await devtools.send('Storage.clearDataForOrigin', { origin: environment.url, storageTypes });
  await devtools.detach();
  return page;
}

// In a run of tests: once the last of them has ended.
if (typeof after === 'function') after(() => Workbench.quit());

/** A VS Code in a browser window, as a person has it. */
export class Workbench {
  private constructor(
    readonly page: Page,
    readonly folder: string,
  ) {}

  /** Opens a fresh copy of the sample workspace. */
  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const folder = mkdtempSync(join(tmpdir(), 'playground-ws-'));
    cpSync(environment.sample, folder, { recursive: true });
    for (const [name, text] of Object.entries(options.files ?? {})) writeFileSync(join(folder, name), text);
    applySettings({ 'workbench.colorTheme': THEMES[options.theme ?? 'dark'], ...options.settings });
    const workbench = new Workbench(await newPage(options), folder);
    try {
      await workbench.#load(options.file ?? 'train.py', options.untrusted);
    } catch (error) {
      await workbench.screenshot('failed-open').catch(() => {});
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  /** Ends the browser with all windows. */
  static async quit(): Promise<void> {
    await browser?.context.close();
    browser = undefined;
  }

  async #load(file: string, untrusted = false): Promise<void> {
    await this.page.goto(`${environment.url}/?folder=${encodeURIComponent(this.folder)}`);
    await this.#isReady();
    if (untrusted) await this.page.getByText('Restricted Mode', { exact: true }).waitFor();
    await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: file }).dblclick();
    await this.page.locator('.monaco-editor .view-line').first().waitFor();
  }

  /** Runs a command through the palette, by the words that a person types. */
  async command(title: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    const row = widget.locator('.monaco-list-row', { hasText: title }).first();
    // The palette lists what is registered when it opens: a window that still loads may not know the command yet.
    for (let attempt = 0; ; attempt++) {
      await this.page.keyboard.press('F1');
      await widget.locator('input.input').fill(`>${title}`);
      const found = await row.waitFor({ timeout: patience(3000) }).then(
        () => true,
        () => false,
      );
      if (found) break;
      if (attempt === 9) throw new Error(`The palette does not know “${title}”.`);
      await this.page.keyboard.press('Escape');
    }
    await this.page.keyboard.press('Enter');
    await widget.waitFor({ state: 'hidden' });
  }

  /** The inside of the one webview that holds `selector`. */
  async webview(selector: string, timeout = 20_000): Promise<FrameLocator> {
    const until = Date.now() + patience(timeout);
    while (Date.now() < until) {
      for (const outer of await this.page.locator('iframe.webview.ready').filter({ visible: true }).all()) {
        const inner = outer.contentFrame().frameLocator('#active-frame');
        if (
          (await inner
            .locator(selector)
            .count()
            .catch(() => 0)) > 0
        )
          return inner;
      }
      await this.page.waitForTimeout(50);
    }
    throw new Error(`No webview shows ${selector} after ${timeout} ms.`);
  }

  /** Opens an experiment file from the Explorer, beside or after code or another one; resolves to its panel. */
  async openExperiment(name: string): Promise<FrameLocator> {
    // A window that has just opened does not know yet who edits what: the extension is there when its lens or panel is.
    const shown = this.page.locator('.codelens-decoration, iframe.webview.ready').filter({ visible: true });
    await shown.first().waitFor({ timeout: patience(60_000) });
    await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).dblclick();
    return this.panel();
  }

  panel(): Promise<FrameLocator> {
    return this.webview('dp-panel');
  }

  sidebar(): Promise<FrameLocator> {
    return this.webview('dp-sidebar');
  }

  /** Changes the colour theme as a person does in mid-work; other settings of the test go back to the base. */
  async useTheme(theme: ThemeName): Promise<void> {
    applySettings({ 'workbench.colorTheme': THEMES[theme] });
    const kind = { dark: 'vs-dark', light: 'vs', hc: 'hc-black', hcl: 'hc-light' }[theme];
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
  }

  /** Reloads the window as *Developer: Reload Window* does. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.#isReady();
  }

  async #isReady(): Promise<void> {
    const explorer = this.page.locator('.monaco-workbench .explorer-folders-view');
    await explorer.waitFor({ timeout: patience(60_000) });
  }

  /** Kills the extension host (SIGKILL), as the system does to one that takes too much memory; or stops it for a while. */
  signalHost(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    for (const id of hostProcesses()) process.kill(id, signal);
  }

  /** The tabs whose name begins so, in the order of their columns. */
  tabs(name: string): Locator {
    return this.page.locator(`.tabs-container .tab[aria-label^="${name}"]`);
  }

  /** A picture for a person's eyes, in the git-ignored folder of screenshots. */
  async screenshot(name: string): Promise<string> {
    mkdirSync(environment.screenshots, { recursive: true });
    const path = join(environment.screenshots, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  notifications(): Locator {
    return this.page.locator('.notification-toast');
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

/** Runs in the page, before VS Code. What a language pack's messages would set is what `vscode.env.language` becomes. */
function speak(locale: string): void {
  Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: locale });
}

/** The server is started without workspace trust, and says so to every window in its page: this one hears otherwise. */
function withTrust(): void {
  new MutationObserver(() => {
    const page = document.getElementById('vscode-workbench-web-configuration');
    const settings = page?.dataset.settings;
    if (settings?.includes('"enableWorkspaceTrust":false'))
      page!.dataset.settings = settings.replace(
        '"enableWorkspaceTrust":false',
        '"enableWorkspaceTrust":true',
      );
  }).observe(document, { childList: true, subtree: true });
}

function applySettings(settings: Record<string, unknown>): void {
  const file = join(environment.dataDir, 'data', 'Machine', 'settings.json');
  const base = JSON.parse(readFileSync(`${file}.base`, 'utf8'));
  writeFileSync(file, `${JSON.stringify({ ...base, ...settings }, null, 2)}\n`);
}

/** The extension hosts of the server, those of windows that have been closed among them. */
function hostProcesses(): number[] {
  const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return list.split('\n').flatMap((line) => {
    const [id, parent, ...args] = line.trim().split(/\s+/);
    return parent === environment.server && args.includes('--type=extensionHost') ? [Number(id)] : [];
  });
}
