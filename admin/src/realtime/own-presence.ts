import * as React from 'react';
import { PRESENCES } from '../../../plugin/contracts/realtime';
import type { Presence } from '../../../plugin/contracts/realtime';

const KEY = 'whatsapp.presence';
/** Nobody has touched anything for this long. */
const IDLE_MS = 5 * 60_000;
const LOOK_MS = 15_000;
const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** What was chosen by hand stays, in every tab; `online` chooses nothing. */
const readChosen = (): Presence | null => {
  try {
    return PRESENCES.find((one) => one !== 'online' && one === window.localStorage.getItem(KEY)) ?? null;
  } catch {
    return null;
  }
};

const writeChosen = (presence: Presence): void => {
  try {
    if (presence === 'online') window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, presence);
  } catch {
    // A browser that keeps nothing: it counts until the tab is closed.
  }
};

/** Online while somebody is at it, away by itself after five minutes; what is chosen by hand stays. */
export const useOwnPresence = (): [Presence, (presence: Presence) => void] => {
  const [chosen, setChosen] = React.useState<Presence | null>(readChosen);
  const [isIdle, setIdle] = React.useState(false);

  React.useEffect(() => {
    let touchedAt = performance.now();
    const touch = () => {
      touchedAt = performance.now();
      setIdle(false);
    };
    const look = setInterval(() => setIdle(performance.now() - touchedAt >= IDLE_MS), LOOK_MS);
    for (const name of INPUTS) window.addEventListener(name, touch, { passive: true, capture: true });
    const follow = (event: StorageEvent) => (event.key === KEY || event.key === null) && setChosen(readChosen());
    window.addEventListener('storage', follow);
    return () => {
      clearInterval(look);
      for (const name of INPUTS) window.removeEventListener(name, touch, { capture: true });
      window.removeEventListener('storage', follow);
    };
  }, []);

  const set = React.useCallback((presence: Presence) => {
    writeChosen(presence);
    setChosen(presence === 'online' ? null : presence);
    setIdle(false);
  }, []);

  return [chosen ?? (isIdle ? 'away' : 'online'), set];
};
