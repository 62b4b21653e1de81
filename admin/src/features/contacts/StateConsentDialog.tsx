import * as React from 'react';
import { Box, Button, Checkbox, Field, Flex, Modal, Radio, Textarea, TextInput, Typography } from '@strapi/design-system';
import type { StateConsentBody, StateConsentResult } from '../../../../plugin/contracts/contacts';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { ModalForm, OpenModal } from '../../components/OpenModal';
import { NoticeBox } from '../../components/Notices';
import { FailureAlert } from '../../components/States';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';
import { PURPOSES, subjectsOf, type ConsentPurpose } from './consent-words';

interface StateConsentDialogProps {
  keys: string[];
  onClose: () => void;
  onStated: () => void;
}

/** Says for many at once what they consented to, and where the proof is. The source is typed by a person, every time. */
export const StateConsentDialog = ({ keys: chosen, onClose, onStated }: StateConsentDialogProps) => {
  // Those it was opened with: the list lets go of its selection as soon as they are stated.
  const [keys] = React.useState(chosen);
  const text = useText();
  const client = useClient();
  const [purposes, setPurposes] = React.useState<ConsentPurpose[]>(['utility']);
  const [state, setState] = React.useState<'granted' | 'denied'>('granted');
  const [source, setSource] = React.useState('');
  const [wording, setWording] = React.useState('');
  const [asked, setAsked] = React.useState(false);
  const [result, setResult] = React.useState<StateConsentResult | null>(null);

  const save = useAction(async (body: StateConsentBody) => {
    const { data } = await client.post<StateConsentResult>('/consents/state', body);
    setResult(data);
    onStated();
  });

  const sourceMissing = source.trim() === '';
  const submit = () => {
    setAsked(true);
    if (sourceMissing || purposes.length === 0) return;
    void save.run({ ...subjectsOf(keys), purposes, state, source: source.trim(), ...(wording.trim() ? { wording: wording.trim() } : {}) });
  };

  const toggle = (purpose: ConsentPurpose, on: boolean) => setPurposes((former) => (on ? [...new Set([...former, purpose])] : former.filter((one) => one !== purpose)));

  return (
    <OpenModal title={text('consent.state.title', { count: keys.length })} onClose={onClose}>
      {result ? (
        <>
          <Modal.Body>
            <StatedResult result={result} />
          </Modal.Body>
          <Modal.Footer justifyContent="flex-end">
            <Button onClick={onClose}>{text('action.close')}</Button>
          </Modal.Footer>
        </>
      ) : (
        <ModalForm submit={text('consent.state.button')} pending={save.pending} onSubmit={submit} onClose={onClose} gap={5}>
          <NoticeBox level="warning">{text('consent.state.warning')}</NoticeBox>
          <Box role="group" aria-label={text('consent.state.purposes')}>
            <Typography variant="pi" fontWeight="bold" tag="p">
              {text('consent.state.purposes')}
            </Typography>
            <Flex direction="column" alignItems="flex-start" gap={2} paddingTop={2}>
              {PURPOSES.map((purpose) => (
                <Checkbox key={purpose} checked={purposes.includes(purpose)} onCheckedChange={(on) => toggle(purpose, on === true)}>
                  {text(`consent.state.purpose.${purpose}`)}
                </Checkbox>
              ))}
            </Flex>
            {asked && purposes.length === 0 && (
              <Typography variant="pi" textColor="danger600" role="alert">
                {text('consent.state.purposes.required')}
              </Typography>
            )}
          </Box>
          <Radio.Group value={state} onValueChange={(value: string) => setState(value === 'denied' ? 'denied' : 'granted')} aria-label={text('consent.state.state')}>
            <Radio.Item value="granted">{text('consent.granted')}</Radio.Item>
            <Radio.Item value="denied">{text('consent.denied')}</Radio.Item>
          </Radio.Group>
          <Field.Root required hint={text('consent.state.source.hint')} error={asked && sourceMissing ? text('field.required') : undefined}>
            <Field.Label>{text('consent.state.source')}</Field.Label>
            <TextInput value={source} maxLength={255} onChange={(event: React.ChangeEvent<HTMLInputElement>) => setSource(event.target.value)} />
            <Field.Hint />
            <Field.Error />
          </Field.Root>
          <Field.Root hint={text('consent.state.wording.hint')}>
            <Field.Label>{text('consent.state.wording')}</Field.Label>
            <Textarea value={wording} onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => setWording(event.target.value)} />
            <Field.Hint />
          </Field.Root>
          <FailureAlert failure={save.failure} onClose={save.clear} />
        </ModalForm>
      )}
    </OpenModal>
  );
};

const StatedResult = ({ result }: { result: StateConsentResult }) => {
  const text = useText();
  const say = useSay();
  return (
    <Flex direction="column" alignItems="stretch" gap={4} role="status">
      <NoticeBox level={result.refused.length > 0 ? 'warning' : 'success'}>{text('consent.state.done', { count: result.stated })}</NoticeBox>
      {result.refused.length > 0 && (
        <>
          <Typography variant="delta" tag="h3">
            {text('consent.state.refused', { count: result.refused.length })}
          </Typography>
          <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
            {result.refused.map((refusal) => (
              <Box tag="li" key={refusal.id}>
                <Typography fontWeight="semiBold">{refusal.name || text('contact.unnamed')}</Typography>
                <Typography tag="p" variant="pi" textColor="danger700">
                  {say(refusal)}
                </Typography>
              </Box>
            ))}
          </Flex>
        </>
      )}
    </Flex>
  );
};
