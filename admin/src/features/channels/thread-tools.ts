import * as React from 'react';
import type { ThreadMessage } from '../../../../plugin/contracts/channels';

/** What a bubble can ask of the thread round it. Stays the same object while messages come, so that bubbles are not drawn again. */
export interface ThreadTools {
  channel: string;
  /** How the customer is called here. */
  name: string;
  mayReply: boolean;
  /** The administrator who looks. */
  me: number | null;
  quote(message: ThreadMessage): void;
  goTo(message: string): void;
  update(message: ThreadMessage): void;
}

const Tools = React.createContext<ThreadTools | null>(null);

export const ThreadToolsProvider = Tools.Provider;

export const useThreadTools = (): ThreadTools => {
  const tools = React.useContext(Tools);
  if (!tools) throw new Error('A bubble is drawn outside a thread.');
  return tools;
};
