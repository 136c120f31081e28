import type { Train } from '../../study/training';
import type { Io } from '../io';
import { programOf } from './answers';
import { Broker } from './bull';
import { Fleet } from './fleet';
import { FleetView } from './fleet-view';
import { type QueueFlags, queueAddress } from './password';

/** The machines of a queue, for one study. */
export interface StudyFleet {
  readonly train: Train;
  places(): number;
  /** @param isOver the study has come to its end */
  leave(isOver: boolean): Promise<void>;
}

export interface StudyFleetOptions {
  readonly flags: QueueFlags;
  /** Trains here. */
  readonly here: Train;
  readonly io: Io;
  readonly isJson: boolean;
  /** The share of trainings that are also run here, 0..1. */
  readonly checked: number;
  /** Trainings that the study has at the most. */
  readonly total: number;
  /** The study cannot go on. @param isLost nor can its journal */
  ended(reason: string, isLost: boolean): void;
}

export async function joinFleet(options: StudyFleetOptions): Promise<StudyFleet> {
  const { here, io, checked, isJson, total } = options;
  const broker = new Broker((await queueAddress(options.flags, io))!, io.assets);
  try {
    const program = await programOf(here);
    const fleet = await Fleet.join(broker, { program, here, checked });
    const view = new FleetView(fleet, { io, isJson, total, place: broker.place });
    fleet.on('spoilt', (machine) =>
      options.ended(`${machine} has computed otherwise before it was found out: begin a new journal`, true),
    );
    fleet.on('deserted', (reasons) => options.ended(desertedWords(reasons), false));
    return {
      ...{ train: fleet.train, places: fleet.places },
      async leave(isOver) {
        view.end();
        await fleet.leave(isOver);
        await broker.close();
      },
    };
  } catch (error) {
    await broker.close();
    throw error;
  }
}

function desertedWords(reasons: ReadonlyMap<string, string>): string {
  const all = [...reasons].slice(0, 3).map(([name, reason]) => `${name}: ${reason.replace(/\.$/, '')}`);
  const more = reasons.size > all.length ? '; …' : '';
  return `none of the machines that have joined (${reasons.size}) trains this study: ${all.join('; ')}${more}`;
}
