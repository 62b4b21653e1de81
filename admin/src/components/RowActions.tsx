import { Flex, IconButton } from '@strapi/design-system';
import { Pencil, Trash } from '@strapi/icons';
import { useText } from '../i18n';

interface RowActionsProps {
  name: string;
  onEdit: () => void;
  onRemove: () => void;
}

/** Change and delete, at the end of a row. */
export const RowActions = ({ name, onEdit, onRemove }: RowActionsProps) => {
  const text = useText();
  return (
    <Flex gap={1} justifyContent="flex-end">
      <IconButton variant="ghost" label={text('inbox.edit.named', { name })} onClick={onEdit}>
        <Pencil />
      </IconButton>
      <IconButton variant="ghost" label={text('inbox.remove.named', { name })} onClick={onRemove}>
        <Trash />
      </IconButton>
    </Flex>
  );
};
