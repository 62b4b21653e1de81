import type { ViewerView } from '../../../../plugin/contracts/realtime';

/** Nobody writes longer than this without saying so again: a tab that dies must not type for ever. */
export const TYPING_MS = 8_000;

interface Tab {
  user: number;
  name: string;
  channel: string;
  typingUntil: Date | null;
}

/** Which conversation each tab has open, and where somebody writes. */
export const createViewersBoard = () => {
  const tabs = new Map<string, Tab>();

  const isTyping = ({ typingUntil }: Tab, at: Date): boolean => typingUntil !== null && typingUntil > at;

  return {
    /** The conversations where others see a difference. Null: the tab has none open. */
    watch(tab: string, { user, name }: { user: number; name: string }, channel: string | null): string[] {
      const former = tabs.get(tab)?.channel ?? null;
      if (former === channel) return [];
      if (channel === null) tabs.delete(tab);
      else tabs.set(tab, { user, name, channel, typingUntil: null });
      return [former, channel].filter((one) => one !== null);
    },

    /** False where it changes nothing for others, or the tab has another conversation open. */
    type(tab: string, channel: string, typing: boolean, at: Date): boolean {
      const own = tabs.get(tab);
      if (!own || own.channel !== channel) return false;
      const before = isTyping(own, at);
      own.typingUntil = typing ? new Date(at.getTime() + TYPING_MS) : null;
      return before !== typing;
    },

    /** Conversations in which somebody's typing has ended by itself. */
    expire(at: Date): string[] {
      const ended = [...tabs.values()].filter((own) => own.typingUntil !== null && !isTyping(own, at));
      for (const own of ended) own.typingUntil = null;
      return [...new Set(ended.map(({ channel }) => channel))];
    },

    isAnybodyTyping: (): boolean => [...tabs.values()].some(({ typingUntil }) => typingUntil !== null),

    /** Each person once, however many tabs. */
    viewersOf(channel: string, at: Date): ViewerView[] {
      const viewers = new Map<number, ViewerView>();
      for (const own of tabs.values()) {
        if (own.channel !== channel) continue;
        viewers.set(own.user, { user: own.user, name: own.name, typing: isTyping(own, at) || (viewers.get(own.user)?.typing ?? false) });
      }
      return [...viewers.values()].sort((one, other) => one.user - other.user);
    },
  };
};
