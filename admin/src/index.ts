import type { StrapiApp } from '@strapi/strapi/admin';
import { PLUGIN_ID } from '../../plugin/plugin-id';
import { PluginIcon } from './components/icons';
import { DocumentPanel, PersonPanel, SendDocumentAction, SendDocumentsAction } from './content-manager';
import { describe } from './i18n';
import { permissionsOf } from './permissions';
import { loadTranslations } from './load-translations';

type Extension = (props: { model: string; documentId?: string }) => unknown;
type SelectionExtension = (props: { model: string; documents?: { documentId?: string }[] }) => unknown;

/** The part of the Content Manager's plugin API that we use (@strapi/content-manager 5.13 and later). */
interface ContentManagerApis {
  addEditViewSidePanel(panels: Extension[]): void;
  addDocumentAction(actions: Extension[]): void;
  addBulkAction(actions: SelectionExtension[]): void;
}

const takesExtensions = (apis: unknown): apis is ContentManagerApis =>
  typeof apis === 'object' && apis !== null && 'addEditViewSidePanel' in apis && 'addDocumentAction' in apis && 'addBulkAction' in apis;

const plugin: StrapiApp['appPlugins'][string] = {
  register(app) {
    app.registerPlugin({ id: PLUGIN_ID, name: PLUGIN_ID });

    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: PluginIcon,
      intlLabel: describe('plugin.name'),
      Component: () => import('./App'),
      permissions: permissionsOf('channels.read', 'messages.read', 'messages.send', 'documents.send', 'templates.read', 'contacts.read', 'erp.read', 'logs.read'),
    });

    app.createSettingSection({ id: PLUGIN_ID, intlLabel: describe('plugin.name') }, [
      {
        id: `${PLUGIN_ID}-accounts`,
        intlLabel: describe('accounts.title'),
        to: `${PLUGIN_ID}/accounts`,
        Component: () => import('./features/accounts/AccountsPage'),
        permissions: permissionsOf('accounts.read'),
      },
      {
        id: `${PLUGIN_ID}-erp`,
        intlLabel: describe('erp.title'),
        to: `${PLUGIN_ID}/erp`,
        Component: () => import('./features/erp/ErpPage'),
        permissions: permissionsOf('erp.read'),
      },
      {
        id: `${PLUGIN_ID}-access`,
        intlLabel: describe('access.title'),
        to: `${PLUGIN_ID}/access`,
        Component: () => import('./features/access/AccessPage'),
        permissions: permissionsOf('access.configure'),
      },
    ]);
  },

  bootstrap(app) {
    // A host may have taken the Content Manager out; the rest of the plugin works without it.
    const apis: unknown = app.getPlugin('content-manager')?.apis;
    if (!takesExtensions(apis)) return;
    apis.addEditViewSidePanel([DocumentPanel, PersonPanel]);
    apis.addDocumentAction([SendDocumentAction]);
    apis.addBulkAction([SendDocumentsAction]);
  },

  registerTrads: ({ locales }) => loadTranslations(locales),
};

export default plugin;
