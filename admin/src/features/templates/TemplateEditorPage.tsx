import * as React from 'react';
import { Box, Button, Flex, Grid } from '@strapi/design-system';
import { BackButton, useNotification } from '@strapi/strapi/admin';
import { useNavigate, useParams } from 'react-router-dom';
import type { AccountView } from '../../../../plugin/contracts/accounts';
import type { TemplateView } from '../../../../plugin/contracts/templates';
import { LOCAL, type DraftProblem } from '../../../../plugin/domain/template';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { useClient } from '../../api/client';
import { parseFailure } from '../../api/failure';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { LeaveGuard } from '../../components/LeaveGuard';
import { NoticeBox } from '../../components/Notices';
import { Panel } from '../../components/Panel';
import { Screen } from '../../components/Screen';
import { FailureAlert, FailureBlock, LoadingBlock, sentenceOfFailure } from '../../components/States';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { useSay } from '../../sentences';
import { DraftButtons } from './DraftButtons';
import { componentsOf, draftOfForm, emptyForm, formOf, isFormChanged, mappingsOf, placeOf, problemsOf, sampleValues, type DraftForm, type DraftMappings } from './draft-form';
import { placeWords, problemsOfFailure, ruleWords } from './draft-words';
import { DraftBasics, DraftObstacles, DraftSamples, DraftTexts } from './DraftFields';
import { PhoneView } from './PhoneView';

const ROOT = '/plugins/whatsapp/templates';
const PLACES = ['account', 'name', 'language', 'header', 'body', 'footer', 'buttons'] as const;

/** What is touched is judged at once, the rest when somebody saves; what is opened again is judged from the start. */
const changedPlaces = (form: DraftForm, initial: DraftForm): string[] => {
  const words = (one: DraftForm): Record<(typeof PLACES)[number], unknown> => ({ account: one.account, name: one.name, language: one.language, header: [one.header, one.headerText], body: one.body, footer: one.footer, buttons: one.buttons });
  const [now, then] = [words(form), words(initial)];
  return PLACES.filter((place) => JSON.stringify(now[place]) !== JSON.stringify(then[place]));
};

interface EditorProps {
  /** Null: a new one. */
  template: TemplateView | null;
  initial: DraftForm;
  accounts: AccountView[];
}

