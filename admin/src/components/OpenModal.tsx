import * as React from 'react';
import { Button, Flex, Modal } from '@strapi/design-system';
import { useText } from '../i18n';

interface OpenModalProps {
  title: string;
  onClose: () => void;
  /** `Modal.Body` and a footer, in a form or not. */
  children: React.ReactNode;
}

const FIELD = 'form :is(input:not([type="hidden"]), textarea, [role="combobox"], [role="checkbox"], [role="radio"], [role="switch"]):not(:disabled)';

/** A dialog that is open as long as it is drawn. */
export const OpenModal = ({ title, onClose, children }: OpenModalProps) => {
  const text = useText();
  // It has no trigger to give the focus back to: that is kept here, from before the dialog took it.
  const [before] = React.useState(() => document.activeElement);
  const giveBack = (event: Event) => {
    event.preventDefault();
    // What asked for it may say in the meantime who is next, such as a text that goes on.
    if (document.activeElement === document.body && before instanceof HTMLElement && before.isConnected) before.focus();
  };
  // Where something is to be filled in, that is where one begins, not at the button that closes it.
  const beginInField = (event: Event) => {
    const field = event.currentTarget instanceof HTMLElement ? event.currentTarget.querySelector<HTMLElement>(FIELD) : null;
    if (!field) return;
    event.preventDefault();
    field.focus();
  };
  return (
    <Modal.Root open onOpenChange={(open: boolean) => !open && onClose()}>
      <Modal.Content aria-describedby={undefined} onOpenAutoFocus={beginInField} onCloseAutoFocus={giveBack}>
        <Modal.Header closeLabel={text('action.close')}>
          <Modal.Title>{title}</Modal.Title>
        </Modal.Header>
        {children}
      </Modal.Content>
    </Modal.Root>
  );
};

/** *Cancel*, and what the dialog is for. */
export const ModalFooter = ({ onClose, children }: { onClose: () => void; children?: React.ReactNode }) => {
  const text = useText();
  return (
    <Modal.Footer>
      <Button variant="tertiary" onClick={onClose}>
        {text('action.cancel')}
      </Button>
      {children}
    </Modal.Footer>
  );
};

interface ModalFormProps {
  /** Of the button that sends it; left out: *Save*. */
  submit?: string;
  pending: boolean;
  /** It can't be sent as it is. */
  barred?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  /** Fields, one below the other. */
  children: React.ReactNode;
  gap?: 4 | 5;
}

/** What is filled in and sent in an `OpenModal`. What is wrong is said by the fields, not by the browser. */
export const ModalForm = ({ submit, pending, barred = false, onSubmit, onClose, children, gap = 4 }: ModalFormProps) => {
  const text = useText();
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // What opened it may be a form too, and React's events go the way of the components, not of the page.
        event.stopPropagation();
        onSubmit();
      }}
    >
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={gap}>
          {children}
        </Flex>
      </Modal.Body>
      <ModalFooter onClose={onClose}>
        <Button type="submit" loading={pending} disabled={barred}>
          {submit ?? text('action.save')}
        </Button>
      </ModalFooter>
    </form>
  );
};
