const KEY = 'whatsapp.tone';
/** Several tabs hear of one message: one of them plays. */
const ONCE_MS = 2_000;

const isFirst = (): boolean => {
  try {
    const at = Date.now();
    if (at - Number(window.localStorage.getItem(KEY) ?? 0) < ONCE_MS) return false;
    window.localStorage.setItem(KEY, String(at));
  } catch {
    // A browser that keeps nothing: each tab plays.
  }
  return true;
};

/** Two short notes, made here: nothing is loaded. Silent where the browser has not been touched yet. */
export const playTone = (): void => {
  if (!('AudioContext' in window) || !isFirst()) return;
  const context = new AudioContext();
  const close = () => void context.close().catch(() => undefined);
  void context.resume().catch(close);
  const volume = context.createGain();
  volume.connect(context.destination);
  volume.gain.setValueAtTime(0.0001, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.12, context.currentTime + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + 0.35);
  const voice = context.createOscillator();
  voice.type = 'sine';
  voice.frequency.setValueAtTime(660, context.currentTime);
  voice.frequency.setValueAtTime(880, context.currentTime + 0.12);
  voice.connect(volume);
  voice.onended = close;
  voice.start();
  voice.stop(context.currentTime + 0.36);
};
