import type { Train } from '../../study/training';
import type { Io } from '../io';
import { programOf } from './answers';
import { Broker } from './bull';
import { Fleet } from './fleet';
import { FleetView } from './fleet-view';

/** The machines of a queue, for one study. */
export interface StudyFleet {
  readonly train: Train;
  /** @param isOver the study has come to its end */
  leave(isOver: boolean): Promise<void>;
}

export interface StudyFleetOptions {
  readonly address: string;
  /** Trains here. */
  readonly here: Train;
  readonly io: Io;
  readonly isJson: boolean;
  /** The share of trainings that are also run here, 0..1. */
  readonly checked: number;
  /** Trainings that the study has at the most. */
  readonly total: number;
  /** The study cannot go on. */
  spoilt(reason: string): void;
}

export async function joinFleet(options: StudyFleetOptions): Promise<StudyFleet> {
  const { here, io, checked, isJson, total } = options;
  const broker = new Broker(options.address, io.assets);
  try {
    const program = await programOf(here);
    const fleet = await Fleet.join(broker, { program, here, checked });
    const view = new FleetView(fleet, { io, isJson, total, place: broker.place });
    fleet.on('spoilt', (machine) =>
      options.spoilt(`${machine} has computed otherwise before it was found out: begin a new journal`),
    );
    return {
      train: fleet.train,
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
