import * as v from 'valibot';
import type { AnalysisId } from '../core/analysis/ids';
import type { Experiment } from '../experiment/schema';
import {
  type DocumentState,
  type FromView,
  fromViewSchema,
  type MemberState,
  type Observation,
  type Progress,
  type RunState,
  SLICES,
  type ToView,
  type ViewState,
} from '../protocol';
import { DisposableObject } from './disposable';
import { FrameFeed } from './frame-feed';
import type { Slices } from './slices';
import type { Disposable, Event } from './store/emitter';
import type { Run } from './store/run';
import type { RunStore } from './store/run-store';

const HEARTBEAT_MILLISECONDS = 1_000;
/** What a view says of itself, and asks nobody for. */
const HARMLESS: ReadonlySet<FromView['type']> = new Set(['remember', 'chartDrawn', 'drag']);
/** Malformed messages that are logged; a view that sends more is not worth the disk. */
const MOST_LOGGED = 20;

/** What a link needs of a webview. */
export interface ViewPort {
  readonly name: string;
  /** Whether it shows curves and pictures; the form of the set-up does not. */
  readonly curves: boolean;
  readonly visible: boolean;
  readonly onDidChangeVisible: Event<void>;
  readonly onMessage: Event<unknown>;
  post(message: ToView): void;
  /** The file that it is the editor of; other views show the one that the set-up belongs to. */
  readonly document?: DocumentPort;
}

/** A file's own editor. */
export interface DocumentPort {
  readonly state: DocumentState;
  readonly onDidChange: Event<void>;
  /** What the file shows while the set-up is another one: its own experiment and run. Null: the set-up is this file's. */
  readonly still?: StillDocument | null;
  /** Makes the set-up this file's, or shows its text. */
  act(action: 'show' | 'openAsText'): void;
}

/** A file beside the one that the set-up belongs to. */
export interface StillDocument {
  readonly experiment: Experiment;
  /** The one that was on the screen with it last. */
  readonly run: Run | null;
}

/** What a link tells a view about. */
export interface ViewSource {
  readonly store: RunStore;
  readonly slices: Slices;
  /** Resolves when there is something to show: saved runs have been looked for. */
  readonly opened: Promise<void>;
  /** A view's message that is not about the link itself. */
  handle(message: ViewRequest, link: ViewLink): Promise<void>;
  readonly log: { warn(message: string): void; error(message: string): void };
}

export type ViewRequest = Exclude<
  FromView,
  { type: 'ready' | 'ack' | 'observe' | 'analyse' | 'error' | 'document' }
>;

/** How far a view that shows curves knows a run to be. */
export interface Told {
  readonly run: Run;
  readonly members: readonly MemberState[];
  progressOf(member: string): Progress | undefined;
}

type Stale = 'snapshot' | keyof ViewState;

/**
 * Keeps one view up to date, the panel and the sidebar alike. Nothing is queued: what a view has is compared with what
 * the store has whenever a frame may be sent, so a slow or hidden view costs nothing and misses nothing.
 */
export class ViewLink extends DisposableObject {
  readonly #feed: FrameFeed;
  readonly #stale = new Set<Stale>();
  readonly #slices: Slices;
  #analyses: readonly AnalysisId[] = [];
  #observation: Observation = { boundary: false, network: false };
  #ready = false;
  #dragging = false;
  #run: Run | null = null;
  /** The state of the run as the view knows it. */
  #state: RunState | null = null;
  #flushedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #logged = 0;

  readonly #port: ViewPort;
  readonly #source: ViewSource;
  /** Called when what the view wants to see has changed. */
  readonly #observationChanged: () => void;
  /** Called when news of the run was sent to a view that shows curves. */
  readonly #told: (told: Told) => void;

