import * as React from 'react';
import { Box, Button, Flex } from '@strapi/design-system';
import { Check, ChevronDown, ChevronUp, Duplicate } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { styled } from 'styled-components';
import { copyText } from '../../components/CopyField';
import { useText } from '../../i18n';
import { payloadText } from './trace-words';

/** Always from left to right, whatever the panel's language: it is code. Scrolls by itself, so that the page never does. */
const Code = styled.pre`
  margin: 0;
  max-height: 40rem;
  overflow: auto;
  direction: ltr;
  text-align: left;
  font-family: 'SF Mono', SFMono-Regular, ui-monospace, Menlo, Consolas, monospace;
  font-size: ${({ theme }) => theme.fontSizes[1]};
  line-height: 1.5;
  color: ${({ theme }) => theme.colors.neutral800};
`;

/** What a step carried: folded until someone asks for it. React writes it as text, so nothing in it can run. */
export const TracePayload = ({ payload, title }: { payload: unknown; title: string }) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const [isOpen, setOpen] = React.useState(false);
  const [isCopied, setCopied] = React.useState(false);
  const code = React.useMemo(() => (isOpen ? payloadText(payload) : ''), [isOpen, payload]);
  const id = React.useId();

  const copy = async () => {
    const done = await copyText(code);
    setCopied(done);
    toggleNotification(done ? { type: 'success', message: text('copy.done', { name: title }) } : { type: 'warning', message: text('copy.failed') });
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={2} minWidth={0}>
      <Flex gap={2} wrap="wrap">
        <Button size="S" variant="tertiary" startIcon={isOpen ? <ChevronUp /> : <ChevronDown />} aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
          {text(isOpen ? 'trace.payload.hide' : 'trace.payload.show')}
        </Button>
        {isOpen && (
          <Button size="S" variant="tertiary" startIcon={isCopied ? <Check /> : <Duplicate />} onClick={() => void copy()}>
            {text('trace.payload.copy')}
          </Button>
        )}
      </Flex>
      <Box id={id} hidden={!isOpen} background="neutral100" borderColor="neutral200" hasRadius padding={3} minWidth={0} overflow="hidden">
        {isOpen && (
          <Code tabIndex={0} aria-label={title}>
            {code}
          </Code>
        )}
      </Box>
    </Flex>
  );
};
