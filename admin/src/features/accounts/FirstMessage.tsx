import * as React from 'react';
import { Box, Button, Checkbox, Field, Flex, Grid, TextInput } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import type { ConnectionView, FirstMessageBody } from '../../../../plugin/contracts/accounts';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { Choice } from '../../components/Choice';
import { NoticeBox } from '../../components/Notices';
import { FailureAlert } from '../../components/States';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';

/** The first message of an account: to a typed number, of someone who has agreed to get it. */
export const FirstMessage = ({ view, onSent }: { view: ConnectionView; onSent: (view: ConnectionView) => void }) => {
  const text = useText();
  const say = useSay();
  const client = useClient();
  const [to, setTo] = React.useState('');
  const [agreed, setAgreed] = React.useState(false);
  const [chosen, setChosen] = React.useState<string | null>(null);
  const keyOf = ({ name, language }: { name: string; language: string }): string => `${name} ${language}`;
  const template = view.testTemplates.find((one) => keyOf(one) === chosen) ?? view.testTemplates[0];

  const send = useAction(async () => {
    const body: FirstMessageBody = { to: to.trim(), agreed, ...(template ? { template: template.name, language: template.language } : {}) };
    onSent((await client.post<ConnectionView>(`/accounts/${segment(view.account.id)}/first-message`, body)).data);
  });

  if (view.hasTemplates && !template) return <NoticeBox level="info">{text('accounts.guide.no-template')}</NoticeBox>;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Grid.Root gap={4}>
        <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
          <Field.Root required hint={text('accounts.guide.to.hint')} error={send.failure?.path === 'to' ? say(send.failure) : undefined}>
            <Field.Label>{text('accounts.guide.to')}</Field.Label>
            <TextInput type="tel" dir="ltr" value={to} maxLength={40} placeholder="+34 600 111 222" disabled={send.pending} onChange={(event: React.ChangeEvent<HTMLInputElement>) => setTo(event.target.value)} />
            <Field.Hint />
            <Field.Error />
          </Field.Root>
        </Grid.Item>
        {template && (
          <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <Choice
              label={text('accounts.guide.template')}
              value={keyOf(template)}
              options={view.testTemplates.map((one) => ({ value: keyOf(one), label: `${one.name} (${one.language})` }))}
              onChange={setChosen}
              hint={template.preview}
              disabled={send.pending}
            />
          </Grid.Item>
        )}
      </Grid.Root>
      <Checkbox checked={agreed} disabled={send.pending} onCheckedChange={(on: boolean | 'indeterminate') => setAgreed(on === true)}>
        {text('accounts.guide.agreed')}
      </Checkbox>
      <FailureAlert failure={send.failure?.path === 'to' ? null : send.failure} onClose={send.clear} />
      <Box>
        <Button type="button" startIcon={<PaperPlane />} loading={send.pending} disabled={to.trim() === ''} onClick={() => void send.run()}>
          {text('accounts.guide.send')}
        </Button>
      </Box>
    </Flex>
  );
};
