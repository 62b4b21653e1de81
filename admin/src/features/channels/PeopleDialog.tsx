import * as React from 'react';
import { Button, Field, Flex, Modal, MultiSelect, MultiSelectOption } from '@strapi/design-system';
import type { AgentView, ChannelDetail } from '../../../../plugin/contracts/channels';
import { useResource } from '../../api/use-resource';
import { ModalFooter, OpenModal } from '../../components/OpenModal';
import { FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import type { ChannelChange } from './use-channel-change';

/** Who takes part in a conversation beside whoever has it. */
export const PeopleDialog = ({ channel, change, onClose }: { channel: ChannelDetail; change: ChannelChange; onClose: () => void }) => {
  const text = useText();
  const agents = useResource<AgentView[]>('/channels/agents');
  const [chosen, setChosen] = React.useState(() => channel.agents.map(({ id }) => String(id)));
  const offered = [...(agents.data ?? []), ...channel.agents.filter(({ id }) => !agents.data?.some((agent) => agent.id === id))];
  const save = async () => {
    if (await change.change('agents', { users: chosen.map(Number) })) onClose();
  };
  return (
    <OpenModal title={text('work.agents')} onClose={onClose}>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          {agents.loading && <LoadingBlock />}
          {agents.failure && <FailureBlock failure={agents.failure} onRetry={agents.reload} />}
          {agents.data && (
            <Field.Root name="agents" hint={text('work.agents.hint')}>
              <Field.Label>{text('work.agents')}</Field.Label>
              <MultiSelect withTags value={chosen} placeholder={text('work.assign.choose')} clearLabel={text('action.clear')} onChange={setChosen} onClear={() => setChosen([])}>
                {offered.map(({ id, name }) => (
                  <MultiSelectOption key={id} value={String(id)}>
                    {name}
                  </MultiSelectOption>
                ))}
              </MultiSelect>
              <Field.Hint />
            </Field.Root>
          )}
        </Flex>
      </Modal.Body>
      <ModalFooter onClose={onClose}>
        <Button loading={change.pending} disabled={!agents.data} onClick={() => void save()}>
          {text('action.save')}
        </Button>
      </ModalFooter>
    </OpenModal>
  );
};
