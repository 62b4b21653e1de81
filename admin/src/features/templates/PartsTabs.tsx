import { Box, Flex, Typography } from '@strapi/design-system';
import { TEMPLATE_LIMITS, type TemplateButton, type TemplateComponent } from '../../../../plugin/domain/template';
import { Fact } from '../../components/Panel';
import { useText, useTimes } from '../../i18n';

/** How full a text is; placeholders still count as they are written. */
const Counter = ({ words, max }: { words: string; max: number }) => {
  const text = useText();
  const { number } = useTimes();
  const length = [...words].length;
  return (
    <Typography variant="pi" textColor={length > max ? 'danger600' : 'neutral600'}>
      {text('templates.counter', { length: number(length), max: number(max) })}
    </Typography>
  );
};

const Part = ({ name, words, max }: { name: string; words: string; max: number }) => (
  <Fact name={name}>
    <Typography dir="auto" tag="span" style={{ display: 'block', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {words}
    </Typography>
    <Counter words={words} max={max} />
  </Fact>
);

/** The texts of a template as they are written, each with its limit. */
export const BodyTab = ({ components }: { components: TemplateComponent[] }) => {
  const text = useText();
  return (
    <Flex tag="dl" direction="column" alignItems="stretch" gap={4}>
      {components.map((component, index) => {
        switch (component.type) {
          case 'header':
            return component.format === 'text' ? (
              <Part key={index} name={text('templates.part.header')} words={component.text ?? ''} max={TEMPLATE_LIMITS.header} />
            ) : (
              <Fact key={index} name={text('templates.part.header')}>
                {text(`template.header.${component.format}`)}
              </Fact>
            );
          case 'body':
            return <Part key={index} name={text('templates.part.body')} words={component.text} max={TEMPLATE_LIMITS.body} />;
          case 'footer':
            return <Part key={index} name={text('templates.part.footer')} words={component.text} max={TEMPLATE_LIMITS.footer} />;
          case 'buttons':
          case 'other':
            return null;
        }
      })}
    </Flex>
  );
};

const targetOf = (button: TemplateButton): string | null => {
  switch (button.type) {
    case 'url':
      return button.url;
    case 'phone':
      return button.phone;
    case 'copy_code':
      return button.example ?? null;
    case 'quick_reply':
    case 'otp':
    case 'other':
      return null;
  }
};

/** Each button with what it does on the phone. */
export const ButtonsTab = ({ components }: { components: TemplateComponent[] }) => {
  const text = useText();
  const buttons = components.flatMap((component) => (component.type === 'buttons' ? component.buttons : []));
  if (buttons.length === 0) return <Typography textColor="neutral600">{text('templates.buttons.none')}</Typography>;
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
      {buttons.map((button, index) => (
        <Box tag="li" key={index} background="neutral100" hasRadius padding={3}>
          <Typography tag="p" fontWeight="semiBold" dir="auto" style={{ overflowWrap: 'anywhere' }}>
            {button.type === 'other' ? (button.text ?? button.vendorType) : button.text}
          </Typography>
          <Typography tag="p" variant="pi" textColor="neutral600">
            {text(button.type === 'url' && button.url.includes('{{') ? 'templates.button.url-dynamic' : `templates.button.${button.type}`)}
          </Typography>
          {targetOf(button) && (
            <Typography tag="p" variant="pi" dir="ltr" style={{ overflowWrap: 'anywhere' }}>
              {targetOf(button)}
            </Typography>
          )}
        </Box>
      ))}
    </Flex>
  );
};
