import * as React from 'react';
import { Box, Button, Field, Flex, Grid, IconButton, TextInput, Typography } from '@strapi/design-system';
import { ArrowDown, ArrowUp, Plus, Trash } from '@strapi/icons';
import { DRAFT_LIMITS, placeholdersOf, type DraftProblem } from '../../../../plugin/domain/template';
import { useText, useTimes } from '../../i18n';
import { BUTTON_KINDS, newButton, type ButtonForm, type ButtonKind } from './draft-form';
import { buttonLimits, ruleWords } from './draft-words';

const MOST: Readonly<Record<ButtonKind, number>> = { quick_reply: DRAFT_LIMITS.buttons, url: DRAFT_LIMITS.urlButtons, phone: DRAFT_LIMITS.phoneButtons, copy_code: DRAFT_LIMITS.codeButtons };

interface LineProps {
  label: string;
  value: string;
  error?: string;
  max?: number;
  hint?: string;
  dir?: 'auto' | 'ltr';
  onChange: (value: string) => void;
}

/** One text of a button, counted where it has a limit. */
const Line = ({ label, value, error, max, hint, dir = 'auto', onChange }: LineProps) => {
  const text = useText();
  const { number } = useTimes();
  const length = [...value].length;
  const counted = max === undefined ? undefined : text('templates.counter', { length: number(length), max: number(max) });
  return (
    <Field.Root error={error} hint={[hint, counted].filter(Boolean).join(' ') || undefined} required>
      <Field.Label>{label}</Field.Label>
      <TextInput value={value} dir={dir} onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(event.target.value)} />
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
};

interface ButtonRowProps {
  button: ButtonForm;
  index: number;
  last: boolean;
  problems: DraftProblem[];
  onChange: (button: ButtonForm) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

const LABEL_RULES: readonly string[] = ['empty', 'label_twice'];

const ButtonRow = ({ button, index, last, problems, onChange, onMove, onRemove }: ButtonRowProps) => {
  const text = useText();
  const number = index + 1;
  const dynamic = button.kind === 'url' && placeholdersOf(button.target).length > 0;
  // A code's length and a label's are one rule: the label is told by its own length.
  const isOfLabel = ({ rule, values }: DraftProblem) => LABEL_RULES.includes(rule) || (rule === 'too_long' && values['max'] === DRAFT_LIMITS.label);
  const isOfSample = ({ rule }: DraftProblem) => rule === 'sample_missing' && dynamic;
  const said = (found: DraftProblem | undefined) => found && ruleWords(found, text);
  const labelError = said(problems.find(isOfLabel));
  const sampleError = said(problems.find(isOfSample));
  const targetError = said(problems.find((problem) => !isOfLabel(problem) && !isOfSample(problem)));
  const set = (change: Partial<ButtonForm>) => onChange({ ...button, ...change });
  return (
    <Box tag="fieldset" borderColor="neutral200" hasRadius padding={4} data-button={index} style={{ margin: 0, minWidth: 0 }}>
      <Typography tag="legend" fontWeight="semiBold" paddingLeft={1} paddingRight={1}>
        {text('templates.editor.button', { number })}
      </Typography>
      <Flex justifyContent="space-between" alignItems="flex-start" gap={3} paddingBottom={3}>
        <Typography variant="pi" textColor="neutral600">
          {text(dynamic ? 'templates.button.url-dynamic' : `templates.button.${button.kind}`)}
        </Typography>
        <Flex gap={1}>
          <IconButton variant="ghost" label={text('templates.editor.move.up', { number })} disabled={index === 0} onClick={() => onMove(-1)}>
            <ArrowUp />
          </IconButton>
          <IconButton variant="ghost" label={text('templates.editor.move.down', { number })} disabled={last} onClick={() => onMove(1)}>
            <ArrowDown />
          </IconButton>
          <IconButton variant="ghost" label={text('templates.editor.button.remove', { number })} onClick={onRemove}>
            <Trash />
          </IconButton>
        </Flex>
      </Flex>
      <Grid.Root gap={4}>
        <Grid.Item col={button.kind === 'quick_reply' ? 12 : 5} s={12} xs={12} direction="column" alignItems="stretch">
          <Line label={text('templates.editor.button.label')} value={button.text} max={DRAFT_LIMITS.label} error={labelError} onChange={(words) => set({ text: words })} />
        </Grid.Item>
        {button.kind !== 'quick_reply' && (
          <Grid.Item col={7} s={12} xs={12} direction="column" alignItems="stretch" gap={2}>
            <Line
              label={text(button.kind === 'url' ? 'templates.editor.button.url' : button.kind === 'phone' ? 'templates.editor.button.phone' : 'templates.editor.button.code')}
              value={button.target}
              dir="ltr"
              max={button.kind === 'copy_code' ? DRAFT_LIMITS.code : undefined}
              error={targetError}
              onChange={(target) => set({ target })}
            />
            {button.kind === 'url' && !dynamic && (
              <Box>
                <Button variant="ghost" size="S" startIcon={<Plus />} onClick={() => set({ target: `${button.target}{{1}}` })}>
                  {text('templates.editor.button.url.variable')}
                </Button>
              </Box>
            )}
            {dynamic && <Line label={text('templates.editor.button.sample')} value={button.sample} dir="ltr" error={sampleError} onChange={(sample) => set({ sample })} />}
          </Grid.Item>
        )}
      </Grid.Root>
    </Box>
  );
};

interface DraftButtonsProps {
  buttons: ButtonForm[];
  problems: DraftProblem[];
  onChange: (buttons: ButtonForm[]) => void;
}

/** The buttons of a template, in the order the phone shows them. */
export const DraftButtons = ({ buttons, problems, onChange }: DraftButtonsProps) => {
  const text = useText();
  const add = (kind: ButtonKind) => onChange([...buttons, newButton(kind)]);
  const move = (index: number, by: -1 | 1) => {
    const next = [...buttons];
    next.splice(index + by, 0, ...next.splice(index, 1));
    onChange(next);
  };
  const isFull = (kind: ButtonKind) => buttons.length >= DRAFT_LIMITS.buttons || buttons.filter((button) => button.kind === kind).length >= MOST[kind];
  const whole = problems.filter(({ field }) => field === 'buttons');
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {buttons.map((button, index) => (
        <ButtonRow
          key={button.key}
          button={button}
          index={index}
          last={index === buttons.length - 1}
          problems={problems.filter(({ field }) => field === `buttons.${index}`)}
          onChange={(changed) => onChange(buttons.map((one, place) => (place === index ? changed : one)))}
          onMove={(by) => move(index, by)}
          onRemove={() => onChange(buttons.filter((_, place) => place !== index))}
        />
      ))}
      {whole.map((problem) => (
        <Typography key={problem.rule + String(problem.values['what'])} variant="pi" textColor="danger600" role="alert">
          {ruleWords(problem, text)}
        </Typography>
      ))}
      <Flex gap={2} wrap="wrap">
        {BUTTON_KINDS.map((kind) => (
          <Button key={kind} variant="tertiary" startIcon={<Plus />} disabled={isFull(kind)} onClick={() => add(kind)}>
            {text(`templates.editor.add.${kind}`)}
          </Button>
        ))}
      </Flex>
      <Typography variant="pi" textColor="neutral600">
        {text('templates.editor.buttons.hint', buttonLimits)}
      </Typography>
    </Flex>
  );
};
