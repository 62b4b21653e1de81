import { seedDocuments } from './demo-documents';
import { seedCustomers, seedOwnPartners } from './demo-partners';
import { seedWorld } from './demo-world';
import type { ErpStore } from './store';

const START = Date.UTC(2026, 10, 2, 8, 15, 3) * 1000;
const SECOND = 1_000_000;
const MINUTE = 60;

/** Fills an empty store with the demo companies. The same records and the same times, whenever it runs. */
export const seedDemo = (store: ErpStore): void => {
  let at = START + 217_841;
  let step = 0;
  let interval = 30 * MINUTE;
  const stamps = {
    imported: START + 3600 * SECOND + 482_193,
    next: () => {
      step += 1;
      at = Math.max(at, stamps.imported) + interval * SECOND + ((step * 137_911) % SECOND);
      return at;
    },
    sameSecond: () => {
      step += 1;
      at += 21_407;
      return at;
    },
  };
  store.begin(START + 217_841);
  seedWorld(store);
  seedOwnPartners(store);
  seedCustomers(store, stamps);
  interval = 8 * 60 * MINUTE;
  seedDocuments(store, stamps);
};
