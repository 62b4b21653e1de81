import { Link } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { MessageView } from '../../../../plugin/contracts/messages';
import { pathOf, segment } from '../../api/query';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';

/** A conversation, at one of its messages. */
const channelPath = (channel: string, message: string): string => pathOf(`/plugins/whatsapp/inbox/${segment(channel)}`, { message });

/** From a message to the conversation it stands in, for whoever may read conversations. */
export const ChannelLink = ({ message }: { message: MessageView }) => {
  const text = useText();
  const may = useMay();
  if (!message.channel || !may('channels.read')) return null;
  return (
    <Link tag={RouterLink} to={channelPath(message.channel.id, message.id)}>
      {text('person.conversation')}
    </Link>
  );
};
