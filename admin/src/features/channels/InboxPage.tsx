import { Screen } from '../../components/Screen';
import { useText } from '../../i18n';

/** Conversations, the one that is open, and who it is with. */
const InboxPage = () => {
  const text = useText();
  return <Screen actions={['channels.read']} title={text('nav.inbox')}>{null}</Screen>;
};

export default InboxPage;
