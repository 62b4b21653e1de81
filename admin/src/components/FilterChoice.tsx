import { useText } from '../i18n';
import { Choice, type ChoiceOption } from './Choice';
import type { Filters } from './use-filters';

interface FilterChoiceProps {
  filters: Filters;
  /** Of the filter, in the address. */
  name: string;
  label: string;
  options: ChoiceOption[];
}

/** A filter with a few values: all of them, or one. */
export const FilterChoice = ({ filters, name, label, options }: FilterChoiceProps) => {
  const text = useText();
  return <Choice label={label} value={filters.get(name) || null} options={options} onChange={(value) => filters.set({ [name]: value })} placeholder={text('filter.any')} clearable />;
};
