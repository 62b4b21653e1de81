import * as React from 'react';
import { styled } from 'styled-components';

const LINE = 2.2;
const MOST_LINES = 8;

const Area = styled.textarea<{ $note: boolean }>`
  display: block;
  inline-size: 100%;
  box-sizing: border-box;
  min-block-size: ${LINE + 1.6}rem;
  max-block-size: ${LINE * MOST_LINES + 1.6}rem;
  padding: 0.8rem ${({ theme }) => theme.spaces[3]};
  border: 1px solid ${({ theme, $note }) => ($note ? theme.colors.warning200 : theme.colors.neutral200)};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme, $note }) => ($note ? theme.colors.warning100 : theme.colors.neutral0)};
  color: ${({ theme }) => theme.colors.neutral800};
  font-family: inherit;
  font-size: 1.6rem;
  line-height: ${LINE}rem;
  resize: none;
  overflow-y: auto;

  &::placeholder {
    color: ${({ theme }) => theme.colors.neutral600};
    opacity: 1;
  }

  &:focus {
    outline: none;
    border-color: ${({ theme }) => theme.colors.primary600};
    box-shadow: 0 0 0 2px ${({ theme }) => theme.colors.primary600};
  }

  &:read-only {
    opacity: 0.7;
  }
`;

type WriteFieldProps = React.TextareaHTMLAttributes<HTMLTextAreaElement> & { note: boolean; value: string };

/** Grows with what is written, to eight lines; then it scrolls. */
export const WriteField = React.forwardRef<HTMLTextAreaElement, WriteFieldProps>(({ note, ...props }, forwarded) => {
  const field = React.useRef<HTMLTextAreaElement>(null);
  React.useImperativeHandle(forwarded, () => field.current as HTMLTextAreaElement);
  React.useLayoutEffect(() => {
    const { current } = field;
    if (!current) return;
    current.style.blockSize = 'auto';
    current.style.blockSize = `${current.scrollHeight + 2}px`;
  }, [props.value]);
  return <Area ref={field} rows={1} dir="auto" $note={note} {...props} />;
});
WriteField.displayName = 'WriteField';
