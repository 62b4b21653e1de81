import { Flex, Grid } from '@strapi/design-system';
import { BackButton } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { useParams } from 'react-router-dom';
import type { TemplateView } from '../../../../plugin/contracts/templates';
import { segment } from '../../api/query';
import { useResource } from '../../api/use-resource';
import { NoticeBox } from '../../components/Notices';
import { Fact, Panel } from '../../components/Panel';
import { Screen } from '../../components/Screen';
import { FailureBlock, LoadingBlock } from '../../components/States';
import { isMessageKey, useText, useTimes } from '../../i18n';
import { useSay } from '../../sentences';
import { PhoneBubble } from './PhoneBubble';
import { ApprovalStatus } from './TemplatesPage';
import { categoryWords, exampleValues, languageName, qualityWords } from './template-words';

/** One template: what it says on a phone, and whether it can be sent. */
const TemplatePage = () => {
  const text = useText();
  const say = useSay();
  const { moment } = useTimes();
  const { locale } = useIntl();
  const { id = '' } = useParams();
  const { data: template, failure, loading, reload } = useResource<TemplateView>(`/templates/${segment(id)}`);
  const titleWords = (title: string) => {
    const key = `document.${title}`;
    return isMessageKey(key) ? text(key) : title;
  };

  return (
    <Screen actions={['templates.read']} title={template?.name ?? text('templates.one')} navigationAction={<BackButton fallback="/plugins/whatsapp/templates" />}>
      {loading && <LoadingBlock />}
      {failure && !template && <FailureBlock failure={failure} onRetry={reload} />}
      {template && (
        <>
          {template.refusal ? (
            <NoticeBox level="warning">{text('templates.cannot-send', { reason: say(template.refusal) })}</NoticeBox>
          ) : (
            <NoticeBox level="success">{text('templates.can-send')}</NoticeBox>
          )}
          <Grid.Root gap={4}>
            <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
              <Panel title={text('template.preview')} hint={text('templates.preview.hint')}>
                <PhoneBubble components={template.components} values={exampleValues(template)} />
              </Panel>
            </Grid.Item>
            <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
              <Panel title={text('templates.facts')}>
                <Flex tag="dl" direction="column" alignItems="stretch" gap={4}>
                  <Fact name={text('templates.column.status')}>
                    <ApprovalStatus template={template} />
                  </Fact>
                  {template.rejectedReason && <Fact name={text('templates.column.reason')}>{template.rejectedReason}</Fact>}
                  <Fact name={text('templates.column.language')}>
                    {languageName(template.language, locale)} ({template.language})
                  </Fact>
                  <Fact name={text('templates.column.category')}>{categoryWords(template.category, text)}</Fact>
                  {template.quality && <Fact name={text('templates.column.quality')}>{qualityWords(template.quality, text)}</Fact>}
                  {template.documentTitles.length > 0 && <Fact name={text('templates.documents')}>{template.documentTitles.map(titleWords).join(', ')}</Fact>}
                  <Fact name={text('templates.accounts')}>{template.accounts.length > 0 ? template.accounts.join(', ') : text('templates.accounts.none')}</Fact>
                  <Fact name={text('templates.business-account')}>{template.businessAccount}</Fact>
                  <Fact name={text('templates.synced')}>{template.syncedAt ? moment(template.syncedAt) : text('time.never')}</Fact>
                </Flex>
              </Panel>
            </Grid.Item>
          </Grid.Root>
        </>
      )}
    </Screen>
  );
};

export default TemplatePage;
