import * as React from 'react';
import { Searchbar } from '@strapi/design-system';
import { useText } from '../i18n';

/** A search that is asked a moment after the last key, and at once on Enter or the cross. */
export const SearchField = ({ label, value, onSearch }: { label: string; value: string; onSearch: (words: string) => void }) => {
  const text = useText();
  const [typed, setTyped] = React.useState(value);
  const timer = React.useRef<ReturnType<typeof setTimeout>>();
  React.useEffect(() => () => clearTimeout(timer.current), []);

  const type = (words: string) => {
    setTyped(words);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(words.trim()), 350);
  };
  const now = (words: string) => {
    setTyped(words);
    clearTimeout(timer.current);
    onSearch(words.trim());
  };

  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        now(typed);
      }}
    >
      <Searchbar
        name="search"
        size="M"
        value={typed}
        onChange={(event: React.ChangeEvent<HTMLInputElement>) => type(event.target.value)}
        onClear={() => now('')}
        clearLabel={text('action.clear')}
        placeholder={label}
      >
        {label}
      </Searchbar>
    </form>
  );
};
