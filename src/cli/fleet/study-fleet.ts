import type { Train } from '../../study/training';
import type { Io } from '../io';
import { programOf } from './answers';
import { Broker } from './bull';
import { Fleet } from './fleet';

/** The machines of a queue, for one study. */
export interface StudyFleet {
  readonly train: Train;
  /** @param isOver the study has come to its end */
  leave(isOver: boolean): Promise<void>;
}

/** @param train trains here */
export async function joinFleet(
  address: string,
  train: Train,
  io: Io,
  _isJson: boolean,
): Promise<StudyFleet> {
  const broker = new Broker(address, io.assets);
  try {
    const fleet = await Fleet.join(broker, await programOf(train));
    const refused = new Map<string, string>();
    fleet.on('refused', (machine, reason) => {
      if (refused.get(machine) === reason) return;
      refused.set(machine, reason);
      io.stderr.write(`${machine} does not train: ${reason}\n`);
    });
    return {
      train: fleet.train,
      async leave(isOver) {
        await fleet.leave(isOver);
        await broker.close();
      },
    };
  } catch (error) {
    await broker.close();
    throw error;
  }
}
