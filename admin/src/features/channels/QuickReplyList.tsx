import * as React from 'react';
import { Box, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { QuickReplyView } from '../../../../plugin/contracts/quick-replies';
import { useText } from '../../i18n';

const Row = styled.li<{ $on: boolean }>`
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[3]}`};
  background: ${({ theme, $on }) => ($on ? theme.colors.primary100 : 'transparent')};
  cursor: pointer;
`;

export const optionId = (list: string, index: number): string => `${list}-${index}`;

interface QuickReplyListProps {
  id: string;
  replies: QuickReplyView[];
  active: number;
  onActive: (index: number) => void;
  onPick: (reply: QuickReplyView) => void;
}

/** The choices behind a slash. The focus stays in the text: arrows and Enter are heard there. */
export const QuickReplyList = ({ id, replies, active, onActive, onPick }: QuickReplyListProps) => {
  const text = useText();
  const list = React.useRef<HTMLUListElement>(null);
  React.useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius shadow="popupShadow" style={{ maxHeight: '24rem', overflowY: 'auto' }}>
      <ul id={id} ref={list} role="listbox" aria-label={text('write.quick')}>
        {replies.map((reply, index) => (
          <Row
            key={reply.id}
            id={optionId(id, index)}
            role="option"
            aria-selected={index === active}
            $on={index === active}
            onMouseMove={() => onActive(index)}
            // The text would lose the focus and the caret with it.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(reply)}
          >
            <Typography tag="span" display="block" fontWeight="semiBold">
              <bdi dir="ltr">{`/${reply.shortcut}`}</bdi>
            </Typography>
            <Typography tag="span" display="block" variant="pi" textColor="neutral600" dir="auto" ellipsis>
              {reply.body}
            </Typography>
          </Row>
        ))}
      </ul>
    </Box>
  );
};
