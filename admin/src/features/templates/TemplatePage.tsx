import { Box, Flex, Grid, Link, Tabs } from '@strapi/design-system';
import { BackButton, useNotification } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { Link as RouterLink, useParams } from 'react-router-dom';
import type { TemplateView } from '../../../../plugin/contracts/templates';
import { segment } from '../../api/query';
import { useResource } from '../../api/use-resource';
import { NoticeBox } from '../../components/Notices';
import { Fact, Panel } from '../../components/Panel';
import { Screen } from '../../components/Screen';
import { FailureBlock, LoadingBlock } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { useMay } from '../../permissions';
import { BodyTab, ButtonsTab } from './PartsTabs';
import { DraftActions, usesOf } from './DraftActions';
import { HeaderFilePanel } from './HeaderFilePanel';
import { PreviewPanel } from './PreviewPanel';
import { useSay } from '../../sentences';
import { ApprovalStatus } from './TemplatesPage';
import { approvalWords, categoryWords, languageName, qualityWords } from './template-words';
import { useMapping } from './use-mapping';
import { VariablesTab } from './VariablesTab';

/** Approval, quality and category come by webhook at any time. */
const POLL_MS = 10_000;

const Facts = ({ template }: { template: TemplateView }) => {
  const text = useText();
  const { moment } = useTimes();
  const { locale } = useIntl();
  return (
    <Panel title={text('templates.facts')}>
      <Flex tag="dl" direction="column" alignItems="stretch" gap={4}>
        <Fact name={text('templates.column.status')}>
          <ApprovalStatus template={template} />
        </Fact>
        {template.rejectedReason && <Fact name={text('templates.column.reason')}>{template.rejectedReason}</Fact>}
        <Fact name={text('templates.column.language')}>
          {languageName(template.language, locale)} ({template.language})
        </Fact>
        {template.languages.length > 0 && (
          <Fact name={text('templates.languages')}>
            <Flex tag="span" gap={3} wrap="wrap">
              {template.languages.map((other) => (
                <Link key={other.id} tag={RouterLink} to={`/plugins/whatsapp/templates/${segment(other.id)}`}>
                  {`${languageName(other.language, locale)} · ${other.missing ? text('approval.missing') : approvalWords(other.approvalStatus, text)}`}
                </Link>
              ))}
            </Flex>
          </Fact>
        )}
        <Fact name={text('templates.column.category')}>{categoryWords(template.category, text)}</Fact>
        {template.quality && <Fact name={text('templates.column.quality')}>{qualityWords(template.quality, text)}</Fact>}
        {usesOf(template, text).length > 0 && <Fact name={text('templates.usage')}>{usesOf(template, text).join(', ')}</Fact>}
        <Fact name={text('templates.accounts')}>{template.accounts.length > 0 ? template.accounts.join(', ') : text('templates.accounts.none')}</Fact>
        <Fact name={text('templates.business-account')}>{template.businessAccount}</Fact>
        <Fact name={text('templates.synced')}>{template.syncedAt ? moment(template.syncedAt) : text('time.never')}</Fact>
      </Flex>
    </Panel>
  );
};

const Content = ({ template, onSaved }: { template: TemplateView; onSaved: (template: TemplateView) => void }) => {
  const text = useText();
  const say = useSay();
  const may = useMay();
  const { toggleNotification } = useNotification();
  const mayMap = may('templates.map');
  const mapping = useMapping(template, mayMap, (saved) => {
    onSaved(saved);
    toggleNotification({ type: 'success', message: text('templates.variables.saved') });
  });

  return (
    <>
      {template.refusal === null && <NoticeBox level="success">{text('templates.can-send')}</NoticeBox>}
      {template.obstacles.map(({ code, level, sentence }) => (
        <NoticeBox key={code + sentence} level={level === 'refusal' && code !== 'template.local' ? 'refusal' : 'info'}>
          {level === 'refusal' && code !== 'template.local' ? text('templates.cannot-send', { reason: say({ code, sentence }) }) : say({ code, sentence })}
        </NoticeBox>
      ))}
      <Grid.Root gap={4}>
        <Grid.Item col={7} s={12} xs={12} direction="column" alignItems="stretch" gap={4}>
          <Panel>
            <Tabs.Root defaultValue="body" variant="simple">
              <Tabs.List aria-label={template.name}>
                <Tabs.Trigger value="body">{text('templates.tab.body')}</Tabs.Trigger>
                <Tabs.Trigger value="buttons">{text('templates.tab.buttons')}</Tabs.Trigger>
                <Tabs.Trigger value="variables">{text('templates.tab.variables')}</Tabs.Trigger>
              </Tabs.List>
              <Tabs.Content value="body">
                <Box paddingTop={4}>
                  <BodyTab components={template.components} />
                </Box>
              </Tabs.Content>
              <Tabs.Content value="buttons">
                <Box paddingTop={4}>
                  <ButtonsTab components={template.components} />
                </Box>
              </Tabs.Content>
              <Tabs.Content value="variables">
                <Flex direction="column" alignItems="stretch" gap={4} paddingTop={4}>
                  {template.header && <HeaderFilePanel template={template} header={template.header} mayMap={mayMap} onSaved={onSaved} />}
                  <VariablesTab
                    template={template}
                    draft={mapping.draft}
                    samples={mapping.samples}
                    record={mapping.record}
                    fields={mapping.fields.data}
                    mayMap={mayMap}
                    changed={mapping.changed}
                    saving={mapping.save.pending}
                    failure={mapping.save.failure}
                    onRecord={mapping.chooseRecord}
                    onDraft={mapping.edit}
                    onSave={() => void mapping.save.run()}
                    onClear={mapping.save.clear}
                  />
                  {mapping.fields.failure && <FailureBlock failure={mapping.fields.failure} onRetry={mapping.fields.reload} />}
                </Flex>
              </Tabs.Content>
            </Tabs.Root>
          </Panel>
          <Facts template={template} />
        </Grid.Item>
        <Grid.Item col={5} s={12} xs={12} direction="column" alignItems="stretch">
          <Box position="sticky" top={4}>
            <PreviewPanel
              template={template}
              values={mapping.previewValues}
              sample={mayMap ? { type: mapping.sampleType, records: mapping.records.data ?? [], fields: mapping.fields.data } : null}
              onType={mapping.chooseType}
              onRecord={mapping.chooseSample}
            />
          </Box>
        </Grid.Item>
      </Grid.Root>
    </>
  );
};

/** One template: what it says on a phone, what fills it, and whether it can be sent. */
const TemplatePage = () => {
  const text = useText();
  const { id = '' } = useParams();
  const { data: template, failure, loading, reload, replace } = useResource<TemplateView>(`/templates/${segment(id)}`, { pollMs: () => POLL_MS });

  return (
    <Screen actions={['templates.read']} title={template?.name ?? text('templates.one')} navigationAction={<BackButton fallback="/plugins/whatsapp/templates" />} primaryAction={template ? <DraftActions template={template} /> : undefined}>
      {loading && <LoadingBlock />}
      {failure && !template && <FailureBlock failure={failure} onRetry={reload} />}
      {template && <Content key={template.id} template={template} onSaved={replace} />}
    </Screen>
  );
};

export default TemplatePage;
