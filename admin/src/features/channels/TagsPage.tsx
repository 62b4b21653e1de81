import * as React from 'react';
import { Button, Td, Tr, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import type { TagView } from '../../../../plugin/contracts/channels';
import { segment } from '../../api/query';
import { useResource } from '../../api/use-resource';
import { PlainTable } from '../../components/PlainTable';
import { RemoveDialog } from '../../components/RemoveDialog';
import { RowActions } from '../../components/RowActions';
import { Screen } from '../../components/Screen';
import { EmptyBlock, FailureBlock, LoadingBlock } from '../../components/States';
import { WIDE_CELL } from '../../components/widths';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { TagDialog } from './TagDialog';
import { TagLabel } from './TagLabel';

/** The labels conversations may carry. */
const TagsPage = () => {
  const text = useText();
  const mayWrite = useMay()('channels.configure');
  const tags = useResource<TagView[]>('/tags');
  const [edited, setEdited] = React.useState<TagView | 'new' | null>(null);
  const [removed, setRemoved] = React.useState<TagView | null>(null);
  const rows = tags.data ?? [];
  const add = mayWrite ? (
    <Button startIcon={<Plus />} onClick={() => setEdited('new')}>
      {text('tags.add')}
    </Button>
  ) : undefined;
  return (
    <Screen actions={['channels.read']} title={text('tags.title')} subtitle={text('tags.subtitle')} primaryAction={add}>
      {tags.loading && <LoadingBlock />}
      {tags.failure && !tags.data && <FailureBlock failure={tags.failure} onRetry={tags.reload} />}
      {tags.data && rows.length === 0 && <EmptyBlock content={text('tags.empty')} action={add} />}
      {rows.length > 0 && (
        <PlainTable label={text('tags.title')} columns={[{ label: text('tags.name') }, { label: text('tags.colour'), wide: true }]} rowCount={rows.length} busy={tags.refreshing}>
          {rows.map((tag) => (
            <Tr key={tag.id}>
              <Td>
                <TagLabel tag={tag} />
              </Td>
              <Td {...WIDE_CELL}>
                <Typography>{text(`tags.colour.${tag.colour}`)}</Typography>
              </Td>
              <Td>{mayWrite && <RowActions name={tag.name} onEdit={() => setEdited(tag)} onRemove={() => setRemoved(tag)} />}</Td>
            </Tr>
          ))}
        </PlainTable>
      )}
      {edited && <TagDialog tag={edited === 'new' ? null : edited} onSaved={tags.reload} onClose={() => setEdited(null)} />}
      {removed && (
        <RemoveDialog
          title={text('inbox.remove.named', { name: removed.name })}
          content={text('tags.remove.text')}
          path={`/tags/${segment(removed.id)}`}
          onRemoved={tags.reload}
          onClose={() => setRemoved(null)}
        />
      )}
    </Screen>
  );
};

export default TagsPage;
