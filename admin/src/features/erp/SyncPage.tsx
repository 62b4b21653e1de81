import { LinkButton } from '@strapi/design-system';
import { Cog } from '@strapi/icons';
import { Link as RouterLink } from 'react-router-dom';
import { Screen } from '../../components/Screen';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { SyncPanel } from './SyncPanel';

/** What was pulled from the ERP, when, and what failed: for people who run it and configure nothing. */
const SyncPage = () => {
  const text = useText();
  const may = useMay();
  return (
    <Screen
      actions={['erp.read']}
      title={text('sync.page.title')}
      subtitle={text('sync.page.subtitle')}
      secondaryAction={
        may('erp.configure') && (
          <LinkButton tag={RouterLink} to="/settings/whatsapp/erp" variant="tertiary" startIcon={<Cog />}>
            {text('erp.title')}
          </LinkButton>
        )
      }
    >
      <SyncPanel />
    </Screen>
  );
};

export default SyncPage;
