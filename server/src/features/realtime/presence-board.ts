import type { Presence } from '../../../../plugin/contracts/realtime';

/** Who is there, by all the tabs of each: online where one is, away only where none is. */
export const createPresenceBoard = () => {
  const tabs = new Map<number, { name: string; tabs: Map<string, Presence> }>();

  const of = (user: number): Presence => {
    const said = [...(tabs.get(user)?.tabs.values() ?? [])];
    return said.includes('online') ? 'online' : said.includes('away') ? 'away' : 'offline';
  };

  /** Null where nothing is different for others. */
  const moved = (user: number, change: () => void): Presence | null => {
    const former = of(user);
    change();
    const current = of(user);
    return current === former ? null : current;
  };

  return {
    of,
    say: (user: number, name: string, tab: string, presence: Presence): Presence | null =>
      moved(user, () => {
        const own = tabs.get(user) ?? { name, tabs: new Map<string, Presence>() };
        tabs.set(user, { name, tabs: own.tabs.set(tab, presence) });
      }),
    leave: (user: number, tab: string): Presence | null =>
      moved(user, () => {
        const own = tabs.get(user);
        own?.tabs.delete(tab);
        if (own?.tabs.size === 0) tabs.delete(user);
      }),
    /** Everybody who is not offline. */
    all: (): { user: number; name: string; presence: Presence }[] =>
      [...tabs].map(([user, { name }]) => ({ user, name, presence: of(user) })).filter(({ presence }) => presence !== 'offline'),
  };
};
