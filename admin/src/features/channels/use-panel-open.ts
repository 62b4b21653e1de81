import * as React from 'react';
import type { PaneLayout } from './use-pane-layout';

const KEPT = 'whatsapp.inbox.panel';

/** A browser may refuse its storage; the panel then begins open each time. */
const readKept = (): boolean => {
  try {
    return localStorage.getItem(KEPT) !== 'closed';
  } catch {
    return true;
  }
};

const keep = (open: boolean): void => {
  try {
    localStorage.setItem(KEPT, open ? 'open' : 'closed');
  } catch {
    // Without storage there is nothing to keep it in.
  }
};

export interface PanelOpen {
  open: boolean;
  toggle(): void;
  close(): void;
}

/** Beside the thread the panel stays as it was left; where it covers the thread it is opened for one conversation. */
export const usePanelOpen = (layout: PaneLayout | null, channel: string | null): PanelOpen => {
  const [beside, setBeside] = React.useState(readKept);
  const [coveredFor, setCoveredFor] = React.useState<string | null>(null);
  const isWide = layout === 'wide';
  const open = isWide ? beside : coveredFor !== null && coveredFor === channel;
  const set = (next: boolean) => {
    if (!isWide) return setCoveredFor(next ? channel : null);
    keep(next);
    setBeside(next);
  };
  return { open, toggle: () => set(!open), close: () => set(false) };
};
