import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';

/**
 * Names this process so that another one on the same machine can tell whether it is dead. Boot and pid namespace are
 * part of it: two containers may share a host name and both be pid 1, and taking over a living one would send twice.
 */
const findMachine = (): string | null => {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const namespace = readlinkSync('/proc/self/ns/pid');
    return `${hostname()}|${boot}|${namespace}`;
  } catch {
    // Not Linux: nobody can be proved dead, and a lease is waited out.
    return null;
  }
};

const SEPARATOR = '#';
const LIVING = Symbol.for('strapi-plugin-whatsapp.engine-holders');

/** Holders alive in this very process: two Strapi instances may share one pid (tests do). */
const livingHolders = (): Set<string> => {
  const scope = globalThis as { [LIVING]?: Set<string> };
  scope[LIVING] ??= new Set();
  return scope[LIVING];
};

export const createHolder = (): { holder: string; release(): void } => {
  const holder = [findMachine() ?? hostname(), process.pid, randomUUID()].join(SEPARATOR);
  livingHolders().add(holder);
  return { holder, release: () => void livingHolders().delete(holder) };
};

/** True only where the holder cannot be alive. */
export const isCertainlyDead = (holder: string): boolean => {
  const machine = findMachine();
  const [itsMachine, itsPid] = holder.split(SEPARATOR);
  const pid = Number(itsPid);
  if (machine === null || itsMachine !== machine || !Number.isInteger(pid) || pid <= 0) return false;
  if (pid === process.pid) return !livingHolders().has(holder);
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // EPERM: alive, and someone else's.
    return (error as { code?: string }).code === 'ESRCH';
  }
};
