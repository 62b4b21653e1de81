import * as React from 'react';
import { Button, Flex } from '@strapi/design-system';
import type { AgentView, ChannelDetail } from '../../../../plugin/contracts/channels';
import { useResource } from '../../api/use-resource';
import { Choice } from '../../components/Choice';
import { Fact } from '../../components/Panel';
import { useText } from '../../i18n';
import { TagsDialog } from './TagsDialog';
import { TagList } from './TagList';
import { PanelCard, Quiet } from './PanelCard';
import type { ChannelChange } from './use-channel-change';

/** Tags, whose it is, and who should get the next conversation of this person. */
export const WorkCard = ({ channel, change }: { channel: ChannelDetail; change: ChannelChange }) => {
  const text = useText();
  const [tagging, setTagging] = React.useState(false);
  const { may, preferredAgent } = channel;
  const agents = useResource<AgentView[]>(may.assign && channel.contact ? '/channels/agents' : null);
  const offered = [...(agents.data ?? []), ...(preferredAgent && !agents.data?.some(({ id }) => id === preferredAgent.id) ? [preferredAgent] : [])];
  return (
    <PanelCard
      title={text('work.tags')}
      action={
        may.reply ? (
          <Button size="S" variant="ghost" onClick={() => setTagging(true)}>
            {text('work.tags.change')}
          </Button>
        ) : undefined
      }
    >
      {channel.tags.length > 0 ? <TagList tags={channel.tags} /> : <Quiet>{text('work.tags.empty')}</Quiet>}
      <Flex tag="dl" direction="column" alignItems="stretch" gap={3}>
        <Fact name={text('person.owner')}>{channel.assignee?.name ?? text('work.unassigned')}</Fact>
        {channel.agents.length > 0 && <Fact name={text('work.agents')}>{channel.agents.map(({ name }) => name).join(', ')}</Fact>}
        {!may.assign && preferredAgent && <Fact name={text('person.preferred')}>{preferredAgent.name}</Fact>}
      </Flex>
      {may.assign && channel.contact && (
        <Choice
          label={text('person.preferred')}
          hint={text('person.preferred.hint')}
          value={preferredAgent ? String(preferredAgent.id) : null}
          placeholder={text('person.preferred.none')}
          clearable
          disabled={change.pending || !agents.data}
          options={offered.map(({ id, name }) => ({ value: String(id), label: name }))}
          onChange={(user) => void change.change('preferred-agent', { user: user === null ? null : Number(user) })}
        />
      )}
      {tagging && <TagsDialog channel={channel} change={change} onClose={() => setTagging(false)} />}
    </PanelCard>
  );
};
