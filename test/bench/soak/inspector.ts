type Reply = {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
};
type Waiting = { done(result: unknown): void; fail(error: Error): void };

/** Milliseconds until a question counts as unanswered: a thread that sleeps in WebAssembly hears nothing. */
const PATIENCE = 180_000;
const WORKERS_PATIENCE = 3_000;
/** Where SIGUSR1 opens the inspector: VS Code takes away from its extension host what would say otherwise. */
const LIST = 'http://127.0.0.1:9229/json/list';

/** What asks a thread of Node in the DevTools protocol. */
export abstract class Asking {
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  protected abstract send(text: string): void;

  readonly #patience: number;

  constructor(patience: number) {
    this.#patience = patience;
  }

  /** Rejects where the other side says no, or nothing. */
  ask<T>(method: string, params: object = {}): Promise<T> {
    const id = this.#next++;
    return new Promise<T>((done, fail) => {
      const late = setTimeout(
        () => this.#settle(id)?.fail(new Error(`${method}: no answer`)),
        this.#patience,
      );
      this.#waiting.set(id, {
        done: (result) => {
          clearTimeout(late);
          done(result as T);
        },
        fail: (error) => {
          clearTimeout(late);
          fail(error);
        },
      });
      this.send(JSON.stringify({ id, method, params }));
    });
  }

  /** The value of an expression that gives JSON. */
  async evaluate<T>(expression: string): Promise<T> {
    const options = { expression, returnByValue: true, awaitPromise: true };
    const { result, exceptionDetails } = await this.ask<Evaluated<T>>('Runtime.evaluate', options);
    if (exceptionDetails) throw new Error(`In the process that is measured: ${exceptionDetails.text}`);
    return result.value;
  }

  protected answered({ id, result, error }: Reply): void {
    const waiting = id === undefined ? undefined : this.#settle(id);
    if (error) waiting?.fail(new Error(error.message));
    else waiting?.done(result);
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}

interface Evaluated<T> {
  readonly result: { readonly value: T; readonly objectId?: string };
  readonly exceptionDetails?: { readonly text: string };
}

/** A worker thread of the process, reached through its main thread. */
class WorkerThread extends Asking {
  readonly #inspector: Inspector;
  readonly #sessionId: string;

  constructor(inspector: Inspector, sessionId: string) {
    super(WORKERS_PATIENCE);
    this.#inspector = inspector;
    this.#sessionId = sessionId;
  }

  protected send(message: string): void {
    const sessionId = this.#sessionId;
    this.#inspector.ask('NodeWorker.sendMessageToWorker', { sessionId, message }).catch(() => {});
  }

  heard(message: string): void {
    this.answered(JSON.parse(message));
  }
}

/** A Node process from outside, by the inspector that SIGUSR1 opens in it. */
export class Inspector extends Asking {
  readonly #workers = new Map<string, WorkerThread>();
  readonly #listeners = new Map<string, (params: never) => void>();

  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    super(PATIENCE);
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data))));
    this.on('NodeWorker.attachedToWorker', ({ sessionId }: { sessionId: string }) =>
      this.#workers.set(sessionId, new WorkerThread(this, sessionId)),
    );
    this.on('NodeWorker.detachedFromWorker', ({ sessionId }: { sessionId: string }) =>
      this.#workers.delete(sessionId),
    );
    this.on(
      'NodeWorker.receivedMessageFromWorker',
      ({ sessionId, message }: { sessionId: string; message: string }) =>
        this.#workers.get(sessionId)?.heard(message),
    );
  }

  static async open(pid: number): Promise<Inspector> {
    if (await debuggerUrl()) throw new Error('Another process is being debugged at port 9229.');
    process.kill(pid, 'SIGUSR1');
    let url: string | undefined;
    for (let attempt = 0; url === undefined; attempt++) {
      if (attempt === 50) throw new Error(`Process ${pid} opens no inspector at port 9229.`);
      await new Promise((done) => setTimeout(done, 100));
      url = await debuggerUrl();
    }
    const socket = new WebSocket(url);
    await new Promise((done, fail) => {
      socket.addEventListener('open', done);
      socket.addEventListener('error', () => fail(new Error('The inspector refused the connection.')));
    });
    return new Inspector(socket);
  }

  on<T>(event: string, listener: (params: T) => void): void {
    this.#listeners.set(event, listener);
  }

  /** Asks every worker thread; those that do not answer are left out. */
  async ofWorkers<T>(question: (worker: Asking) => Promise<T>): Promise<T[]> {
    await this.ask('NodeWorker.enable', { waitForDebuggerOnStart: false });
    const answers = await Promise.allSettled([...this.#workers.values()].map(question));
    await this.ask('NodeWorker.disable');
    this.#workers.clear();
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  }

  /**
   * Calls a function, given as text, with all objects that have a prototype, given as an expression, as `this`.
   * @returns what it returns, which is JSON.
   */
  async ofObjects<T>(prototype: string, call: string): Promise<T> {
    const objectGroup = 'soak';
    const { result } = await this.ask<Evaluated<T>>('Runtime.evaluate', {
      expression: prototype,
      objectGroup,
    });
    const { objects } = await this.ask<{ objects: { objectId: string } }>('Runtime.queryObjects', {
      prototypeObjectId: result.objectId,
      objectGroup,
    });
    const { objectId } = objects;
    const options = { functionDeclaration: call, objectId, returnByValue: true };
    const answer = await this.ask<Evaluated<T>>('Runtime.callFunctionOn', options);
    await this.ask('Runtime.releaseObjectGroup', { objectGroup });
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text);
    return answer.result.value;
  }

  close(): void {
    this.#socket.close();
  }

  protected send(text: string): void {
    this.#socket.send(text);
  }

  #hear(reply: Reply): void {
    if (reply.method === undefined) this.answered(reply);
    else this.#listeners.get(reply.method)?.(reply.params as never);
  }
}

async function debuggerUrl(): Promise<string | undefined> {
  try {
    const [target] = (await (await fetch(LIST)).json()) as { webSocketDebuggerUrl: string }[];
    return target.webSocketDebuggerUrl;
  } catch {
    return undefined;
  }
}
