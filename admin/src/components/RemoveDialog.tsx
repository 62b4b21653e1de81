import { Dialog } from '@strapi/design-system';
import { ConfirmDialog } from '@strapi/strapi/admin';
import { useClient } from '../api/client';
import { useAction } from '../api/use-action';
import { useText } from '../i18n';
import { FailureAlert } from './States';

interface RemoveDialogProps {
  title: string;
  /** What is lost by it. */
  content: string;
  path: string;
  onRemoved: () => void;
  onClose: () => void;
}

/** Asks before something is deleted, and says why where it could not be. */
export const RemoveDialog = ({ title, content, path, onRemoved, onClose }: RemoveDialogProps) => {
  const text = useText();
  const client = useClient();
  const remove = useAction(async () => {
    await client.remove(path);
    onRemoved();
    onClose();
  });
  return (
    <Dialog.Root open onOpenChange={(open: boolean) => !open && onClose()}>
      <ConfirmDialog
        title={title}
        onConfirm={(event?: { preventDefault(): void }) => {
          // It closes by itself when it is done; what failed is said in it.
          event?.preventDefault();
          void remove.run();
        }}
        onCancel={onClose}
      >
        {remove.failure ? <FailureAlert failure={remove.failure} /> : content || text('inbox.remove.sure')}
      </ConfirmDialog>
    </Dialog.Root>
  );
};
