import * as React from 'react';
import { Button, Td, Tr, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import type { MacroView } from '../../../../plugin/contracts/macros';
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
import { MacroDialog } from './MacroDialog';

/** What is done by one press: one's own macros and everybody's. */
const MacrosPage = () => {
  const text = useText();
  const may = useMay();
  const macros = useResource<MacroView[]>('/macros');
  const [edited, setEdited] = React.useState<MacroView | 'new' | null>(null);
  const [removed, setRemoved] = React.useState<MacroView | null>(null);
  const rows = macros.data ?? [];
  const add = may('channels.reply') ? (
    <Button startIcon={<Plus />} onClick={() => setEdited('new')}>
      {text('macros.add')}
    </Button>
  ) : undefined;
  const columns = [{ label: text('macros.name') }, { label: text('macros.steps'), wide: true }, { label: text('quick-replies.whose'), wide: true }];
  return (
    <Screen actions={['channels.read']} title={text('macros.title')} subtitle={text('macros.subtitle')} primaryAction={add}>
      {macros.loading && <LoadingBlock />}
      {macros.failure && !macros.data && <FailureBlock failure={macros.failure} onRetry={macros.reload} />}
      {macros.data && rows.length === 0 && <EmptyBlock content={text('macros.empty')} action={add} />}
      {rows.length > 0 && (
        <PlainTable label={text('macros.title')} columns={columns} rowCount={rows.length} busy={macros.refreshing}>
          {rows.map((macro) => (
            <Tr key={macro.id}>
              <Td>
                <Typography fontWeight="semiBold" dir="auto" style={{ overflowWrap: 'anywhere' }}>
                  {macro.name}
                </Typography>
              </Td>
              <Td {...WIDE_CELL}>
                <Typography textColor="neutral600">{macro.steps.map(({ kind }) => text(`macros.step.${kind}`)).join(' → ')}</Typography>
              </Td>
              <Td {...WIDE_CELL}>
                <OwnOrShared shared={macro.shared} />
              </Td>
              <Td>{macro.mine && <RowActions name={macro.name} onEdit={() => setEdited(macro)} onRemove={() => setRemoved(macro)} />}</Td>
            </Tr>
          ))}
        </PlainTable>
      )}
      {edited && <MacroDialog macro={edited === 'new' ? null : edited} onSaved={macros.reload} onClose={() => setEdited(null)} />}
      {removed && (
        <RemoveDialog
          title={text('inbox.remove.named', { name: removed.name })}
          content={text(removed.shared ? 'macros.remove.shared' : 'inbox.remove.sure')}
          path={`/macros/${segment(removed.id)}`}
          onRemoved={macros.reload}
          onClose={() => setRemoved(null)}
        />
      )}
    </Screen>
  );
};

export default MacrosPage;
