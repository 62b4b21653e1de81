import * as React from 'react';
import { Box, Flex, SubNav, SubNavHeader, SubNavLink, SubNavSection, SubNavSections } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Navigate, NavLink, Route, Routes } from 'react-router-dom';
import { styled } from 'styled-components';
import type { PermissionAction } from '../../plugin/permissions';
import { useDirection } from './components/direction';
import { useText, type MessageKey } from './i18n';
import { useMay } from './permissions';
import { RealtimeProvider } from './realtime/realtime';

const InboxPage = React.lazy(() => import('./features/channels/InboxPage'));
const MessageLogPage = React.lazy(() => import('./features/messages/MessageLogPage'));
const ParkedPage = React.lazy(() => import('./features/messages/ParkedPage'));
const TemplatesPage = React.lazy(() => import('./features/templates/TemplatesPage'));
const TemplatePage = React.lazy(() => import('./features/templates/TemplatePage'));
const TemplateEditorPage = React.lazy(() => import('./features/templates/TemplateEditorPage'));
const BatchesPage = React.lazy(() => import('./features/documents/BatchesPage'));
const BatchPage = React.lazy(() => import('./features/documents/BatchPage'));
const ConsentPage = React.lazy(() => import('./features/contacts/ConsentPage'));
const ContactsPage = React.lazy(() => import('./features/contacts/ContactsPage'));
const ContactPage = React.lazy(() => import('./features/contacts/ContactPage'));
const DuplicatesPage = React.lazy(() => import('./features/contacts/DuplicatesPage'));
const MyDefaultsPage = React.lazy(() => import('./features/accounts/MyDefaultsPage'));
const SyncWizardPage = React.lazy(() => import('./features/erp/SyncWizardPage'));
const SyncPage = React.lazy(() => import('./features/erp/SyncPage'));
const TracePage = React.lazy(() => import('./features/traces/TracePage'));
const SendMessagePage = React.lazy(() => import('./features/compositions/SendMessagePage'));
const QuickRepliesPage = React.lazy(() => import('./features/quick-replies/QuickRepliesPage'));
const MacrosPage = React.lazy(() => import('./features/macros/MacrosPage'));
const TagsPage = React.lazy(() => import('./features/channels/TagsPage'));
const ActivityPage = React.lazy(() => import('./features/logs/ActivityPage'));

const ROOT = '/plugins/whatsapp';

interface Place {
  to: string;
  label: MessageKey;
  action: PermissionAction;
  end?: boolean;
}

interface Section {
  label: MessageKey;
  places: readonly Place[];
}

const SECTIONS: readonly Section[] = [
  {
    label: 'nav.section',
    places: [
      { to: `${ROOT}/inbox`, label: 'nav.inbox', action: 'channels.read' },
      { to: ROOT, label: 'nav.log', action: 'messages.read', end: true },
      { to: `${ROOT}/send`, label: 'nav.send', action: 'messages.send' },
      { to: `${ROOT}/batches`, label: 'nav.batches', action: 'documents.send' },
      { to: `${ROOT}/templates`, label: 'nav.templates', action: 'templates.read' },
      { to: `${ROOT}/defaults`, label: 'nav.defaults', action: 'documents.send' },
    ],
  },
  {
    label: 'nav.section.inbox',
    places: [
      { to: `${ROOT}/quick-replies`, label: 'nav.quick-replies', action: 'channels.read' },
      { to: `${ROOT}/macros`, label: 'nav.macros', action: 'channels.read' },
      { to: `${ROOT}/tags`, label: 'nav.tags', action: 'channels.read' },
    ],
  },
  {
    label: 'nav.section.people',
    places: [
      { to: `${ROOT}/contacts`, label: 'nav.contacts', action: 'contacts.read' },
      { to: `${ROOT}/consent`, label: 'nav.consent', action: 'contacts.read' },
    ],
  },
  {
    label: 'nav.section.operation',
    places: [
      { to: `${ROOT}/sync`, label: 'nav.sync', action: 'erp.read' },
      { to: `${ROOT}/parked`, label: 'nav.parked', action: 'messages.read' },
      { to: `${ROOT}/activity`, label: 'nav.activity', action: 'logs.read' },
    ],
  },
];

