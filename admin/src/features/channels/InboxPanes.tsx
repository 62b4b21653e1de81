import * as React from 'react';
import { styled } from 'styled-components';
import { useText } from '../../i18n';
import { usePaneLayout, type PaneLayout } from './use-pane-layout';

const Panes = styled.div`
  position: relative;
  display: flex;
  min-width: 0;
  overflow: hidden;
  border-block-start: 1px solid ${({ theme }) => theme.colors.neutral200};
  background: ${({ theme }) => theme.colors.neutral0};
`;

const Pane = styled.section<{ $width: string | null }>`
  display: flex;
  flex: ${({ $width }) => ($width === null ? '1 1 0' : `0 0 ${$width}`)};
  flex-direction: column;
  min-width: 0;
  min-height: 0;
  border-inline-start: 1px solid ${({ theme }) => theme.colors.neutral200};
  background: ${({ theme }) => theme.colors.neutral0};

  &:first-child {
    border-inline-start: 0;
  }

  &:focus {
    outline: none;
  }
`;

const Cover = styled.div`
  position: absolute;
  inset: 0;
  z-index: 2;
  background: ${({ theme }) => theme.colors.neutral800};
  opacity: 0.2;
`;

const Drawer = styled.section`
  position: absolute;
  inset-block: 0;
  inset-inline-end: 0;
  z-index: 3;
  display: flex;
  flex-direction: column;
  width: min(36rem, 90%);
  min-height: 0;
  background: ${({ theme }) => theme.colors.neutral0};
  box-shadow: ${({ theme }) => theme.shadows.popupShadow};
`;

interface InboxPanesProps {
  list: React.ReactNode;
  /** Null: no conversation is open. */
  thread: React.ReactNode;
  /** Null: there is nothing to say about it. */
  panel: React.ReactNode;
  /** What the thread's place says while none is open. */
  nothing: React.ReactNode;
  panelOpen: boolean;
  onClosePanel: () => void;
  onLayout: (layout: PaneLayout) => void;
}

/** List, thread and panel: side by side, or on a narrow screen one at a time. They fill the viewer; each scrolls by itself. */
export const InboxPanes = ({ list, thread, panel, nothing, panelOpen, onClosePanel, onLayout }: InboxPanesProps) => {
  const text = useText();
  const place = React.useRef<HTMLDivElement>(null);
  const measured = usePaneLayout(place);
  const layout = measured?.layout ?? null;
  React.useEffect(() => {
    if (layout) onLayout(layout);
  }, [layout, onLayout]);

  const withPanel = panelOpen && thread !== null && panel !== null;
  const shows = {
    list: layout !== 'narrow' || thread === null,
    thread: layout !== 'narrow' || (thread !== null && !withPanel),
    panel: withPanel,
  };

  // Where one pane takes the other's place, what had the focus is gone: it goes on in the pane that is shown.
  const shownPane = layout === 'narrow' ? (shows.panel ? 'panel' : shows.thread ? 'thread' : 'list') : null;
  const formerPane = React.useRef(shownPane);
  React.useEffect(() => {
    if (shownPane && formerPane.current && shownPane !== formerPane.current) place.current?.querySelector<HTMLElement>(`[data-pane="${shownPane}"]`)?.focus();
    formerPane.current = shownPane;
  }, [shownPane]);

  return (
    <Panes ref={place} data-layout={layout} style={measured ? { height: measured.height, marginBottom: -measured.below } : { height: '70vh' }}>
      {/* Kept while it is not shown: its place in the scroll would be lost. */}
      <Pane $width={layout === 'narrow' ? null : '34rem'} aria-label={text('inbox.list')} data-pane="list" tabIndex={-1} style={shows.list ? undefined : { display: 'none' }}>
        {list}
      </Pane>
      {shows.thread && (
        <Pane $width={null} aria-label={text('inbox.thread')} data-pane="thread" tabIndex={-1}>
          {thread ?? nothing}
        </Pane>
      )}
      {shows.panel && layout === 'medium' && (
        <>
          <Cover onClick={onClosePanel} aria-hidden />
          <Drawer aria-label={text('inbox.panel')}>{panel}</Drawer>
        </>
      )}
      {shows.panel && layout !== 'medium' && (
        <Pane $width={layout === 'narrow' ? null : '34rem'} aria-label={text('inbox.panel')} data-pane="panel" tabIndex={-1}>
          {panel}
        </Pane>
      )}
    </Panes>
  );
};
