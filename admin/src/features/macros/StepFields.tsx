import { Field, NumberInput } from '@strapi/design-system';
import { CHANNEL_PRIORITIES, CHANNEL_STATES, type AgentView, type TagView } from '../../../../plugin/contracts/channels';
import type { MacroStep } from '../../../../plugin/contracts/macros';
import { Choice } from '../../components/Choice';
import { CountedField } from '../../components/CountedField';
import { useText } from '../../i18n';
import { withPriority, withState } from './macro-form';

const LONGEST_TEXT = 4_096;
const ME = 'me';

interface StepFieldsProps {
  step: MacroStep;
  tags: TagView[];
  agents: AgentView[];
  /** Says what is missing. */
  tried: boolean;
  onChange: (step: MacroStep) => void;
}

/** What one step needs to know. */
export const StepFields = ({ step, tags, agents, tried, onChange }: StepFieldsProps) => {
  const text = useText();
  switch (step.kind) {
    case 'reply':
    case 'note':
      return (
        <CountedField
          label={text('macros.step.text')}
          hint={text('quick-replies.body.hint', { field: '{{contact.name}}' })}
          value={step.text}
          max={LONGEST_TEXT}
          lines
          required
          {...(tried && !step.text.trim() ? { error: text('macros.step.missing') } : {})}
          onChange={(words) => onChange({ ...step, text: words })}
        />
      );
    case 'assign':
      return (
        <Choice
          label={text('macros.step.user')}
          value={step.user === null ? ME : String(step.user)}
          options={[{ value: ME, label: text('macros.step.user.self') }, ...agents.map(({ id, name }) => ({ value: String(id), label: name }))]}
          onChange={(user) => onChange({ kind: 'assign', user: user === null || user === ME ? null : Number(user) })}
        />
      );
    case 'unassign':
      return null;
    case 'state':
      return (
        <>
          <Choice
            label={text('inbox.filter.state')}
            value={step.state}
            options={CHANNEL_STATES.map((state) => ({ value: state, label: text(`inbox.state.${state}`) }))}
            onChange={(state) => onChange(withState(state, step.hours))}
          />
          {step.state === 'snoozed' && (
            <Field.Root required error={tried && !step.hours ? text('macros.step.missing') : undefined}>
              <Field.Label>{text('macros.step.hours')}</Field.Label>
              <NumberInput value={step.hours} onValueChange={(hours: number | undefined) => onChange({ kind: 'state', state: 'snoozed', ...(hours === undefined ? {} : { hours }) })} />
              <Field.Error />
            </Field.Root>
          )}
        </>
      );
    case 'priority':
      return (
        <Choice
          label={text('inbox.filter.priority')}
          value={step.priority}
          options={CHANNEL_PRIORITIES.map((priority) => ({ value: priority, label: text(`inbox.priority.${priority}`) }))}
          onChange={(priority) => onChange(withPriority(priority))}
        />
      );
    case 'tag':
    case 'untag':
      return (
        <Choice
          label={text('inbox.filter.tag')}
          value={step.tag || null}
          options={tags.map(({ id, name }) => ({ value: id, label: name }))}
          required
          {...(tried && !step.tag ? { error: text('macros.step.missing') } : {})}
          onChange={(tag) => onChange({ ...step, tag: tag ?? '' })}
        />
      );
  }
};
