import * as React from 'react';
import { styled } from 'styled-components';
import { formatText, isEmojiOnly, type Block, type Inline } from './format-text';

const Words = styled.div<{ $large: boolean }>`
  font-size: ${({ $large }) => ($large ? '4rem' : '1.4rem')};
  line-height: ${({ $large }) => ($large ? 1.2 : 1.43)};
  color: ${({ theme }) => theme.colors.neutral800};
  overflow-wrap: anywhere;

  strong {
    font-weight: 700;
  }
  em {
    font-style: italic;
  }
  s {
    text-decoration: line-through;
  }
  code,
  pre {
    font-family: ui-monospace, SFMono-Regular, Menlo, monospace;
    font-size: 0.93em;
  }
  pre {
    white-space: pre-wrap;
    margin-block: 0.4rem;
  }
  a {
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  a:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
  }
  blockquote {
    margin-block: 0.2rem;
    padding-inline-start: 0.8rem;
    border-inline-start: 3px solid ${({ theme }) => theme.colors.neutral500};
  }
  ul,
  ol {
    margin-block: 0.2rem;
    padding-inline-start: 2.4rem;
  }
  ul {
    list-style: disc;
  }
  ol {
    list-style: decimal;
  }
`;

/** A line break is the writer's own; two blanks too. */
const Line = styled.p`
  white-space: pre-wrap;
  min-block-size: 1em;
`;

const Inlines = ({ parts }: { parts: readonly Inline[] }): JSX.Element => (
  <>
    {parts.map((part, index) => {
      switch (part.kind) {
        case 'text':
          return <React.Fragment key={index}>{part.text}</React.Fragment>;
        case 'code':
          return <code key={index}>{part.text}</code>;
        case 'link':
          return (
            <a key={index} href={part.url} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
              {part.url}
            </a>
          );
        case 'bold':
          return (
            <strong key={index}>
              <Inlines parts={part.children} />
            </strong>
          );
        case 'italic':
          return (
            <em key={index}>
              <Inlines parts={part.children} />
            </em>
          );
        case 'strike':
          return (
            <s key={index}>
              <Inlines parts={part.children} />
            </s>
          );
      }
    })}
  </>
);

const BlockOf = ({ block }: { block: Block }) => {
  switch (block.kind) {
    case 'line':
      return (
        <Line dir="auto">
          <Inlines parts={block.children} />
        </Line>
      );
    case 'mono':
      return <pre dir="auto">{block.text}</pre>;
    case 'quote':
      return (
        <blockquote dir="auto">
          {block.lines.map((line, index) => (
            <Line key={index} dir="auto">
              <Inlines parts={line} />
            </Line>
          ))}
        </blockquote>
      );
    case 'list': {
      const items = block.items.map((item, index) => (
        <li key={index} value={item.number ?? undefined} dir="auto">
          <Inlines parts={item.children} />
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
  }
};

/** What somebody wrote, as WhatsApp shows it. Each line has a direction of its own. */
export const FormattedText = React.memo(({ words }: { words: string }) => {
  const blocks = React.useMemo(() => formatText(words), [words]);
  return (
    <Words $large={isEmojiOnly(words)}>
      {blocks.map((block, index) => (
        <BlockOf key={index} block={block} />
      ))}
    </Words>
  );
});
FormattedText.displayName = 'FormattedText';
