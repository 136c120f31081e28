/** Longest that a page is waited for where it may be frozen. */
const PATIENCE = 4_000;

/** A window of VS Code as a person has it: a page of the browser, on a folder or on none. */
export class Window {
  /** Errors that the page has said our views or our extension have thrown. */
  errors = [];

  constructor(page, folder, number) {
    this.page = page;
    this.folder = folder;
    this.number = number;
    // A window with edits that are not saved asks whether to leave.
    page.on('dialog', (dialog) => void dialog.accept().catch(() => {}));
    page.on('console', (message) => this.#hear(message));
    page.on('pageerror', (error) => this.#keep(error.stack ?? error.message));
  }

  async load(url) {
    const target = this.folder === null ? '/?ew=true' : `/?folder=${encodeURIComponent(this.folder)}`;
    await this.page.goto(url + target);
    await this.#ready();
  }

  async reload() {
    await this.page.reload({ timeout: 30_000 });
    await this.#ready();
  }

  async close() {
    await within(this.page.close(), PATIENCE);
  }

  async #ready() {
    const part = this.folder === null ? '.part.statusbar' : '.explorer-folders-view';
    await this.page.locator(`.monaco-workbench ${part}`).first().waitFor({ timeout: 60_000 });
  }

  /** Runs a command by the words that a person types. False where the palette does not know it in time. */
  async command(title, { attempts = 6 } = {}) {
    const widget = this.page.locator('.quick-input-widget');
    const row = widget.locator('.monaco-list-row', { hasText: title }).first();
    for (let attempt = 0; attempt < attempts; attempt++) {
      try {
        await this.#leaveDialogs();
        await this.page.keyboard.press('F1');
        await widget.locator('input.input').fill(`>${title}`, { timeout: 2000 });
        await row.waitFor({ timeout: 2500 });
        await this.page.keyboard.press('Enter');
        await widget.waitFor({ state: 'hidden', timeout: 2500 });
        return true;
      } catch {
        await this.page.keyboard.press('Escape');
      }
    }
    return false;
  }

  /** What VS Code asks in the middle of the screen: the answer that goes on with the work. */
  async #leaveDialogs() {
    const dialog = this.page.locator('.monaco-dialog-box');
    if ((await dialog.count()) === 0) return;
    const reload = dialog.locator('.monaco-button', { hasText: 'Reload' });
    if ((await reload.count()) > 0) await reload.first().click({ timeout: 1000 });
    else await this.page.keyboard.press('Escape');
  }

  /** Presses a button of what VS Code asks. False where nothing is asked in time. */
  async answer(label) {
    const button = this.page.locator('.monaco-dialog-box .monaco-button', { hasText: label });
    const pressed = await within(
      button
        .first()
        .click({ timeout: 2500 })
        .then(() => true),
      3000,
    );
    return pressed ?? false;
  }

  /** Opens a file of the folder as its name, typed by a person, does. */
  async openFile(name) {
    await this.page.keyboard.press('Control+P');
    const widget = this.page.locator('.quick-input-widget');
    try {
      await widget.locator('input.input').fill(name, { timeout: 2000 });
      await widget.locator('.monaco-list-row', { hasText: name }).first().waitFor({ timeout: 2500 });
      await this.page.keyboard.press('Enter');
    } catch {
      await this.page.keyboard.press('Escape');
    }
  }

  /** The views that hold the playground: the panel, and editors of experiment files. */
  async views() {
    const found = await Promise.all(
      this.page.frames().map(async (frame) => {
        const facts = await within(frame.evaluate(viewFacts), PATIENCE);
        return facts ? [{ frame, ...facts }] : [];
      }),
    );
    return found.flat();
  }

  /** The view that edits the set-up and answers; else the one that answers; undefined: none does. */
  async liveView() {
    const live = (await this.views()).filter(({ connection }) => connection === 'live');
    return live.find(({ own }) => !own) ?? live.find(({ elsewhere }) => !elsewhere) ?? live[0];
  }

  /** What a view shows; the curves only of a run that is complete and not `known`. */
  peek(view, known = []) {
    return within(view.frame.evaluate(peek, known), PATIENCE);
  }

  /** What a click or a drag in a view does to its store. */
  async act(view, steps) {
    await within(view.frame.evaluate(act, steps), PATIENCE);
  }

  /** Words of what VS Code has put up. */
  async notices() {
    return (await within(this.page.locator('.notification-toast').allInnerTexts(), PATIENCE)) ?? [];
  }

  async tabs(title) {
    return (await within(this.page.locator('.tab', { hasText: title }).count(), PATIENCE)) ?? 0;
  }

  /** The lines of the view **Runs**, as a screen reader says them. */
  async runsTree() {
    if (!(await this.command('Focus on Runs View'))) return [];
    const rows = this.page.locator('.part.sidebar .monaco-list-row');
    await within(rows.first().waitFor({ timeout: 3000 }), 3500);
    return (
      (await within(
        rows.evaluateAll((all) => all.map((row) => row.ariaLabel ?? '')),
        PATIENCE,
      )) ?? []
    );
  }

  #hear(message) {
    if (message.type() !== 'error') return;
    const { url } = message.location();
    const text = message.text();
    if (/\/(panel|sidebar|shared)\.js/.test(url) || /dropout-playground[^ ]*\/dist\/\w+\.js/.test(text))
      this.#keep(text);
  }

  #keep(text) {
    // VS Code has errors of its own.
    if (/dropout|dp-[a-z]+|\/(panel|sidebar|shared|extension)\.js/.test(text)) this.errors.push(text);
  }
}

/** What a promise resolves to; undefined where it rejects or takes too long. */
export function within(promise, milliseconds) {
  let timer;
  const late = new Promise((done) => {
    timer = setTimeout(done, milliseconds);
  });
  return Promise.race([promise.catch(() => undefined), late]).finally(() => clearTimeout(timer));
}

// What follows runs in the page.

function viewFacts() {
  const panel = document.querySelector('dp-panel');
  if (!panel) return undefined;
  const { connection, document: file } = panel.store;
  return { connection, own: file?.own === true, elsewhere: file?.state === 'elsewhere', file: file?.name };
}

function peek(known) {
  const { store } = document.querySelector('dp-panel');
  const { connection, run, runs } = store;
  const names = ['epoch', 'step', 'trainLoss', 'testLoss', 'trainLossWithDropout'];
  names.push('trainScore', 'testScore', 'validationLoss', 'validationScore');
  const curveOf = (rows) => Object.fromEntries(names.map((name) => [name, [...rows.column(name)]]));
  const isNew = run?.status === 'completed' && !known.includes(run.id);
  const curves = isNew && Object.fromEntries([...store.series].map(([key, rows]) => [key, curveOf(rows)]));
  return {
    connection,
    runs: runs.map(({ id, name, status, damaged }) => ({ id, name, status, damaged })),
    seed: run?.experiment.seed,
    run: run && { id: run.id, name: run.name, status: run.status, startedAt: run.startedAt },
    ...(curves && { experiment: run.experiment, curves }),
  };
}

/** Steps: { edit: [path, value] }, { command }, or { post: a message of a view }. */
function act(steps) {
  const { store } = document.querySelector('dp-panel');
  for (const { edit, command, post } of steps) {
    if (edit) store.edit(...edit);
    if (command) store.command(command);
    if (post) store.ask(post);
  }
}
