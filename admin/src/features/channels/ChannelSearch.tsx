import * as React from 'react';
import { Box, Flex, Searchbar } from '@strapi/design-system';
import { styled } from 'styled-components';
import { useText } from '../../i18n';
import type { Filters } from '../../components/use-filters';
import { isMessageSearch } from './channel-filters';

const Mode = styled.button`
  padding: ${({ theme }) => `${theme.spaces[1]} ${theme.spaces[2]}`};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
  color: ${({ theme }) => theme.colors.neutral700};
  font-size: 1.2rem;
  cursor: pointer;

  &[aria-pressed='true'] {
    border-color: ${({ theme }) => theme.colors.primary600};
    background: ${({ theme }) => theme.colors.primary100};
    color: ${({ theme }) => theme.colors.primary700};
  }

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 1px;
  }
`;

const WAIT_MS = 350;

/** One field for people (name, number) and for what was said in messages. Its words are in the address. */
export const ChannelSearch = ({ filters, field }: { filters: Filters; field: React.RefObject<HTMLInputElement> }) => {
  const text = useText();
  const asked = filters.get('search');
  const inMessages = isMessageSearch(filters);
  const [typed, setTyped] = React.useState(asked);
  const timer = React.useRef<ReturnType<typeof setTimeout>>();
  React.useEffect(() => () => clearTimeout(timer.current), []);
  // A view that was chosen, or *Back*, changes the words from outside.
  const told = React.useRef(asked);
  React.useEffect(() => {
    if (asked !== told.current) setTyped(asked);
    told.current = asked;
  }, [asked]);

  // A word that waits must not bring back the filters of when it was typed.
  const newest = React.useRef(filters);
  React.useEffect(() => {
    newest.current = filters;
  });
  const ask = (words: string, where: Record<string, string | null> = {}) => {
    clearTimeout(timer.current);
    told.current = words.trim();
    newest.current.set({ search: words.trim(), ...where });
  };
  const type = (words: string) => {
    setTyped(words);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => ask(words), WAIT_MS);
  };
  const label = text(inMessages ? 'inbox.search.messages.label' : 'inbox.search.people.label');

  return (
    <Box tag="form" role="search" flex="1" minWidth={0} onSubmit={(event: React.FormEvent) => {
        event.preventDefault();
        ask(typed);
      }}>
      <Searchbar
        ref={field}
        name="search"
        size="S"
        value={typed}
        onChange={(event: React.ChangeEvent<HTMLInputElement>) => type(event.target.value)}
        onClear={() => {
          setTyped('');
          ask('');
        }}
        clearLabel={text('action.clear')}
        placeholder={label}
      >
        {label}
      </Searchbar>
      {(typed || inMessages) && (
        <Flex gap={2} paddingTop={2} role="group" aria-label={text('inbox.search.where')}>
          <Mode type="button" aria-pressed={!inMessages} onClick={() => ask(typed, { in: null })}>
            {text('inbox.search.people')}
          </Mode>
          <Mode type="button" aria-pressed={inMessages} onClick={() => ask(typed, { in: 'messages' })}>
            {text('inbox.search.messages')}
          </Mode>
        </Flex>
      )}
    </Box>
  );
};
