import * as React from 'react';
import type { ChannelDetail } from '../../../../plugin/contracts/channels';
import type { QuickReplyView } from '../../../../plugin/contracts/quick-replies';
import { useClient } from '../../api/client';
import { parseFailure, type Failure } from '../../api/failure';
import { segment } from '../../api/query';
import { useResource } from '../../api/use-resource';
import { findTrigger, matchingReplies, openFields, placeReply, type Trigger } from './quick-reply-trigger';
import type { Written } from './write-marks';

export interface QuickReplies {
  /** Null: nothing is asked for. */
  open: { replies: QuickReplyView[]; active: number } | null;
  /** Where the caret is now. */
  look(text: string, caret: number): void;
  activate(index: number): void;
  /** True when the key was for the list. */
  onKey(key: string): boolean;
  pick(reply: QuickReplyView): void;
  failure: Failure | null;
  clear(): void;
}

interface QuickRepliesOptions {
  channel: ChannelDetail;
  text: string;
  /** The text with the reply in it, and what is selected then: the first field that nothing filled, else nothing. */
  onPlaced: (placed: Written) => void;
}

/** What a slash at the start of a word offers. */
export const useQuickReplies = ({ channel, text, onPlaced }: QuickRepliesOptions): QuickReplies => {
  const client = useClient();
  const [trigger, setTrigger] = React.useState<Trigger | null>(null);
  const [asked, setAsked] = React.useState(false);
  const [active, setActive] = React.useState(0);
  const [left, setLeft] = React.useState<number | null>(null);
  const [failure, setFailure] = React.useState<Failure | null>(null);
  /** A reply is on its way into the text: nothing else is to be chosen, or sent, by the same key. */
  const [pending, setPending] = React.useState(false);
  const all = useResource<QuickReplyView[]>(asked ? '/quick-replies' : null);

  const replies = trigger ? matchingReplies(all.data ?? [], trigger.words, channel.account) : [];
  const open = trigger && trigger.from !== left && replies.length > 0 ? { replies, active: Math.min(active, replies.length - 1) } : null;

  const look = (words: string, caret: number) => {
    const found = findTrigger(words, caret);
    if (found && !asked) setAsked(true);
    if (found?.words !== trigger?.words || found?.from !== trigger?.from) setActive(0);
    if (!found) setLeft(null);
    setTrigger(found);
  };

  const pick = (reply: QuickReplyView) => {
    if (!trigger || pending) return;
    const place = trigger;
    // The browser tells of the caret behind the slash once more when the key goes up.
    setLeft(place.from);
    setPending(true);
    setFailure(null);
    void client
      .post<{ text: string }>(`/channels/${segment(channel.id)}/quick-replies/${segment(reply.id)}`)
      .then(({ data }) => {
        const placed = placeReply(text, place, data.text);
        const [field] = openFields(data.text);
        setTrigger(null);
        const start = field === undefined ? placed.caret : place.from + data.text.indexOf(field);
        onPlaced({ text: placed.text, start, end: start + (field?.length ?? 0) });
      })
      .catch((thrown: unknown) => setFailure(parseFailure(thrown)))
      .finally(() => setPending(false));
  };

  const onKey = (key: string): boolean => {
    if (pending) return key === 'Enter' || key === 'Tab';
    if (!open) return false;
    const { length } = open.replies;
    if (key === 'ArrowDown') setActive((open.active + 1) % length);
    else if (key === 'ArrowUp') setActive((open.active + length - 1) % length);
    else if (key === 'Escape') setLeft(trigger?.from ?? null);
    else if (key === 'Enter' || key === 'Tab') pick(open.replies[open.active] as QuickReplyView);
    else return false;
    return true;
  };

  return { open, look, activate: setActive, onKey, pick, failure: failure ?? (trigger ? all.failure : null), clear: () => setFailure(null) };
};
