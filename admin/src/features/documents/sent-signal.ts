/**
 * The dialog and the side panel live in different parts of the Content Manager's tree: the panel learns here that
 * something was queued, instead of at its next poll.
 */
const listeners = new Set<() => void>();

export const onDocumentSent = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const announceDocumentSent = (): void => {
  for (const listener of [...listeners]) listener();
};
