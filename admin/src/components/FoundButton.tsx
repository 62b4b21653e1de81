import { styled } from 'styled-components';

/** One of those that a search found, in a list below its field. */
export const FoundButton = styled.button`
  width: 100%;
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[3]}`};
  border: 0;
  background: ${({ theme }) => theme.colors.neutral0};
  color: ${({ theme }) => theme.colors.neutral800};
  text-align: start;
  cursor: pointer;

  &:hover:enabled,
  &:focus-visible {
    background: ${({ theme }) => theme.colors.primary100};
  }

  &:disabled {
    cursor: not-allowed;
  }
`;
