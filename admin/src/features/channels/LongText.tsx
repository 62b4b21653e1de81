import * as React from 'react';
import { useText } from '../../i18n';
import { beginningOf } from './format-text';
import { FormattedText } from './FormattedText';
import { MoreButton } from './MoreButton';

/** What somebody wrote; of a very long text the beginning, and the rest on demand. */
export const LongText = ({ words }: { words: string }) => {
  const text = useText();
  const [isOpen, setOpen] = React.useState(false);
  const beginning = React.useMemo(() => beginningOf(words), [words]);
  if (beginning === words) return <FormattedText words={words} />;
  return (
    <>
      <FormattedText words={isOpen ? words : `${beginning}…`} />
      <MoreButton open={isOpen} onToggle={() => setOpen(!isOpen)}>
        {text(isOpen ? 'thread.read_less' : 'thread.read_more')}
      </MoreButton>
    </>
  );
};