  constructor(
    port: ViewPort,
    source: ViewSource,
    observationChanged: () => void,
    told: (told: Told) => void = () => {},
  ) {
    super();
    this.#port = port;
    this.#source = source;
    this.#observationChanged = observationChanged;
    this.#told = told;
    this.#feed = new FrameFeed((message) => port.post(message));
    const { store } = source;
    this.#slices = this.#ownSlices();
    const beat = setInterval(() => this.#live && port.post({ type: 'heartbeat' }), HEARTBEAT_MILLISECONDS);
    const held: Disposable[] = [
      port.onMessage((message) => void this.#receive(message)),
      port.onDidChangeVisible(() => this.#visibilityChanged()),
      ...SLICES.map((name) => this.#slices[name].onDidChange(() => this.#mark(name))),
      ...(port.document ? [port.document.onDidChange(() => this.#documentChanged())] : []),
      store.onDidChangeCurrent(() => this.#mark('snapshot')),
      store.onDidGrow(({ run }) => port.curves && run === this.#shown.run && this.#schedule()),
      { dispose: () => clearInterval(beat) },
      { dispose: () => clearTimeout(this.#timer) },
      { dispose: () => void this.#endDrag() },
    ];
    for (const thing of held) this.register(thing);
  }

  /** What the view looks at; nothing while it is hidden. */
  get observation(): Observation {
    return this.#live && !this.#still ? this.#observation : { boundary: false, network: false };
  }

  /** What the view wants to have computed from the network; nothing while it is hidden. */
  get analyses(): readonly AnalysisId[] {
    return this.#live && !this.#still ? this.#analyses : [];
  }

  /** Says that an edit was not taken, and puts the control back to what is. */
  refuse(path: readonly (string | number)[], message: string): void {
    if (!this.#live) return;
    this.#port.post({ type: 'refused', path, message });
    this.#mark('experiment');
  }

  /** Sends a message where the view is on the screen and shows charts of the run on the screen; false where not. */
  postToCharts(message: ToView): boolean {
    if (!this.#live || !this.#port.curves || this.#still) return false;
    // What the message is about has to be there before it: a view that has just said `ready` knows of no run yet.
    if (this.#timer !== undefined) this.#flushNow();
    this.#port.post(message);
    return true;
  }

  get #still(): StillDocument | null {
    return this.#port.document?.still ?? null;
  }

  /** What the view shows: the set-up and the run on the screen, or in another file's editor that file's own. */
  get #shown(): StillDocument {
    return (
      this.#still ?? { experiment: this.#source.slices.experiment.get(), run: this.#source.store.current }
    );
  }

  /** The slices as this view shows them: a file's own editor has that file's, and only curves are compared. */
  #ownSlices(): Slices {
    const port = this.#port;
    const { slices, store } = this.#source;
    const { document = null } = port;
    const none = { get: () => [], onDidChange: () => ({ dispose: () => {} }) };
    const never = { get: () => null, onDidChange: () => ({ dispose: () => {} }) };
    return {
      ...slices,
      experiment: { ...slices.experiment, get: () => this.#shown.experiment },
      run: {
        get: () => this.#shown.run?.state() ?? null,
        onDidChange: (listener) => store.onDidChangeRun((run) => run === this.#shown.run && listener(run)),
      },
      document: document ? { get: () => document.state, onDidChange: document.onDidChange } : slices.document,
      compared: port.curves ? slices.compared : none,
      gap: port.curves ? { ...slices.gap, get: () => (this.#still ? null : slices.gap.get()) } : never,
    };
  }

  #documentChanged(): void {
    for (const what of ['experiment', 'gap'] as const) this.#mark(what);
    this.#observationChanged();
  }

  get #live(): boolean {
    return this.#ready && this.#port.visible && !this.disposed;
  }

  async #receive(received: unknown): Promise<void> {
    const parsed = v.safeParse(fromViewSchema, received);
    if (!parsed.success) {
      this.#complain(v.summarize(parsed.issues));
      return;
    }
    try {
      await this.#handle(parsed.output);
    } catch (error) {
      this.#source.log.error(`${this.#port.name}, ${parsed.output.type}: ${(error as Error).stack ?? error}`);
    }
  }

  #complain(why: string): void {
    this.#logged += 1;
    if (this.#logged > MOST_LOGGED) return;
    this.#source.log.warn(`A malformed message from the ${this.#port.name} was ignored. ${why}`);
  }

  async #handle(message: FromView): Promise<void> {
    switch (message.type) {
      case 'ready':
        await this.#source.opened;
        this.#ready = true;
        this.#mark('snapshot');
        this.#observationChanged();
        return;
      case 'ack':
        this.#feed.acknowledge(message.seq);
        this.#schedule();
        return;
      case 'observe':
        this.#observation = message.observe;
        this.#observationChanged();
        return;
      case 'analyse':
        this.#analyses = message.analyses;
        this.#observationChanged();
        return;
      case 'error':
        this.#source.log.error(`In the ${this.#port.name}: ${message.message}`);
        return;
      case 'document':
        this.#port.document?.act(message.action);
        return;
      case 'drag':
        this.#dragging = message.active;
        await this.#request(message);
        return;
      default:
        await this.#request(message);
    }
  }

  /** What is asked for in another file's editor is meant for that file: it takes the set-up first. */
  async #request(message: ViewRequest): Promise<void> {
    if (this.#still && !HARMLESS.has(message.type)) this.#port.document?.act('show');
    else await this.#source.handle(message, this);
  }

  /** Whoever drags in a view that goes away never lets go there. */
  async #endDrag(): Promise<void> {
    if (this.#dragging) await this.#handle({ type: 'drag', active: false });
  }

  #visibilityChanged(): void {
    if (this.#port.visible) this.#mark('snapshot');
    else {
      this.#feed.begin(null);
      void this.#endDrag();
    }
    this.#observationChanged();
  }

  #mark(what: Stale): void {
    if (!this.#live) return;
    this.#stale.add(what);
    this.#schedule();
  }

  #schedule(): void {
    if (!this.#live || this.#timer !== undefined) return;
    const interval = 1_000 / this.#source.slices.preferences.get().framesPerSecond;
    const delay = Math.max(0, this.#flushedAt + interval - Date.now());
    this.#timer = setTimeout(() => this.#flushNow(), delay);
  }

  #flushNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushedAt = Date.now();
    if (!this.#live) return;
    this.#flush();
    const { run } = this.#feed;
    if (run !== null && !this.#still)
      this.#told({
        run,
        members: this.#state?.members ?? [],
        progressOf: (key) => this.#feed.progressOf(key),
      });
  }

  #flush(): void {
    if (this.#stale.has('snapshot') || this.#run !== this.#shown.run || this.#feed.isBroken) {
      this.#sendSnapshot();
      return;
    }
    this.#sendState();
    this.#feed.send();
  }

  #sendState(): void {
    // A run's state is of the moment that its curves are of.
    const due = SLICES.filter((name) => this.#stale.has(name) && !(name === 'run' && this.#feed.isBlocked));
    if (due.length === 0) return;
    for (const name of due) this.#stale.delete(name);
    const state = this.#read(due);
    this.#state = state.run ?? this.#state;
    this.#port.post({ type: 'state', state });
  }

  #read(names: readonly (keyof ViewState)[]): Partial<ViewState> {
    return Object.fromEntries(names.map((name) => [name, this.#slices[name].get()]));
  }

  #sendSnapshot(): void {
    const { run } = this.#shown;
    const shown = this.#port.curves ? run : null;
    this.#stale.clear();
    const state = this.#read(SLICES) as ViewState;
    this.#run = run;
    this.#state = state.run;
    this.#feed.begin(shown);
    this.#port.post({
      type: 'snapshot',
      ...state,
      series: shown?.series() ?? [],
      boundaries: shown?.boundaries() ?? {},
      network: shown?.network() ?? null,
      analyses: shown?.analyses() ?? [],
    });
  }
}
