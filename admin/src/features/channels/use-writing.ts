import * as React from 'react';
import { useAuth } from '@strapi/strapi/admin';
import type { AnsweredMeanwhile, ChannelDetail, ThreadMessage, UploadedFile } from '../../../../plugin/contracts/channels';
import { useClient } from '../../api/client';
import { parseFailure, type Failure } from '../../api/failure';
import { newKey } from '../../api/new-key';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { attemptOf, mayHaveArrived, type Attempt, type Said } from './attempts';
import type { KeptDraft, WriteMode } from './drafts';
import { refusalOf, takesCaption, usePickedFiles, type PickedFile, type PickedFiles } from './picked-files';
import { createShelf } from './shelf';
import { uploadFile } from './upload-file';
import { useDraft } from './use-drafts';

/** Attempts nobody has answered, and what is being sent: both outlive a look at another conversation. */
const unanswered = createShelf<Attempt | null>(null);
const busy = createShelf(false);

const answeredMeanwhile = ({ code, details }: Failure): AnsweredMeanwhile | null =>
  code === 'channel.answered_meanwhile' && typeof details.newest === 'string'
    ? { by: String(details.by ?? ''), at: String(details.at ?? ''), preview: String(details.preview ?? ''), newest: details.newest }
    : null;

export interface Writing {
  draft: KeptDraft;
  text: string;
  write(text: string): void;
  choose(mode: WriteMode): void;
  picked: PickedFiles;
  /** Sends the files in their order, then the words. */
  send(sendAt?: string): Promise<boolean>;
  /** One thing beside them, such as a place. */
  sendOther(said: Said): Promise<boolean>;
  pending: boolean;
  failure: Failure | null;
  clear(): void;
  /** Somebody else answered since: whether to send all the same is asked. */
  question: AnsweredMeanwhile | null;
  sendAllTheSame(): void;
  leaveIt(): void;
}

interface WritingOptions {
  channel: ChannelDetail;
  quoted: ThreadMessage | null;
  onUnquote: () => void;
  seen: string | null;
  onSent?: (message: ThreadMessage) => void;
}

/** Everything between what is written in a conversation and the queue. */
export const useWriting = ({ channel, quoted, onUnquote, seen, onSent }: WritingOptions): Writing => {
  const client = useClient();
  const token = useAuth('Composer', (state) => state.token);
  const [draft, update] = useDraft(channel.id);
  const picked = usePickedFiles(channel.id);
  const [question, setQuestion] = React.useState<{ asked: AnsweredMeanwhile; again: () => void } | null>(null);
  // What we know beyond what the thread has shown: our own message, or the answer of a colleague that was accepted.
  const beyond = React.useRef<{ seen: string | null; newest: string } | null>(null);
  const quotes = React.useRef<string | null>(null);
  quotes.current = quoted?.id ?? null;

  const isBusy = React.useSyncExternalStore(busy.subscribe, () => busy.get(channel.id));
  const path = `/channels/${segment(channel.id)}`;
  const text = draft[draft.mode];
  const write = (words: string) => update((former) => ({ ...former, [former.mode]: words }));
  const seenNow = (): string | null => (beyond.current?.seen === seen ? beyond.current.newest : seen);

  const say = async (said: Said): Promise<void> => {
    const attempt = attemptOf(said, seenNow(), unanswered.get(channel.id), newKey);
    unanswered.set(channel.id, attempt);
    try {
      const { data } = await client.post<ThreadMessage>(`${path}/replies`, attempt.body);
      unanswered.set(channel.id, null);
      beyond.current = { seen, newest: data.id };
      if (said.replyTo) {
        quotes.current = null;
        onUnquote();
      }
      onSent?.(data);
    } catch (thrown) {
      if (!mayHaveArrived(parseFailure(thrown))) unanswered.set(channel.id, null);
      throw thrown;
    }
  };

  const withQuote = (said: Said): Said => (quotes.current ? { ...said, replyTo: quotes.current } : said);

  const uploaded = async (one: PickedFile): Promise<UploadedFile> => {
    if (one.uploaded) return one.uploaded;
    picked.change(one.id, { progress: 0 });
    try {
      const stored =
        (await uploadFile<UploadedFile>({ path: `${path}/files`, file: one.file, token, onProgress: (progress) => picked.change(one.id, { progress }) })) ?? (await sendByClient(one.file));
      picked.change(one.id, { uploaded: stored, progress: null });
      return stored;
    } catch (thrown) {
      picked.change(one.id, { progress: null, problem: refusalOf(parseFailure(thrown)) });
      throw thrown;
    }
  };

  const sendByClient = async (file: File): Promise<UploadedFile> => {
    const form = new FormData();
    form.append('files', file, file.name);
    return (await client.post<UploadedFile>(`${path}/files`, form)).data;
  };

  /** Runs what sends; a colleague's answer in between is a question, not a failure. */
  const asking = async (act: () => Promise<void>, again: () => void): Promise<boolean> => {
    if (busy.get(channel.id)) return false;
    busy.set(channel.id, true);
    try {
      await act();
      return true;
    } catch (thrown) {
      const asked = answeredMeanwhile(parseFailure(thrown));
      if (!asked) throw thrown;
      setQuestion({ asked, again });
      return false;
    } finally {
      busy.set(channel.id, false);
    }
  };

  const action = useAction(async (act: () => Promise<void>, again: () => void) => asking(act, again));

  const sendWritten = async (sendAt?: string): Promise<void> => {
    if (draft.mode === 'note') {
      const words = draft.note.trim();
      if (!words) return;
      await client.post(`${path}/notes`, { text: words });
      update((former) => ({ ...former, note: '' }));
      return;
    }
    const later = sendAt ? { sendAt } : {};
    for (const one of picked.files) {
      const stored = await uploaded(one);
      await say(withQuote({ media: stored.id, ...(takesCaption(one.kind) && one.caption.trim() ? { text: one.caption.trim() } : {}), ...later }));
      picked.remove(one.id);
    }
    const words = draft.reply.trim();
    if (!words) return;
    await say(withQuote({ text: words, ...later }));
    update((former) => ({ ...former, reply: '' }));
  };

  // The newest closures, for a question that is answered some renders later.
  const newest = React.useRef(sendWritten);
  newest.current = sendWritten;
  const newestSay = React.useRef(say);
  newestSay.current = say;

  const send = async (sendAt?: string): Promise<boolean> => (await action.run(() => newest.current(sendAt), () => void send(sendAt))) === true;
  const sendOther = async (said: Said): Promise<boolean> => (await action.run(() => newestSay.current(withQuote(said)), () => void sendOther(said))) === true;

  return {
    draft,
    text,
    write,
    choose: (mode) => update((former) => ({ ...former, mode })),
    picked,
    send,
    sendOther,
    pending: action.pending || isBusy,
    failure: action.failure,
    clear: action.clear,
    question: question?.asked ?? null,
    sendAllTheSame: () => {
      if (!question) return;
      beyond.current = { seen, newest: question.asked.newest };
      setQuestion(null);
      question.again();
    },
    leaveIt: () => setQuestion(null),
  };
};
