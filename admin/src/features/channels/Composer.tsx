import * as React from 'react';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { PaperPlane, Pencil } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import type { ChannelDetail, ThreadMessage } from '../../../../plugin/contracts/channels';
import type { CompositionKind } from '../../../../plugin/contracts/compositions';
import { lengthOf } from '../../components/CountedField';
import { FailureAlert } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { useMay } from '../../permissions';
import { LockedLine, MeanwhileQuestion, OthersLine, QuoteBlock } from './ComposerLines';
import { FilesToSend } from './FilesToSend';
import { useInboxSignals } from './inbox-signals';
import { ModeSwitch } from './ModeSwitch';
import { PlaceDialog } from './PlaceDialog';
import { openFields } from './quick-reply-trigger';
import { optionId, QuickReplyList } from './QuickReplyList';
import { useEnterSends } from './use-drafts';
import { useFileDrop } from './use-file-drop';
import { useNow } from './use-now';
import { useQuickReplies } from './use-quick-replies';
import { useSaysTyping } from './use-says-typing';
import { useWriting } from './use-writing';
import { WhenDialog } from './WhenDialog';
import { closesBefore, leftWords, windowState } from './window-words';
import { insertAt, toggleMark, type WriteMark, type Written } from './write-marks';
import { WriteField } from './WriteField';
import { WriteToolbar } from './WriteToolbar';

const ContactComposition = React.lazy(() => import('../compositions/ContactComposition'));

/** WhatsApp's limits; the server asks the provider's own. */
const TEXT_MAX = 4_096;
const CAPTION_MAX = 1_024;
/** From here on the characters are counted aloud. */
const COUNT_FROM = 3_600;
const LATER_MS = 3_600_000;

export interface ComposerProps {
  channel: ChannelDetail;
  quoted: ThreadMessage | null;
  onUnquote(): void;
  /** The newest message the writer has seen; null: an empty thread. */
  seen: string | null;
  /** What the server answered, before realtime brings it. */
  onSent?(message: ThreadMessage): void;
}

