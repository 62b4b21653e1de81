import * as React from 'react';
import { Box, Button, Td, Tr, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import type { ChannelOptions } from '../../../../plugin/contracts/channels';
import type { QuickReplyView } from '../../../../plugin/contracts/quick-replies';
import { segment } from '../../api/query';
import { useResource } from '../../api/use-resource';
import { OwnOrShared } from '../../components/OwnOrShared';
import { PlainTable } from '../../components/PlainTable';
import { RemoveDialog } from '../../components/RemoveDialog';
import { RowActions } from '../../components/RowActions';
import { Screen } from '../../components/Screen';
import { EmptyBlock, FailureBlock, LoadingBlock } from '../../components/States';
import { WIDE_CELL } from '../../components/widths';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { QuickReplyDialog } from './QuickReplyDialog';

/** Texts for the composer, one's own and everybody's. */
const QuickRepliesPage = () => {
  const text = useText();
  const may = useMay();
  const replies = useResource<QuickReplyView[]>('/quick-replies');
  const options = useResource<ChannelOptions>('/channels/options');
  const [edited, setEdited] = React.useState<QuickReplyView | 'new' | null>(null);
  const [removed, setRemoved] = React.useState<QuickReplyView | null>(null);
  const rows = replies.data ?? [];
  const add = may('channels.reply') ? (
    <Button startIcon={<Plus />} onClick={() => setEdited('new')}>
      {text('quick-replies.add')}
    </Button>
  ) : undefined;
  const columns = [{ label: text('quick-replies.shortcut') }, { label: text('quick-replies.body'), wide: true }, { label: text('quick-replies.whose'), wide: true }];
  return (
    <Screen actions={['channels.read']} title={text('quick-replies.title')} subtitle={text('quick-replies.subtitle')} primaryAction={add}>
      {replies.loading && <LoadingBlock />}
      {replies.failure && !replies.data && <FailureBlock failure={replies.failure} onRetry={replies.reload} />}
      {replies.data && rows.length === 0 && <EmptyBlock content={text('quick-replies.empty')} action={add} />}
      {rows.length > 0 && (
        <PlainTable label={text('quick-replies.title')} columns={columns} rowCount={rows.length} busy={replies.refreshing}>
          {rows.map((reply) => (
            <Tr key={reply.id}>
              <Td>
                <Typography fontWeight="semiBold">
                  <bdi dir="ltr">/</bdi>
                  <bdi>{reply.shortcut}</bdi>
                </Typography>
              </Td>
              <Td {...WIDE_CELL}>
                <Box maxWidth="48rem">
                  <Typography tag="p" dir="auto" ellipsis>
                    {reply.body}
                  </Typography>
                </Box>
              </Td>
              <Td {...WIDE_CELL}>
                <OwnOrShared shared={reply.shared} />
              </Td>
              <Td>{reply.mine && <RowActions name={`/${reply.shortcut}`} onEdit={() => setEdited(reply)} onRemove={() => setRemoved(reply)} />}</Td>
            </Tr>
          ))}
        </PlainTable>
      )}
      {edited && <QuickReplyDialog reply={edited === 'new' ? null : edited} accounts={options.data?.accounts ?? []} onSaved={replies.reload} onClose={() => setEdited(null)} />}
      {removed && (
        <RemoveDialog
          title={text('inbox.remove.named', { name: `/${removed.shortcut}` })}
          content={text(removed.shared ? 'quick-replies.remove.shared' : 'inbox.remove.sure')}
          path={`/quick-replies/${segment(removed.id)}`}
          onRemoved={replies.reload}
          onClose={() => setRemoved(null)}
        />
      )}
    </Screen>
  );
};

export default QuickRepliesPage;
