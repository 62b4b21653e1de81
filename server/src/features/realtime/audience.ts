import type { ServerEvents } from '../../../../plugin/contracts/realtime';
import type { ChannelRow } from '../../platform/records';
import type { ChannelSight } from '../../platform/services';
import { seesChannel, seesMessage } from '../../platform/sight';

/** What decides who may see a conversation. */
export type ChannelFacts = Pick<ChannelRow, 'id' | 'documentId' | 'account' | 'company' | 'assignee'> & { agents: readonly number[] };

export const factsOf = ({ id, documentId, account, company, assignee }: ChannelRow, agents: readonly number[] = []): ChannelFacts => ({ id, documentId, account, company, assignee, agents });

export const sees = (sight: ChannelSight, facts: ChannelFacts): boolean => seesChannel(sight, facts, facts.agents);

export const isSeenAlike = (one: ChannelFacts, other: ChannelFacts): boolean =>
  one.account === other.account && one.company === other.company && one.assignee === other.assignee && one.agents.length === other.agents.length && one.agents.every((user) => other.agents.includes(user));

/** Events that have a place in the order. */
export type NumberedName = 'channel.changed' | 'channel.gone' | 'message.added' | 'message.changed' | 'event.added';

/** Something to be told, with whom it concerns; `channel` null: its row is deleted. */
export type Emission = {
  [Name in NumberedName]: {
    name: Name;
    body: Omit<ServerEvents[Name], 'seq'>;
    channel: ChannelFacts | null;
    /** Of `channel.gone`: as it was seen before; null where nobody remembers. */
    former?: ChannelFacts | null;
  };
}[NumberedName];

/**
 * Whether somebody may hear of it. `current` is the conversation as it is now, which for a tab that comes back is not as
 * it was when this was told to the others.
 */
export const mayHear = (sight: ChannelSight, emission: Emission, current: ChannelFacts | null): boolean => {
  if (emission.name !== 'channel.gone') return current !== null && sees(sight, current);
  if (sight.reach === 'none' || (current !== null && sees(sight, current))) return false;
  if (emission.former) return sees(sight, emission.former);
  // Nobody remembers who saw it: whoever could have seen it under another assignee. All it tells is an id that opens nothing.
  return current === null || seesMessage(sight, current);
};

/** Conversations as they were last told of, the least lately used forgotten first. */
export const createFactsMemory = (size: number) => {
  const kept = new Map<number, ChannelFacts>();
  return {
    get: (id: number): ChannelFacts | null => kept.get(id) ?? null,
    find: (documentId: string): ChannelFacts | null => [...kept.values()].find((facts) => facts.documentId === documentId) ?? null,
    keep(facts: ChannelFacts): void {
      kept.delete(facts.id);
      kept.set(facts.id, facts);
      if (kept.size > size) for (const id of kept.keys()) return void kept.delete(id);
    },
    drop: (id: number): void => void kept.delete(id),
    clear: (): void => kept.clear(),
  };
};

export type FactsMemory = ReturnType<typeof createFactsMemory>;
