import * as React from 'react';
import { Box, Checkbox, Field, Flex, IconButton, Menu, Modal, TextInput, Typography } from '@strapi/design-system';
import { Check, Stack, Trash } from '@strapi/icons';
import type { ChannelViewChoice } from '../../../../plugin/contracts/channels';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { pageDirection } from '../../components/direction';
import { ModalFooter, ModalForm, OpenModal } from '../../components/OpenModal';
import { FailureAlert } from '../../components/States';
import type { Filters } from '../../components/use-filters';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { filtersOfView, isSameView, presentFilters } from './channel-filters';

interface SavingProps {
  filters: Filters;
  onSaved: () => void;
  onClose: () => void;
}

const SaveView = ({ filters, onSaved, onClose }: SavingProps) => {
  const text = useText();
  const may = useMay();
  const client = useClient();
  const [name, setName] = React.useState('');
  const [shared, setShared] = React.useState(false);
  const save = useAction(async () => {
    await client.post('/channel-views', { name: name.trim(), shared, filters: presentFilters(filters) });
    onSaved();
    onClose();
  });
  return (
    <OpenModal title={text('inbox.views.save')} onClose={onClose}>
      <ModalForm barred={!name.trim()} pending={save.pending} onSubmit={() => name.trim() && void save.run()} onClose={onClose}>
        <Field.Root required hint={text('inbox.views.name.hint')}>
          <Field.Label>{text('inbox.views.name')}</Field.Label>
          <TextInput value={name} maxLength={80} dir="auto" onChange={(event: React.ChangeEvent<HTMLInputElement>) => setName(event.target.value)} />
          <Field.Hint />
        </Field.Root>
        {may('channels.configure') && (
          <Checkbox checked={shared} onCheckedChange={(checked: boolean | 'indeterminate') => setShared(checked === true)}>
            {text('inbox.shared.for-all')}
          </Checkbox>
        )}
        <FailureAlert failure={save.failure} onClose={save.clear} />
      </ModalForm>
    </OpenModal>
  );
};

const ViewsDialog = ({ views, onRemoved, onClose }: { views: ChannelViewChoice[]; onRemoved: () => void; onClose: () => void }) => {
  const text = useText();
  const may = useMay();
  const client = useClient();
  const remove = useAction(async (id: string) => {
    await client.remove(`/channel-views/${segment(id)}`);
    onRemoved();
  });
  return (
    <OpenModal title={text('inbox.views.edit')} onClose={onClose}>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={3}>
          <FailureAlert failure={remove.failure} onClose={remove.clear} />
          {views.length === 0 && <Typography textColor="neutral600">{text('inbox.views.none')}</Typography>}
          <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
            {views.map((view) => (
              <Flex tag="li" key={view.id} justifyContent="space-between" gap={3}>
                <Box minWidth={0}>
                  <Typography tag="p" dir="auto" style={{ overflowWrap: 'anywhere' }}>
                    {view.name}
                  </Typography>
                  <Typography variant="pi" textColor="neutral600">
                    {text(view.shared ? 'inbox.shared' : 'inbox.own')}
                  </Typography>
                </Box>
                {(!view.shared || may('channels.configure')) && (
                  <IconButton variant="ghost" label={text('inbox.remove.named', { name: view.name })} disabled={remove.pending} onClick={() => void remove.run(view.id)}>
                    <Trash />
                  </IconButton>
                )}
              </Flex>
            ))}
          </Flex>
        </Flex>
      </Modal.Body>
      <ModalFooter onClose={onClose} />
    </OpenModal>
  );
};

/** Filters kept under a name, one's own or everybody's. */
export const ChannelViews = ({ filters }: { filters: Filters }) => {
  const text = useText();
  const views = useResource<ChannelViewChoice[]>('/channel-views');
  const [dialog, setDialog] = React.useState<'save' | 'edit' | null>(null);
  const rows = views.data ?? [];
  const shown = rows.find((view) => Object.keys(view.filters).length > 0 && isSameView(view.filters, filters));
  return (
    <>
      <Menu.Root dir={pageDirection()}>
        <Menu.Trigger variant="tertiary" size="S" startIcon={<Stack />}>
          <Typography textColor="inherit" variant="pi" fontWeight="bold" ellipsis maxWidth="12rem">
            {shown?.name ?? text('inbox.views')}
          </Typography>
        </Menu.Trigger>
        <Menu.Content popoverPlacement="bottom-start">
          {rows.map((view) => (
            <Menu.Item key={view.id} {...(view.id === shown?.id ? { endIcon: <Check /> } : {})} onSelect={() => filters.set(filtersOfView(view.filters))}>
              <bdi>{view.name}</bdi>
            </Menu.Item>
          ))}
          {rows.length > 0 && <Menu.Separator />}
          <Menu.Item onSelect={() => setDialog('save')}>{text('inbox.views.save')}</Menu.Item>
          {rows.length > 0 && <Menu.Item onSelect={() => setDialog('edit')}>{text('inbox.views.edit')}</Menu.Item>}
        </Menu.Content>
      </Menu.Root>
      {dialog === 'save' && <SaveView filters={filters} onSaved={views.reload} onClose={() => setDialog(null)} />}
      {dialog === 'edit' && <ViewsDialog views={rows} onRemoved={views.reload} onClose={() => setDialog(null)} />}
    </>
  );
};
