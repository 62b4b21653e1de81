import * as React from 'react';
import { Box, Field, Flex, IconButton, Menu, TextInput, Typography } from '@strapi/design-system';
import { ArrowDown, ArrowUp, Plus, Trash } from '@strapi/icons';
import type { AgentView, TagView } from '../../../../plugin/contracts/channels';
import type { MacroStep, MacroView } from '../../../../plugin/contracts/macros';
import { useClient } from '../../api/client';
import { newKey } from '../../api/new-key';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { pageDirection } from '../../components/direction';
import { ModalForm, OpenModal } from '../../components/OpenModal';
import { SharedField } from '../../components/OwnOrShared';
import { FailureAlert } from '../../components/States';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { isWhole, MOST_STEPS, moveStep, newStep, STEP_KINDS } from './macro-form';
import { StepFields } from './StepFields';

interface DrawnStep {
  /** Steps have no ids: a moved one keeps its fields by this. */
  key: string;
  step: MacroStep;
}

interface MacroDialogProps {
  /** Null: a new one. */
  macro: MacroView | null;
  onSaved: () => void;
  onClose: () => void;
}

/** A name, and what is done by one press, step by step. */
export const MacroDialog = ({ macro, onSaved, onClose }: MacroDialogProps) => {
  const text = useText();
  const mayShare = useMay()('macros.write');
  const client = useClient();
  const tags = useResource<TagView[]>('/tags');
  const agents = useResource<AgentView[]>('/channels/agents');
  const [name, setName] = React.useState(macro?.name ?? '');
  const [shared, setShared] = React.useState(macro?.shared ?? mayShare);
  const [steps, setSteps] = React.useState<DrawnStep[]>(() => (macro?.steps ?? []).map((step) => ({ key: newKey(), step })));
  const [tried, setTried] = React.useState(false);
  const whole = name.trim() !== '' && steps.length > 0 && steps.every(({ step }) => isWhole(step));
  const save = useAction(async () => {
    const body = { name: name.trim(), shared, steps: steps.map(({ step }) => step) };
    await (macro ? client.put(`/macros/${segment(macro.id)}`, body) : client.post('/macros', body));
    onSaved();
    onClose();
  });
  const submit = () => {
    setTried(true);
    if (whole) void save.run();
  };
  return (
    <OpenModal title={text(macro ? 'macros.edit' : 'macros.add')} onClose={onClose}>
      <ModalForm pending={save.pending} onSubmit={submit} onClose={onClose}>
        <Field.Root required error={tried && !name.trim() ? text('macros.name.missing') : undefined}>
          <Field.Label>{text('macros.name')}</Field.Label>
          <TextInput value={name} maxLength={80} dir="auto" onChange={(event: React.ChangeEvent<HTMLInputElement>) => setName(event.target.value)} />
          <Field.Error />
        </Field.Root>
        <Typography variant="sigma" textColor="neutral600" tag="h3">
          {text('macros.steps')}
        </Typography>
        {steps.length === 0 && <Typography textColor={tried ? 'danger700' : 'neutral600'}>{text('macros.steps.none')}</Typography>}
        <Flex tag="ol" direction="column" alignItems="stretch" gap={3}>
          {steps.map(({ key, step }, index) => (
            <Box tag="li" key={key} background="neutral100" hasRadius padding={3}>
              <Flex direction="column" alignItems="stretch" gap={3}>
                <Flex justifyContent="space-between" gap={2}>
                  <Typography fontWeight="semiBold">{`${index + 1}. ${text(`macros.step.${step.kind}`)}`}</Typography>
                  <Flex gap={1}>
                    <IconButton variant="ghost" size="S" label={text('macros.step.up')} disabled={index === 0} onClick={() => setSteps(moveStep(steps, index, -1))}>
                      <ArrowUp />
                    </IconButton>
                    <IconButton variant="ghost" size="S" label={text('macros.step.down')} disabled={index === steps.length - 1} onClick={() => setSteps(moveStep(steps, index, 1))}>
                      <ArrowDown />
                    </IconButton>
                    <IconButton variant="ghost" size="S" label={text('macros.step.remove')} onClick={() => setSteps(steps.filter((other) => other.key !== key))}>
                      <Trash />
                    </IconButton>
                  </Flex>
                </Flex>
                <StepFields
                  step={step}
                  tags={tags.data ?? []}
                  agents={agents.data ?? []}
                  tried={tried}
                  onChange={(changed) => setSteps((former) => former.map((other) => (other.key === key ? { key, step: changed } : other)))}
                />
              </Flex>
            </Box>
          ))}
        </Flex>
        {steps.length < MOST_STEPS && (
          <Flex>
            <Menu.Root dir={pageDirection()}>
              <Menu.Trigger variant="secondary" size="S" startIcon={<Plus />}>
                {text('macros.step.add')}
              </Menu.Trigger>
              <Menu.Content popoverPlacement="bottom-start">
                {STEP_KINDS.map((kind) => (
                  <Menu.Item key={kind} onSelect={() => setSteps((former) => [...former, { key: newKey(), step: newStep(kind) }])}>
                    {text(`macros.step.${kind}`)}
                  </Menu.Item>
                ))}
              </Menu.Content>
            </Menu.Root>
          </Flex>
        )}
        <SharedField shared={shared} action="macros.write" onChange={setShared} />
        <FailureAlert failure={save.failure} onClose={save.clear} />
      </ModalForm>
    </OpenModal>
  );
};
