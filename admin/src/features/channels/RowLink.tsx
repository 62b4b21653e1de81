import { Link } from 'react-router-dom';
import { styled } from 'styled-components';

/** A row of the left pane that opens a conversation. */
export const RowLink = styled(Link)`
  display: flex;
  padding: ${({ theme }) => `${theme.spaces[3]} ${theme.spaces[4]}`};
  color: ${({ theme }) => theme.colors.neutral800};
  text-decoration: none;

  &:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: -2px;
  }

  &[aria-current='true'] {
    background: ${({ theme }) => theme.colors.primary100};
  }
`;