/** Strapi's layout hides the side navigation on phones: there the same places are a row that scrolls. */
const PhoneNavigation = styled(Box)`
  overflow-x: auto;

  @media (min-width: 768px) {
    display: none;
  }
`;

const PhoneLink = styled(NavLink)`
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[3]}`};
  border-radius: ${({ theme }) => theme.borderRadius};
  color: ${({ theme }) => theme.colors.neutral800};
  font-size: ${({ theme }) => theme.fontSizes[2]};
  text-decoration: none;
  white-space: nowrap;

  &.active {
    background: ${({ theme }) => theme.colors.primary100};
    color: ${({ theme }) => theme.colors.primary700};
    font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  }
`;

const SideNavigation = ({ sections }: { sections: Section[] }) => {
  const text = useText();
  return (
    <SubNav aria-label={text('plugin.name')}>
      <SubNavHeader label={text('plugin.name')} />
      <SubNavSections>
        {sections.map(({ label, places }) => (
          <SubNavSection key={label} label={text(label)}>
            {places.map((place) => (
              <SubNavLink key={place.to} tag={NavLink} to={place.to} end={place.end}>
                {text(place.label)}
              </SubNavLink>
            ))}
          </SubNavSection>
        ))}
      </SubNavSections>
    </SubNav>
  );
};

/** Live on every page of ours, so that nobody who reads the log is not called; not for who sees no conversation. */
const Live = ({ children }: { children: React.ReactNode }) => (useMay()('channels.read') ? <RealtimeProvider>{children}</RealtimeProvider> : children);

const App = () => {
  useDirection();
  const text = useText();
  const may = useMay();
  const sections = SECTIONS.map(({ label, places }) => ({ label, places: places.filter((place) => may(place.action)) })).filter((section) => section.places.length > 0);
  const places = sections.flatMap((section) => section.places);
  // Who may not see the log lands on the first place they may see.
  const home = places[0]?.to;
  return (
    <Layouts.Root sideNav={<SideNavigation sections={sections} />}>
      <PhoneNavigation tag="nav" background="neutral0" paddingLeft={3} paddingRight={3} paddingTop={2} paddingBottom={2} aria-label={text('plugin.name')}>
        <Flex gap={1}>
          {places.map((place) => (
            <PhoneLink key={place.to} to={place.to} end={place.end}>
              {text(place.label)}
            </PhoneLink>
          ))}
        </Flex>
      </PhoneNavigation>
      <Live>
        <React.Suspense fallback={<Page.Loading />}>
          <Routes>
            <Route index element={home === undefined || home === ROOT ? <MessageLogPage /> : <Navigate to={home} replace />} />
            <Route path="inbox" element={<InboxPage />} />
            <Route path="inbox/:id" element={<InboxPage />} />
            <Route path="quick-replies" element={<QuickRepliesPage />} />
            <Route path="macros" element={<MacrosPage />} />
            <Route path="tags" element={<TagsPage />} />
            <Route path="parked" element={<ParkedPage />} />
            <Route path="send" element={<SendMessagePage />} />
            <Route path="batches" element={<BatchesPage />} />
            <Route path="batches/:id" element={<BatchPage />} />
            <Route path="templates" element={<TemplatesPage />} />
            <Route path="templates/new" element={<TemplateEditorPage />} />
            <Route path="templates/:id" element={<TemplatePage />} />
            <Route path="templates/:id/edit" element={<TemplateEditorPage />} />
            <Route path="contacts" element={<ContactsPage />} />
            <Route path="contacts/duplicates" element={<DuplicatesPage />} />
            <Route path="contacts/:id" element={<ContactPage />} />
            <Route path="consent" element={<ConsentPage />} />
            <Route path="sync" element={<SyncPage />} />
            <Route path="sync/wizard" element={<SyncWizardPage />} />
            <Route path="activity" element={<ActivityPage />} />
            <Route path="defaults" element={<MyDefaultsPage />} />
            <Route path="messages/:id/trace" element={<TracePage />} />
            <Route path="*" element={<Page.Error />} />
          </Routes>
        </React.Suspense>
      </Live>
    </Layouts.Root>
  );
};

export default App;
