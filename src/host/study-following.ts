import { reasonOf } from './log';
import type { StudyStore } from './store/study-store';
import type { StudyRunner } from './study-runner';

/** How often it is looked at how far another window is. */
const LOOK_MILLISECONDS = 2_000;

interface Parts {
  readonly studies: StudyRunner;
  readonly studyStore: StudyStore | null;
  readonly log: { warn(message: string): void };
}

/** Puts the study on the screen that was there before a reload, and follows one there that another window runs. */
export async function openStudies(
  { studies, studyStore, log }: Parts,
  id: string | undefined,
): Promise<void> {
  if (!studyStore) return;
  await studyStore.open();
  const load = async (wanted: string) => {
    try {
      const study = await studyStore.load(wanted);
      // A person has opened or started another meanwhile.
      if (studies.study === null || studies.study.id === wanted) studies.show(study);
    } catch (error) {
      log.warn(`Study ${wanted}: ${reasonOf(error)}`);
    }
  };
  if (id !== undefined && studyStore.summaries.some((one) => one.id === id)) await load(id);
  let isLooking = false;
  studyStore.onDidChange(() => {
    const { study } = studies;
    if (study?.status !== 'elsewhere' || isLooking) return;
    isLooking = true;
    const look = () => load(study.id).finally(() => (isLooking = false));
    setTimeout(look, LOOK_MILLISECONDS).unref();
  });
}
