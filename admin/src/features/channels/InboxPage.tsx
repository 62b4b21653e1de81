import * as React from 'react';
import { Box, VisuallyHidden } from '@strapi/design-system';
import { Message } from '@strapi/icons';
import { Page, useAuth } from '@strapi/strapi/admin';
import { useNavigate, useParams, useSearchParams } from 'react-router-dom';
import type { ChannelDetail, ChannelOptions } from '../../../../plugin/contracts/channels';
import { useResource } from '../../api/use-resource';
import { InstallationNotices } from '../../components/Notices';
import { LoadingBlock } from '../../components/States';
import { useFilters } from '../../components/use-filters';
import { useText } from '../../i18n';
import { permissionsOf, useMay } from '../../permissions';
import { useServerEvent } from '../../realtime/realtime';
import { isMessageSearch, listFiltersOf, narrowingCount, NARROWING } from './channel-filters';
import { countWords, inboxPath } from './channel-words';
import { ChannelList } from './ChannelList';
import { HitList } from './HitList';
import { InboxPanes } from './InboxPanes';
import { KeysDialog } from './KeysDialog';
import { ListHeader } from './ListHeader';
import { ListNote } from './ListNote';
import { NewChannelDialog } from './NewChannelDialog';
import { OpenThread } from './OpenThread';
import { SidePanel } from './SidePanel';
import { useChannelList } from './use-channel-list';
import { useCounts } from './use-counts';
import { useListKeys } from './use-list-keys';
import { useNow } from './use-now';
import { useOpenChannel } from './use-open-channel';
import { usePanelOpen } from './use-panel-open';
import type { PaneLayout } from './use-pane-layout';

/** Where a conversation is open: the filters stay, the message it was opened at does not. */
const useInboxAddress = () => {
  const { id = null } = useParams();
  const [search] = useSearchParams();
  const message = search.get('message');
  const kept = React.useMemo(() => {
    const filters = new URLSearchParams(search);
    filters.delete('message');
    return filters;
  }, [search]);
  return { id, message, kept };
};

const Inbox = () => {
  const text = useText();
  const may = useMay();
  const navigate = useNavigate();
  const filters = useFilters();
  const { id, message, kept } = useInboxAddress();
  const me = useAuth('Inbox', (state) => state.user?.id);
  const now = useNow();
  const [dialog, setDialog] = React.useState<'new' | 'keys' | null>(null);
  const [layout, setLayout] = React.useState<PaneLayout | null>(null);
  const panel = usePanelOpen(layout, id);
  const rows = React.useRef<HTMLDivElement>(null);
  const search = React.useRef<HTMLInputElement>(null);

  const inMessages = isMessageSearch(filters);
  const words = filters.get('search');
  const shown = React.useMemo(() => (inMessages ? null : listFiltersOf(filters, words)), [filters, inMessages, words]);
  const options = useResource<ChannelOptions>('/channels/options');
  const { counts, moved } = useCounts();
  const list = useChannelList(shown, me === undefined ? null : Number(me));
  const open = useOpenChannel(id);
  useServerEvent('channel.changed', moved);

  const toList = () => navigate(inboxPath(null, kept));
  const changed = (channel: ChannelDetail) => {
    open.replace(channel);
    list.place(channel);
    moved();
  };
  const onNew = may('channels.reply') ? () => setDialog('new') : null;
  useListKeys({
    list: rows,
    search,
    onHelp: () => setDialog('keys'),
    onEscape: () => {
      if (panel.open && layout !== 'wide') panel.close();
      else if (layout === 'narrow' && id !== null) toList();
    },
  });

  // Of the tab of the browser: how many conversations wait for this person, or for anybody.
  const waiting = counts ? Math.min(counts.mine + counts.unassigned, counts.all) : 0;
  return (
    <>
      <Page.Title>{waiting > 0 ? `(${countWords(waiting)}) ${text('nav.inbox')}` : text('nav.inbox')}</Page.Title>
      <InboxPanes
        onLayout={setLayout}
        panelOpen={panel.open}
        onClosePanel={panel.close}
        list={
          <>
            <ListHeader filters={filters} tab={listFiltersOf(filters, '').tab} counts={counts} options={options.data} search={search} onNew={onNew} onHelp={() => setDialog('keys')} />
            <Box ref={rows} flex="1" overflow="auto" minHeight={0}>
              {inMessages ? (
                <HitList words={words} now={now} open={message} pathOf={(hit) => inboxPath(hit.channel.id, kept, hit.message)} />
              ) : (
                <ChannelList
                  list={list}
                  openId={id}
                  now={now}
                  pathOf={(channel) => inboxPath(channel.id, kept)}
                  withAccount={(options.data?.accounts.length ?? 0) > 1}
                  narrowed={words !== '' || narrowingCount(filters) > 0}
                  onWiden={() => filters.set({ search: null, ...Object.fromEntries(NARROWING.map((name) => [name, null])) })}
                  onNew={onNew}
                />
              )}
            </Box>
          </>
        }
        thread={id === null ? null : <OpenThread open={open} focus={message} panelOpen={panel.open} onPanel={panel.toggle} onBack={toList} alone={layout === 'narrow'} onChanged={changed} />}
        panel={open.data && !open.gone ? <SidePanel key={open.data.id} channel={open.data} onChanged={changed} onClose={panel.close} /> : open.loading ? <LoadingBlock /> : null}
        nothing={<ListNote icon={<Message fill="currentColor" width="2.8rem" height="2.8rem" />} title={text('inbox.nothing-open')} hint={text('inbox.nothing-open.hint')} />}
      />
      {dialog === 'keys' && <KeysDialog onClose={() => setDialog(null)} />}
      {dialog === 'new' && (
        <NewChannelDialog
          accounts={options.data?.accounts ?? []}
          onClose={() => setDialog(null)}
          onOpened={(channel) => {
            setDialog(null);
            list.place(channel);
            navigate(inboxPath(channel.id, kept));
          }}
        />
      )}
    </>
  );
};

/** Conversations, the one that is open, and who it is with. */
const InboxPage = () => {
  const text = useText();
  const { id } = useParams();
  return (
    <Page.Protect permissions={permissionsOf('channels.read')}>
      <Page.Main>
        <VisuallyHidden>
          <h1>{text('nav.inbox')}</h1>
        </VisuallyHidden>
        {/* On a phone a conversation needs the room: there they stand above the list. */}
        <Box paddingLeft={4} paddingRight={4} display={{ initial: id === undefined ? 'block' : 'none', medium: 'block' }}>
          <InstallationNotices withAdvice={false} paddingTop={4} />
        </Box>
        <Inbox />
      </Page.Main>
    </Page.Protect>
  );
};

export default InboxPage;
