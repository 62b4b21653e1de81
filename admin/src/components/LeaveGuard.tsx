import * as React from 'react';
import { Dialog } from '@strapi/design-system';
import { ConfirmDialog } from '@strapi/strapi/admin';
import { useBlocker } from 'react-router-dom';
import { useText } from '../i18n';

/** Asks before what somebody typed is lost: by a link, by the back button, or by closing the tab. */
export const LeaveGuard = ({ unsaved }: { unsaved: () => boolean }) => {
  const text = useText();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname && unsaved());
  React.useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (unsaved()) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [unsaved]);
  if (blocker.state !== 'blocked') return null;
  return (
    <Dialog.Root open onOpenChange={(open: boolean) => !open && blocker.reset()}>
      <ConfirmDialog title={text('leave.title')} onConfirm={() => blocker.proceed()} onCancel={() => blocker.reset()}>
        {text('leave.text')}
      </ConfirmDialog>
    </Dialog.Root>
  );
};
