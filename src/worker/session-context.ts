import type { Crew } from '../core/crew';
import type { Dataset } from '../core/dataset';
import type { TrainerSpec } from '../core/spec';
import type { Sparing } from '../core/trainer-options';
import type { Trainer, Variant } from '../core/trainer-types';
import type { DataSpec } from '../experiment/schema';
import type { Clock } from './clock';
import type { MemoryPart, ThreadMemory } from './memory';
import type { FromThread } from './pooled-job';

/** Reserves memory for a part before allocation; throws if there is not enough, or if the job is over. */
export type Hold = (part: MemoryPart, bytes: number) => void;

/** Dependencies of a session on its thread. */
export interface SessionContext extends Clock {
  post(message: FromThread, transfer?: ArrayBuffer[]): void;
  load(
    data: DataSpec,
    seed: number,
    folder: string | null,
    onProgress: (fraction: number) => void,
    runSeed: number,
    hold: Hold,
  ): Promise<Dataset>;
  createTrainer(options: {
    spec: TrainerSpec;
    data: Dataset;
    seed: number;
    variant: Variant;
    crew?: Crew | undefined;
    sparing?: Sparing | undefined;
    claim?: ((bytes: number) => void) | undefined;
  }): Trainer;
  /** Memory accounting; undefined for none. */
  readonly memory?: Pick<ThreadMemory, 'hold' | 'release'> | undefined;
  /** Helper threads for the trainer (not for analyses). */
  readonly crew?: Crew & { allow(threads: number): void };
}