const Editor = ({ template, initial: opened, accounts }: EditorProps) => {
  const text = useText();
  const say = useSay();
  const may = useMay();
  const client = useClient();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [initial] = React.useState(opened);
  const [form, setForm] = React.useState(opened);
  const [asked, setAsked] = React.useState(template !== null);
  const [refused, setRefused] = React.useState<{ form: DraftForm; problems: DraftProblem[] } | null>(null);
  const done = React.useRef(false);
  const mayMap = may('templates.map');

  const save = useAction(async () => {
    const { name, language, category, components } = draftOfForm(form);
    const written = { category, components };
    try {
      const { data } = template ? await client.put<TemplateView>(`/templates/${segment(template.id)}`, written) : await client.post<TemplateView>('/templates', { account: form.account, name, language, ...written });
      done.current = true;
      const mappings = mappingsOf(form);
      if (mayMap && JSON.stringify(mappings) !== JSON.stringify(mappingsOf(initial))) await saveMapping(data.id, mappings);
      toggleNotification({ type: 'success', message: text('templates.editor.saved') });
      navigate(`${ROOT}/${segment(data.id)}`);
    } catch (thrown) {
      setRefused({ form, problems: problemsOfFailure(parseFailure(thrown)) });
      throw thrown;
    }
  });

  /** The draft is stored by then: what fills it may be chosen again under Variables. */
  const saveMapping = async (id: string, mappings: DraftMappings): Promise<void> => {
    try {
      await client.put(`/templates/${segment(id)}/mapping`, mappings);
    } catch (thrown) {
      toggleNotification({ type: 'warning', message: text('templates.editor.mapping-failed', { reason: sentenceOfFailure(parseFailure(thrown), text, say) }) });
    }
  };

  const problems = React.useMemo(() => {
    const found = problemsOf(form);
    // What the server refused stands until that is changed.
    const more = refused?.form === form ? refused.problems.filter((one) => !found.some(({ field, rule }) => field === one.field && rule === one.rule)) : [];
    return [...found, ...more];
  }, [form, refused]);
  const touched = changedPlaces(form, initial);
  const shown = problems.filter((problem) => asked || touched.includes(placeOf(problem)));
  const failure = save.failure;
  const failedAt = refused?.form === form && failure?.path && PLACES.some((place) => place === failure.path) ? failure.path : null;
  const errorOf = (place: string): string | undefined => {
    const words = shown.filter(({ field, rule }) => field === place && rule !== 'sample_missing').map((problem) => ruleWords(problem, text));
    if (failure && failedAt === place && words.length === 0) words.push(sentenceOfFailure(failure, text, say));
    return words.length > 0 ? words.join(' ') : undefined;
  };
  const unsaved = React.useCallback(() => !done.current && isFormChanged(form, initial), [form, initial]);
  const part = { form, errorOf, problems: shown, mayMap, onChange: setForm };

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (problems.length === 0 && form.account) void save.run();
  };

  return (
    <form onSubmit={submit} noValidate>
      <LeaveGuard unsaved={unsaved} />
      <Grid.Root gap={4}>
        <Grid.Item col={7} s={12} xs={12} direction="column" alignItems="stretch" gap={4}>
          <DraftBasics {...part} accounts={accounts} stored={template !== null} />
          <DraftTexts {...part} />
          <DraftSamples {...part} />
          <Panel title={text('templates.tab.buttons')}>
            <DraftButtons buttons={form.buttons} problems={shown} onChange={(buttons) => setForm({ ...form, buttons })} />
          </Panel>
          <FailureAlert failure={failedAt === null ? failure : null} onClose={save.clear} />
          <Flex gap={3} wrap="wrap">
            <Button type="submit" size="L" loading={save.pending} disabled={!isFormChanged(form, initial)}>
              {text('action.save')}
            </Button>
            <Button type="button" size="L" variant="tertiary" onClick={() => navigate(template ? `${ROOT}/${segment(template.id)}` : ROOT)}>
              {text('action.cancel')}
            </Button>
          </Flex>
        </Grid.Item>
        <Grid.Item col={5} s={12} xs={12} direction="column" alignItems="stretch">
          <Box position="sticky" top={4}>
            <Flex direction="column" alignItems="stretch" gap={4}>
              <Panel title={text('template.preview')}>
                <PhoneView language={form.language ?? ''} components={componentsOf(form)} values={sampleValues(form)} />
              </Panel>
              <DraftObstacles lines={problems.map((problem) => ({ place: placeWords(problem.field, text), words: ruleWords(problem, text) }))} />
            </Flex>
          </Box>
        </Grid.Item>
      </Grid.Root>
    </form>
  );
};

/** A template written here, before WhatsApp has it. */
const TemplateEditorPage = () => {
  const text = useText();
  const say = useSay();
  const may = useMay();
  const { id } = useParams();
  const template = useResource<TemplateView>(id === undefined ? null : `/templates/${segment(id)}`);
  const mayChoose = may('accounts.read');
  const accounts = useResource<AccountView[]>(mayChoose && id === undefined ? '/accounts' : null);
  const active = (accounts.data ?? []).filter((account) => account.active);
  const standard = active.find((account) => account.isDefault) ?? active[0];
  const back = id === undefined ? ROOT : `${ROOT}/${segment(id)}`;
  const failed = template.failure ?? accounts.failure;
  const isForeign = template.data !== null && template.data.approvalStatus !== LOCAL;
  const ready = id === undefined ? accounts.data !== null && active.length > 0 : template.data !== null && !isForeign;

  return (
    <Screen
      actions={['templates.write']}
      title={template.data ? text('templates.editor.edit', { name: template.data.name }) : text('templates.editor.new')}
      subtitle={text('templates.editor.subtitle')}
      navigationAction={<BackButton fallback={back} />}
    >
      {(template.loading || accounts.loading) && <LoadingBlock />}
      {failed && <FailureBlock failure={failed} onRetry={id === undefined ? accounts.reload : template.reload} />}
      {id === undefined && !mayChoose && <NoticeBox level="warning">{text('templates.editor.account.denied')}</NoticeBox>}
      {id === undefined && accounts.data && active.length === 0 && <NoticeBox level="info">{text('templates.sync.no-account')}</NoticeBox>}
      {isForeign && <NoticeBox level="warning">{say({ code: 'template.not_local', sentence: sentenceOf('template.not_local') })}</NoticeBox>}
      {ready && <Editor key={id ?? 'new'} template={template.data} accounts={active} initial={template.data ? formOf(template.data) : emptyForm(standard?.key ?? null)} />}
    </Screen>
  );
};

export default TemplateEditorPage;
