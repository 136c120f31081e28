/** Tells when a person begins to drag a slider of this page, and when it is let go, by whatever way. */
export function watchDrags(tell: (active: boolean) => void): void {
  let active = false;
  const set = (now: boolean) => {
    if (now === active) return;
    active = now;
    tell(now);
  };
  const begin = (event: PointerEvent) => {
    const [target] = event.composedPath();
    if (target instanceof HTMLInputElement && target.type === 'range') set(true);
  };
  window.addEventListener('pointerdown', begin);
  for (const end of ['pointerup', 'pointercancel', 'blur']) window.addEventListener(end, () => set(false));
}
