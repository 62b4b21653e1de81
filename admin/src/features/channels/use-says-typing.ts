import * as React from 'react';
import { useTyping } from '../../realtime/realtime';

const IDLE_MS = 4_000;

/** Says that somebody writes while they do, and that they stopped a moment after the last key. */
export const useSaysTyping = (channel: string): { typed(): void; stopped(): void } => {
  const say = useTyping(channel);
  const timer = React.useRef<ReturnType<typeof setTimeout>>();
  const says = React.useRef(say);
  React.useEffect(() => {
    says.current = say;
  });
  const on = React.useRef(false);
  const stopped = React.useCallback(() => {
    clearTimeout(timer.current);
    if (on.current) says.current(false);
    on.current = false;
  }, []);
  const typed = React.useCallback(() => {
    if (!on.current) says.current(true);
    on.current = true;
    clearTimeout(timer.current);
    timer.current = setTimeout(stopped, IDLE_MS);
  }, [stopped]);
  React.useEffect(() => stopped, [stopped]);
  return { typed, stopped };
};
