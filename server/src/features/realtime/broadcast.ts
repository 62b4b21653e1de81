import { AsyncResource } from 'node:async_hooks';
import type { Core } from '@strapi/types';
import { failureText } from '../../platform/failure-text';
import { mayHear, sees } from './audience';
import type { Emission, FactsMemory } from './audience';
import { readEmissions, readFacts } from './emissions';
import { createGathering } from './gathered';
import type { Gathered } from './gathered';
import type { LiveSocket, LiveSockets } from './live-sockets';
import type { Ring } from './ring';
import type { LiveServer } from './socket-server';

const GATHER_MS = 20;
/** More than this at once is a campaign or an import: reading anew is cheaper than being told each thing. */
const MOST_GATHERED = 2_000;
const COUNTS_MS = 250;
const RETRY_MS = 1_000;

interface Parts {
  io: LiveServer;
  live: LiveSockets;
  ring: Ring<Emission>;
  memory: FactsMemory;
  /** These can no longer see what they may have open. */
  onUnseen(sockets: LiveSocket[]): void;
}

/**
 * What happens, told to whoever may see it.
 *
 * Who hears an event is asked of each connected person's sight, not of rooms named after rules ("unassigned of account
 * 7"): the rules cross accounts, companies, assignee and those taking part, a room for each crossing would have to be
 * left and entered with every assignment, and one that is left late tells a stranger. There are hundreds of sockets at
 * most, the check is pure, and it is the very function the services use. Real rooms are only what is one person's or one
 * conversation's (see client-events). Several processes will each get the emission (`serverSideEmit` of the adapter) and
 * ask their own sockets; each numbers its own, since places are valid with the process that gave them.
 */
export const createBroadcast = (strapi: Core.Strapi, { io, live, ring, memory, onUnseen }: Parts) => {
  const gathering = createGathering(MOST_GATHERED);
  // See live-sockets: nothing here may run in the transaction that an event came from.
  const outside = new AsyncResource('whatsapp.realtime');
  const countsFor = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let countsTimer: NodeJS.Timeout | null = null;
  let telling: Promise<void> | null = null;

  /** Encoded once for all of them. Nobody in the list: socket.io would take that for everybody. */
  const tell = (ids: string[], name: Emission['name'], event: object): void => {
    if (ids.length > 0) (io.local.to(ids).emit as (name: string, event: object) => boolean)(name, event);
  };

  const tellCounts = (): void => {
    countsTimer = null;
    const ids = [...countsFor].filter((id) => live.get(id)?.ready);
    countsFor.clear();
    if (ids.length > 0) io.local.to(ids).emit('counts.changed', {});
  };

  const deliver = (emission: Emission): void => {
    const seq = ring.add(emission);
    const ids = live.hearers((sight) => mayHear(sight, emission, emission.channel));
    tell(ids, emission.name, { ...emission.body, seq });
    if (emission.name === 'channel.gone') onUnseen(ids.flatMap((id) => live.get(id) ?? []));
    if (emission.name === 'message.changed' || emission.name === 'event.added') return;
    for (const id of ids) countsFor.add(id);
    if (ids.length > 0) countsTimer ??= setTimeout(tellCounts, COUNTS_MS).unref();
  };

  const resync = (sockets: LiveSocket[]): void => {
    for (const { client } of sockets) client.emit('resync', {});
  };

  const resyncAll = (): void => {
    ring.forget();
    resync(live.all().filter(({ ready }) => ready));
  };

  const tellAll = async (): Promise<void> => {
    while (!gathering.isEmpty()) {
      const gathered = gathering.take();
      if (gathered === null) resyncAll();
      else {
        const emissions = await readEmissions(strapi, gathered, memory);
        // What was withdrawn while this was read is withdrawn.
        await live.fresh();
        for (const emission of emissions) deliver(emission);
      }
    }
  };

  const plan = (ms: number): void => {
    timer ??= outside.runInAsyncScope(() =>
      setTimeout(() => {
        timer = null;
        void flush();
      }, ms).unref(),
    );
  };

  const flush = (): Promise<void> => {
    telling ??= outside
      .runInAsyncScope(tellAll)
      .catch((error: unknown) => {
        strapi.log.warn(`[whatsapp] the inbox could not be told what happened, and reads everything anew: ${failureText(error)}`);
        gathering.giveUp();
      })
      .finally(() => {
        telling = null;
        if (!gathering.isEmpty()) plan(RETRY_MS);
      });
    return telling;
  };

  /** For a tab that comes back: what it missed and may see now, or that it must read everything. Then it hears what comes. */
  const begin = async (one: LiveSocket, after: string | undefined): Promise<void> => {
    const missed = after === undefined ? [] : ring.since(after);
    const ids = [...new Set((missed ?? []).flatMap(({ one: { channel } }) => channel?.id ?? []))];
    const facts = await readFacts(strapi, ids);
    await live.fresh();
    const sight = live.sightOf(one);
    if (!live.has(one) || !sight) return;
    // From here on nothing waits, so that nothing comes between.
    const all = after === undefined ? [] : ring.isUpTo(after, live.movedAt(one.session.user)) ? null : ring.since(after);
    if (all === null) resync([one]);
    for (const { seq, one: emission } of all ?? []) {
      const id = emission.channel?.id;
      const current = id === undefined ? null : (facts.get(id) ?? (ids.includes(id) ? null : emission.channel));
      const known = id === undefined ? null : memory.get(id);
      const isSeen = emission.name === 'channel.gone' || known === null || sees(sight, known);
      if (isSeen && mayHear(sight, emission, current)) tell([one.client.id], emission.name, { ...emission.body, seq });
    }
    if (all !== null && all.length > 0) one.client.emit('counts.changed', {});
    one.ready = true;
    one.client.emit('ready', { seq: ring.newest() });
  };

  return {
    gather(put: (into: Gathered) => void): void {
      if (live.isDeserted()) {
        // Nothing is read for nobody; a tab that comes back all the same reads everything.
        ring.forget();
        memory.clear();
        return;
      }
      gathering.add(put);
      plan(GATHER_MS);
    },
    resync,
    begin,
    async stop(): Promise<void> {
      if (timer) clearTimeout(timer);
      if (countsTimer) clearTimeout(countsTimer);
      timer = null;
      await telling;
    },
  };
};
