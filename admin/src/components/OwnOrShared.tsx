import { Checkbox, Field } from '@strapi/design-system';
import type { PermissionAction } from '../../../plugin/permissions';
import { useText } from '../i18n';
import { useMay } from '../permissions';
import { Pill } from './Pill';

export const OwnOrShared = ({ shared }: { shared: boolean }) => {
  const text = useText();
  return <Pill variant={shared ? 'primary' : 'neutral'}>{text(shared ? 'inbox.shared' : 'inbox.own')}</Pill>;
};

interface SharedFieldProps {
  shared: boolean;
  /** Who may write for everybody. */
  action: PermissionAction;
  onChange: (shared: boolean) => void;
}

/** One's own, or everybody's: offered to who may write for everybody. */
export const SharedField = ({ shared, action, onChange }: SharedFieldProps) => {
  const text = useText();
  const may = useMay();
  if (!may(action)) return null;
  return (
    <Field.Root hint={text('inbox.shared.hint')}>
      <Checkbox checked={shared} onCheckedChange={(checked: boolean | 'indeterminate') => onChange(checked === true)}>
        {text('inbox.shared.for-all')}
      </Checkbox>
      <Field.Hint />
    </Field.Root>
  );
};
