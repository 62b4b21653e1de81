import { Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { MessageView } from '../../../../plugin/contracts/messages';
import { useText } from '../../i18n';
import { recordPath } from './message-words';

export const RecordLink = ({ record }: { record: MessageView['record'] }) => {
  const text = useText();
  if (!record) return null;
  const path = recordPath(record);
  const label = record.number || text(record.type === 'invoice' ? 'record.invoice' : record.type === 'sales-order' ? 'record.order' : 'record.other');
  if (!path) return <Typography>{label}</Typography>;
  return (
    <Link tag={RouterLink} to={path} onClick={(event: { stopPropagation(): void }) => event.stopPropagation()}>
      {label}
    </Link>
  );
};
