import type { ChatEntry } from './ledger';

/** A person as one business number knows them: their chat is this record. */
export interface Customer {
  id: string;
  account: string;
  /** What WhatsApp calls the number; absent for people known by a business-scoped id alone. */
  waId: string | null;
  userId: string | null;
  parentUserId: string | null;
  username: string | null;
  name: string;
  /** Epoch milliseconds until which free-form messages arrive; moved by the customer's messages only. */
  windowUntil: number;
  stoppedMarketing: boolean;
  undeliverable: boolean;
  messages: ChatEntry[];
  unread: number;
  lastAt: number;
  /** How many phone pages show this chat right now. */
  watchers: number;
}

export interface SeedCustomer {
  /** Key of the account; default: every account. */
  account?: string;
  phone?: string;
  userId?: string;
  username?: string;
  name?: string;
  /** Starts with an open 24-hour window. */
  windowOpen?: boolean;
  stoppedMarketing?: boolean;
  /** Sends to them fail with 131026. */
  undeliverable?: boolean;
}

export const DAY_MS = 24 * 60 * 60_000;

/**
 * The wa_id Meta answers for a number it was given. Some numbers kept the form they were registered
 * with: Brazil without the ninth digit, Mexico with 1, Argentina with 9. Which ones can't be
 * seen from the number; here Brazilian and Mexican numbers with an odd last digit are the old ones.
 * Source: facts 2.10 (2026-11).
 */
export function waIdOf(digits: string): string {
  if (digits[0] !== '5') return digits;
  const isOld = Number(digits.at(-1)) % 2 === 1;
  if (isOld && /^55\d{2}9\d{8}$/.test(digits)) return digits.slice(0, 4) + digits.slice(5);
  if (isOld && /^52\d{10}$/.test(digits)) return `521${digits.slice(2)}`;
  if (/^54\d{10}$/.test(digits)) return `549${digits.slice(2)}`;
  return digits;
}

/** One key for all forms of a number, so that 55119… and 5511… are one chat. */
export function phoneKey(digits: string): string {
  if (digits[0] !== '5') return digits;
  if (/^55\d{2}9\d{8}$/.test(digits)) return digits.slice(0, 4) + digits.slice(5);
  if (/^521\d{10}$/.test(digits)) return `52${digits.slice(3)}`;
  if (/^549\d{10}$/.test(digits)) return `54${digits.slice(3)}`;
  return digits;
}

export const BUSINESS_SCOPED_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

export interface CustomerBook {
  /** The customer with this phone, made on first sight. */
  byPhone(account: string, digits: string): Customer;
  byUserId(account: string, userId: string): Customer;
  findByPhone(account: string, digits: string): Customer | null;
  findByUserId(account: string, userId: string): Customer | null;
  findById(id: string): Customer | null;
  ofAccount(account: string): Iterable<Customer>;
  link(customer: Customer, identity: { waId?: string; userId?: string }): void;
  /** Stands for people a message can never reach; in no list. */
  nobody(account: string): Customer;
  seed(account: string, seed: SeedCustomer): Customer;
  reset(account: string | null): void;
}

export function createCustomerBook(): CustomerBook {
  interface Shelf { byPhone: Map<string, Customer>; byUserId: Map<string, Customer>; all: Map<string, Customer> }
  const shelves = new Map<string, Shelf>();
  const byId = new Map<string, Customer>();
  let nextId = 1;
  const shelfOf = (account: string): Shelf => {
    let shelf = shelves.get(account);
    if (!shelf) {
      shelf = { byPhone: new Map(), byUserId: new Map(), all: new Map() };
      shelves.set(account, shelf);
    }
    return shelf;
  };
  const blank = (account: string, waId: string | null, userId: string | null): Customer => ({
    id: `c${nextId++}`, account, waId, userId, parentUserId: null, username: null,
    name: waId ? `+${waId}` : (userId ?? '?'), windowUntil: 0, stoppedMarketing: false, undeliverable: false,
    messages: [], unread: 0, lastAt: 0, watchers: 0,
  });
  const make = (account: string, waId: string | null, userId: string | null): Customer => {
    const customer = blank(account, waId, userId);
    const shelf = shelfOf(account);
    shelf.all.set(customer.id, customer);
    byId.set(customer.id, customer);
    if (waId) shelf.byPhone.set(phoneKey(waId), customer);
    if (userId) shelf.byUserId.set(userId, customer);
    return customer;
  };
  const book: CustomerBook = {
    byPhone: (account, digits) => shelfOf(account).byPhone.get(phoneKey(digits)) ?? make(account, waIdOf(digits), null),
    byUserId: (account, userId) => shelfOf(account).byUserId.get(userId) ?? make(account, null, userId),
    findByPhone: (account, digits) => shelfOf(account).byPhone.get(phoneKey(digits)) ?? null,
    findByUserId: (account, userId) => shelfOf(account).byUserId.get(userId) ?? null,
    findById: (id) => byId.get(id) ?? null,
    ofAccount: (account) => shelfOf(account).all.values(),
    link(customer, { waId, userId }) {
      const shelf = shelfOf(customer.account);
      if (waId) {
        customer.waId = waId;
        if (!shelf.byPhone.has(phoneKey(waId))) shelf.byPhone.set(phoneKey(waId), customer);
      }
      if (userId) {
        customer.userId = userId;
        shelf.byUserId.set(userId, customer);
      }
    },
    nobody: (account) => blank(account, null, null),
    seed(account, seed) {
      const digits = seed.phone?.replace(/\D/g, '');
      if (!digits && !seed.userId) throw new Error('a customer needs phone or userId');
      const customer = digits ? book.byPhone(account, digits) : book.byUserId(account, seed.userId!);
      if (seed.userId) book.link(customer, { userId: seed.userId });
      if (seed.name !== undefined) customer.name = seed.name;
      if (seed.username !== undefined) customer.username = seed.username;
      if (seed.windowOpen !== undefined) customer.windowUntil = seed.windowOpen ? Date.now() + DAY_MS : 0;
      if (seed.stoppedMarketing !== undefined) customer.stoppedMarketing = seed.stoppedMarketing;
      if (seed.undeliverable !== undefined) customer.undeliverable = seed.undeliverable;
      return customer;
    },
    reset(account) {
      for (const key of account === null ? [...shelves.keys()] : [account]) {
        for (const id of shelfOf(key).all.keys()) byId.delete(id);
        shelves.delete(key);
      }
    },
  };
  return book;
}