const Write = ({ channel, quoted, onUnquote, seen, onSent }: ComposerProps) => {
  const text = useText();
  const may = useMay();
  const { moment } = useTimes();
  const { toggleNotification } = useNotification();
  const area = React.useRef<HTMLTextAreaElement>(null);
  const input = React.useRef<HTMLInputElement>(null);
  const listId = React.useId();
  const [dialog, setDialog] = React.useState<'later' | 'place' | CompositionKind | null>(null);
  const [emojiOpen, setEmojiOpen] = React.useState(false);
  const [enterSends, setEnterSends] = useEnterSends();
  const writing = useWriting({ channel, quoted, onUnquote, seen, ...(onSent ? { onSent } : {}) });
  const typing = useSaysTyping(channel.id);
  const { draft, picked, pending } = writing;
  const note = draft.mode === 'note';
  const state = windowState(channel.window, useNow());
  const locked = !note && state.kind === 'closed' ? state : null;
  const length = lengthOf(writing.text);
  const over = length - TEXT_MAX;
  const fields = openFields(writing.text);
  const hasSomething = writing.text.trim() !== '' || (!note && picked.files.length > 0);
  const isBarred = pending || locked !== null || over > 0 || !hasSomething || (!note && picked.files.some(({ problem }) => problem !== null));
  const contact = channel.contact;
  const mayCompose = contact !== null && may('messages.send');

  const focus = React.useCallback(() => void setTimeout(() => area.current?.focus(), 0), []);
  const placeCaret = ({ text: words, start, end }: Written) => {
    writing.write(words);
    // After React has drawn the new text: before that the caret would be moved to its end.
    setTimeout(() => {
      area.current?.focus();
      area.current?.setSelectionRange(start, end);
    }, 0);
  };
  const selected = (): Written => ({ text: writing.text, start: area.current?.selectionStart ?? writing.text.length, end: area.current?.selectionEnd ?? writing.text.length });
  const mark = (sign: WriteMark) => placeCaret(toggleMark(selected(), sign));

  const quick = useQuickReplies({ channel, text: writing.text, onPlaced: placeCaret });
  const choose = (mode: 'reply' | 'note') => {
    writing.choose(mode);
    writing.clear();
    typing.stopped();
    focus();
  };
  const attach = (files: readonly File[]) => {
    if (files.length === 0 || pending) return;
    if (note) writing.choose('reply');
    picked.add(files);
    focus();
  };
  const dropping = useFileDrop(channel.may.reply && locked === null, attach);

  useInboxSignals({ reply: () => choose('reply'), note: () => choose('note'), emoji: () => channel.may.reply && !locked && setEmojiOpen(true) });

  // A press on *Reply* at a message: what comes next is written here.
  const quote = quoted?.id ?? null;
  const answer = React.useRef(() => choose('reply'));
  React.useEffect(() => {
    if (quote) answer.current();
  }, [quote]);

  const send = async (sendAt?: string) => {
    if (isBarred) return;
    typing.stopped();
    if ((await writing.send(sendAt)) && sendAt) toggleNotification({ type: 'success', message: text('write.later.done', { at: moment(sendAt) }) });
    focus();
  };

  const leave = () => {
    writing.leaveIt();
    focus();
  };

  const onKeyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>) => {
    // An input method ends its own word with Enter; Safari tells of it only after, by 229.
    if (event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return;
    const commanded = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (!event.shiftKey && !commanded && quick.onKey(event.key)) event.preventDefault();
    else if (event.key === 'Enter' && (commanded || (enterSends && !event.shiftKey && !event.altKey))) {
      event.preventDefault();
      void send();
    } else if (commanded && !event.altKey && (key === 'b' || key === 'i')) {
      event.preventDefault();
      mark(key === 'b' ? 'bold' : 'italic');
    } else if (event.key === 'Escape' && quoted) onUnquote();
    else return;
    event.stopPropagation();
  };

  if (!channel.may.reply) {
    return (
      <Box padding={4} background="neutral0">
        <Typography textColor="neutral600">{text('write.denied')}</Typography>
        <OthersLine channel={channel.id} />
      </Box>
    );
  }

  const remaining = !note && state.kind === 'open' && state.soon ? leftWords(state.minutes, text) : null;
  return (
    <Box tag="section" aria-label={text('write.title')} background={note ? 'warning100' : 'neutral0'} padding={3} position="relative" data-write={draft.mode}>
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Flex justifyContent="space-between" gap={3} wrap="wrap">
          <ModeSwitch mode={draft.mode} onChoose={choose} />
          <OthersLine channel={channel.id} />
          {remaining && (
            <Typography variant="pi" textColor="neutral800">
              {text('write.closes', { left: remaining })}
            </Typography>
          )}
        </Flex>
        {note && (
          <Typography variant="pi" textColor="neutral800" id={`${listId}-note`}>
            {text('write.note.hint')}
          </Typography>
        )}
        <FailureAlert failure={writing.failure} onClose={writing.clear} />
        <FailureAlert failure={quick.failure} onClose={quick.clear} />
        {locked ? (
          <LockedLine state={locked} onTemplate={mayCompose ? () => setDialog('template') : null} />
        ) : (
          <>
            {quoted && !note && <QuoteBlock quoted={quoted} name={channel.name} onUnquote={onUnquote} />}
            {!note && <FilesToSend picked={picked} pending={pending} captionMax={CAPTION_MAX} />}
            {quick.open && <QuickReplyList id={listId} replies={quick.open.replies} active={quick.open.active} onActive={quick.activate} onPick={quick.pick} />}
            <WriteField
              ref={area}
              note={note}
              value={writing.text}
              readOnly={pending}
              aria-label={text(note ? 'write.note.label' : 'write.reply.label')}
              placeholder={text(note ? 'write.note.placeholder' : 'write.reply.placeholder')}
              aria-autocomplete="list"
              aria-haspopup="listbox"
              aria-describedby={note ? `${listId}-note` : undefined}
              {...(quick.open ? { 'aria-controls': listId, 'aria-activedescendant': optionId(listId, quick.open.active) } : {})}
              onChange={(event) => {
                writing.write(event.target.value);
                quick.look(event.target.value, event.target.selectionStart);
                if (!note && event.target.value.trim()) typing.typed();
              }}
              onSelect={(event) => quick.look(event.currentTarget.value, event.currentTarget.selectionStart)}
              onKeyDown={onKeyDown}
              onBlur={typing.stopped}
              onPaste={(event) => {
                const files = [...event.clipboardData.files];
                if (files.length === 0) return;
                event.preventDefault();
                attach(files);
              }}
            />
            {fields.length > 0 && (
              <Typography variant="pi" textColor="neutral800" role="status">
                {text('write.quick.missing', { fields: fields.join(', ') })}
              </Typography>
            )}
            <Flex justifyContent="space-between" gap={2}>
              <WriteToolbar
                note={note}
                disabled={pending}
                emojiOpen={emojiOpen}
                onEmojiOpen={setEmojiOpen}
                onEmoji={(emoji) => {
                  setEmojiOpen(false);
                  placeCaret(insertAt(selected(), emoji));
                }}
                onMark={mark}
                onFiles={() => input.current?.click()}
                onPlace={() => setDialog('place')}
                onCompose={mayCompose ? setDialog : null}
                onLater={() => setDialog('later')}
                mayLater={!isBarred}
                enterSends={enterSends}
                onEnterSends={setEnterSends}
              />
              <Flex gap={3}>
                {length > COUNT_FROM && (
                  <Typography variant="pi" textColor={over > 0 ? 'danger700' : 'neutral600'} aria-label={text('field.count.label', { length, max: TEXT_MAX })}>
                    <bdi dir="ltr">{`${length} / ${TEXT_MAX}`}</bdi>
                  </Typography>
                )}
                <Button startIcon={note ? <Pencil /> : <PaperPlane />} variant={note ? 'secondary' : 'default'} disabled={isBarred} loading={pending} onClick={() => void send()}>
                  {text(note ? 'write.note.add' : 'send.button')}
                </Button>
              </Flex>
            </Flex>
            <input
              ref={input}
              type="file"
              multiple
              hidden
              aria-label={text('write.attach')}
              onChange={(event) => {
                attach([...(event.target.files ?? [])]);
                // The same file can be picked again after it was removed.
                event.target.value = '';
              }}
            />
          </>
        )}
      </Flex>
      {dropping && (
        <Flex position="absolute" top={0} left={0} right={0} bottom={0} justifyContent="center" background="primary100" hasRadius style={{ pointerEvents: 'none', opacity: 0.95 }}>
          <Typography variant="delta" textColor="primary700">
            {text('write.drop')}
          </Typography>
        </Flex>
      )}
      {writing.question && <MeanwhileQuestion asked={writing.question} onSend={writing.sendAllTheSame} onLeave={leave} />}
      {dialog === 'later' && (
        <WhenDialog
          title={text('write.later')}
          label={text('write.later.at')}
          button={text('write.later')}
          initial={new Date(Date.now() + LATER_MS)}
          warn={(at) => (closesBefore(channel.window, at) ? text('write.later.closed') : null)}
          onClose={() => setDialog(null)}
          onChosen={(at) => {
            setDialog(null);
            void send(at.toISOString());
          }}
        />
      )}
      {dialog === 'place' && (
        <PlaceDialog
          onClose={() => setDialog(null)}
          onChosen={(location) => {
            setDialog(null);
            void writing.sendOther({ location }).then(focus);
          }}
        />
      )}
      {contact && (dialog === 'template' || dialog === 'buttons' || dialog === 'list') && (
        <React.Suspense fallback={null}>
          <ContactComposition
            account={channel.account.key}
            contact={{ id: contact.id, name: channel.name }}
            kinds={dialog === 'template' ? ['template'] : [dialog]}
            onClose={() => {
              setDialog(null);
              focus();
            }}
          />
        </React.Suspense>
      )}
    </Box>
  );
};

/** Where people write. */
export const Composer = (props: ComposerProps) => <Write key={props.channel.id} {...props} />;
