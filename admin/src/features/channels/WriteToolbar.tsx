import * as React from 'react';
import { Flex, IconButton, MenuItem, Popover } from '@strapi/design-system';
import { Bold, BulletList, Check, Clock, Code, EmotionHappy, File as FileIcon, Italic, Paperclip, PinMap, Plus, StrikeThrough } from '@strapi/icons';
import { styled } from 'styled-components';
import { ActionMenu } from '../../components/ActionMenu';
import { EmojiPicker } from '../../components/EmojiPicker';
import { useText } from '../../i18n';
import type { WriteMark } from './write-marks';

const MARKS = [
  { mark: 'bold', Icon: Bold },
  { mark: 'italic', Icon: Italic },
  { mark: 'strike', Icon: StrikeThrough },
  { mark: 'mono', Icon: Code },
] as const;

/** On a phone there is no room for these: they are in the menu. A Flex of the design system is always `flex`. */
const Wide = styled(Flex)`
  @media (max-width: 767px) {
    display: none;
  }
`;

interface WriteToolbarProps {
  note: boolean;
  disabled: boolean;
  emojiOpen: boolean;
  onEmojiOpen: (open: boolean) => void;
  onEmoji: (emoji: string) => void;
  onMark: (mark: WriteMark) => void;
  onFiles: () => void;
  onPlace: () => void;
  /** Null: this person may not. */
  onCompose: ((kind: 'template' | 'buttons' | 'list') => void) | null;
  onLater: () => void;
  mayLater: boolean;
  enterSends: boolean;
  onEnterSends: (on: boolean) => void;
}

/** What a text can hold besides its letters, and what can be sent besides a text. */
export const WriteToolbar = ({ note, disabled, emojiOpen, onEmojiOpen, onEmoji, onMark, onFiles, onPlace, onCompose, onLater, mayLater, enterSends, onEnterSends }: WriteToolbarProps) => {
  const text = useText();
  // The menu gives the focus back to its button when it closes; what was chosen comes after that.
  const afterwards = (act: () => void) => () => void setTimeout(act, 0);
  return (
    <Flex gap={1} role="group" aria-label={text('write.tools')}>
      <ActionMenu tag={IconButton} icon={<Plus />} label={text('write.more')} disabled={disabled} popoverPlacement="top-start">
        {!note && (
          <>
            <MenuItem startIcon={<Paperclip />} onSelect={afterwards(onFiles)}>
              {text('write.attach')}
            </MenuItem>
            <MenuItem startIcon={<PinMap />} onSelect={afterwards(onPlace)}>
              {text('write.place')}
            </MenuItem>
            {onCompose && (
              <>
                <MenuItem startIcon={<FileIcon />} onSelect={afterwards(() => onCompose('template'))}>
                  {text('compose.kind.template')}
                </MenuItem>
                <MenuItem startIcon={<BulletList />} onSelect={afterwards(() => onCompose('buttons'))}>
                  {text('compose.kind.buttons')}
                </MenuItem>
                <MenuItem startIcon={<BulletList />} onSelect={afterwards(() => onCompose('list'))}>
                  {text('compose.kind.list')}
                </MenuItem>
              </>
            )}
            <MenuItem startIcon={<Clock />} disabled={!mayLater} onSelect={afterwards(onLater)}>
              {text('write.later')}
            </MenuItem>
          </>
        )}
        {MARKS.map(({ mark, Icon }) => (
          <MenuItem key={mark} startIcon={<Icon />} onSelect={afterwards(() => onMark(mark))}>
            {text(`write.mark.${mark}`)}
          </MenuItem>
        ))}
        <MenuItem startIcon={enterSends ? <Check /> : undefined} onSelect={() => onEnterSends(!enterSends)}>
          {text('write.enter-sends')}
        </MenuItem>
      </ActionMenu>
      <Popover.Root open={emojiOpen} onOpenChange={onEmojiOpen}>
        <Popover.Trigger>
          <IconButton label={text('emoji.title')} disabled={disabled}>
            <EmotionHappy />
          </IconButton>
        </Popover.Trigger>
        <Popover.Content side="top" align="start" sideOffset={4}>
          <EmojiPicker onPick={onEmoji} />
        </Popover.Content>
      </Popover.Root>
      <Wide gap={1}>
        {!note && (
          <IconButton label={text('write.attach')} disabled={disabled} onClick={onFiles}>
            <Paperclip />
          </IconButton>
        )}
        {MARKS.map(({ mark, Icon }) => (
          <IconButton key={mark} label={text(`write.mark.${mark}`)} disabled={disabled} onClick={() => onMark(mark)}>
            <Icon />
          </IconButton>
        ))}
        {!note && (
          <IconButton label={text('write.later')} disabled={disabled || !mayLater} onClick={onLater}>
            <Clock />
          </IconButton>
        )}
      </Wide>
    </Flex>
  );
};
