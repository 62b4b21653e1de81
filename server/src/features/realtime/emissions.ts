import type { Core } from '@strapi/types';
import type { MessageRow } from '../../platform/records';
import { getService } from '../../platform/services';
import { factsOf, isSeenAlike } from './audience';
import type { ChannelFacts, Emission, FactsMemory } from './audience';
import type { Gathered } from './gathered';

/** What changes who may see a conversation. */
const MOVES_SIGHT: ReadonlySet<string> = new Set(['assigned', 'agents']);

/** Conversations as they are now; who is not in it is deleted. */
export const readFacts = async (strapi: Core.Strapi, ids: number[]): Promise<Map<number, ChannelFacts>> => {
  if (ids.length === 0) return new Map();
  const channels = getService(strapi, 'channels');
  const [rows, agents] = [await channels.findByIds(ids), await channels.agentsOf(ids)];
  return new Map(rows.map((row) => [row.id, factsOf(row, agents.get(row.id))]));
};

/** The message a reaction is on. */
const targetsOf = async (strapi: Core.Strapi, reactions: MessageRow[]): Promise<MessageRow[]> => {
  const messages = getService(strapi, 'messages');
  const found = await messages.findByIds(reactions.flatMap(({ replyTo }) => replyTo ?? []));
  const unlinked = reactions.filter(({ replyTo }) => replyTo === null);
  for (const account of new Set(unlinked.map((row) => row.account))) {
    const ids = unlinked.flatMap((row) => (row.account === account ? (row.replyToProviderMessageId ?? []) : []));
    found.push(...(await messages.findByProviderIds(account, ids)));
  }
  return found;
};

/** From what was gathered, what is to be told: few reads, however much it is. In an order a screen can follow. */
export const readEmissions = async (strapi: Core.Strapi, gathered: Gathered, memory: FactsMemory): Promise<Emission[]> => {
  const [channels, messages] = [getService(strapi, 'channels'), getService(strapi, 'messages')];
  const asked = await messages.findByIds([...new Set([...gathered.added, ...gathered.changed])]);
  const targets = await targetsOf(strapi, asked.filter(({ type }) => type === 'reaction'));
  const drawn = new Map([...asked.filter(({ type }) => type !== 'reaction'), ...targets].map((row) => [row.documentId, row]));

  const renamed = gathered.contacts.size === 0 ? [] : await channels.findByContacts([...gathered.contacts]);
  const redrawn = new Set([...gathered.channels, ...renamed.map(({ id }) => id)]);
  const ids = [...new Set([...redrawn, ...[...drawn.values()].flatMap(({ channel }) => channel ?? []), ...gathered.notes.map(({ channel }) => channel)])];
  const [rows, agents] = [await channels.findByIds(ids), await channels.agentsOf(ids)];
  const facts = new Map(rows.map((row) => [row.id, factsOf(row, agents.get(row.id))]));
  const emissions: Emission[] = [];

  const moved = new Set(gathered.notes.flatMap(({ channel, kind }) => (MOVES_SIGHT.has(kind) ? [channel] : [])));
  for (const current of facts.values()) {
    const former = memory.get(current.id);
    const hasMoved = former !== null && !isSeenAlike(former, current);
    // Remembered as it is now: an earlier event was read after the change it did not speak of. Who saw it before that, nobody knows.
    if (hasMoved || moved.has(current.id)) emissions.push({ name: 'channel.gone', body: { id: current.documentId }, channel: current, former: hasMoved ? former : null });
    memory.keep(current);
  }
  for (const id of gathered.gone) {
    const former = memory.find(id);
    emissions.push({ name: 'channel.gone', body: { id }, channel: null, former });
    if (former) memory.drop(former.id);
  }

  const notes = gathered.notes.filter(({ channel }) => facts.has(channel));
  const noted = new Map(notes.map((note) => [note.documentId, facts.get(note.channel)]));
  for (const event of notes.length > 0 ? await channels.presentEvents(notes) : []) {
    const channel = noted.get(event.id);
    if (channel) emissions.push({ name: 'event.added', body: { channel: channel.documentId, event }, channel });
  }

  const views = drawn.size > 0 ? await messages.presentThread([...drawn.values()].sort((one, other) => one.id - other.id)) : [];
  const isAdded = (id: string): boolean => gathered.added.has(drawn.get(id)?.id ?? 0);
  for (const message of [...views.filter(({ id }) => isAdded(id)), ...views.filter(({ id }) => !isAdded(id))]) {
    const channel = facts.get(drawn.get(message.id)?.channel ?? 0);
    if (channel) emissions.push({ name: isAdded(message.id) ? 'message.added' : 'message.changed', body: { channel: channel.documentId, message }, channel });
  }

  const shown = rows.filter(({ id }) => redrawn.has(id));
  const byDocumentId = new Map(shown.map((row) => [row.documentId, facts.get(row.id) ?? factsOf(row)]));
  for (const view of shown.length > 0 ? await channels.present(shown) : []) {
    const channel = byDocumentId.get(view.id);
    if (channel) emissions.push({ name: 'channel.changed', body: { channel: view }, channel });
  }
  return emissions;
};
