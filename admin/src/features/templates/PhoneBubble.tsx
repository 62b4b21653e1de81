import * as React from 'react';
import { Box, darkTheme, Divider, Flex, Typography, type lightTheme } from '@strapi/design-system';
import { ExternalLink, FilePdf, Image, Phone, PinMap, Duplicate, Play } from '@strapi/icons';
import { styled, useTheme } from 'styled-components';
import type { TemplateButton, TemplateComponent } from '../../../../plugin/domain/template';
import { useText } from '../../i18n';
import { bubbleSpans, fillText, parseMarks, slotKey, type SlotPart, type Span } from './bubble-text';

/** Line breaks are part of a message; long words and links break instead of leaving the bubble. */
export const Words = styled(Typography)`
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  display: block;
`;

const Mono = styled.code`
  font-family: monospace;
`;

export const Spans = ({ spans }: { spans: Span[] }) => (
  <>
    {spans.map((span, index) => {
      if (span.missing) {
        return (
          <Typography key={index} tag="mark" background="warning100" textColor="neutral800" fontWeight="semiBold">
            {span.text}
          </Typography>
        );
      }
      if (span.mono) return <Mono key={index}>{span.text}</Mono>;
      return (
        <Typography
          key={index}
          tag={span.bold ? 'strong' : span.italic ? 'em' : 'span'}
          textColor="inherit"
          fontWeight={span.bold ? 'bold' : undefined}
          style={{ fontStyle: span.italic ? 'italic' : undefined, textDecoration: span.strike ? 'line-through' : undefined }}
        >
          {span.text}
        </Typography>
      );
    })}
  </>
);

const ButtonIcon = ({ button }: { button: TemplateButton }) => {
  if (button.type === 'url') return <ExternalLink fill="currentColor" aria-hidden />;
  if (button.type === 'phone') return <Phone fill="currentColor" aria-hidden />;
  if (button.type === 'copy_code' || button.type === 'otp') return <Duplicate fill="currentColor" aria-hidden />;
  return null;
};

const MEDIA_ICONS = { image: Image, video: Play, document: FilePdf, location: PinMap } as const;

const Picture = styled.img`
  display: block;
  width: 100%;
  max-height: 24rem;
  object-fit: cover;
  border-radius: ${({ theme }) => theme.borderRadius};
`;

export const MediaHeader = ({ format, label, image }: { format: keyof typeof MEDIA_ICONS; label: string; image?: string | null }) => {
  const Icon = MEDIA_ICONS[format];
  if (format === 'image' && image) return <Picture src={image} alt={label} />;
  if (format !== 'document') {
    // As large as a picture is on a phone: what is below it is read only after a swipe.
    return (
      <Flex background="neutral200" hasRadius direction="column" justifyContent="center" gap={2} padding={6} style={{ aspectRatio: '16 / 9' }}>
        <Box color="neutral600" display="flex">
          <Icon fill="currentColor" width="3.2rem" height="3.2rem" aria-hidden />
        </Box>
        <Typography variant="pi" textColor="neutral700">
          {label}
        </Typography>
      </Flex>
    );
  }
  return (
    <Flex background="neutral100" hasRadius padding={3} gap={3}>
      <Box color="danger600" display="flex">
        <Icon fill="currentColor" width="2.4rem" height="2.4rem" aria-hidden />
      </Box>
      <Typography fontWeight="semiBold" ellipsis>
        {label}
      </Typography>
    </Flex>
  );
};

export interface PhoneBubbleProps {
  components: TemplateComponent[];
  /** By slot key; what is missing shows as its placeholder. */
  values?: Readonly<Record<string, string | null | undefined>>;
  /** Name of the file in the header. */
  filename?: string | null;
  /** The picture itself, for an image header. */
  image?: string | null;
}

/** A template as the customer's phone shows it. Text is only ever text: React escapes it, and its direction is its own. */
export const PhoneBubble = ({ components, values = {}, filename, image }: PhoneBubbleProps) => {
  const text = useText();
  const write = (words: string, part: SlotPart) => <Spans spans={bubbleSpans(words, part, values)} />;

  return (
    <PhoneFrame>
      {components.map((component, index) => {
        switch (component.type) {
          case 'header':
            if (component.format === 'text') {
              return (
                <Words key={index} fontWeight="bold" dir="auto">
                  {/* Headers know no marks: a star there is a star. */}
                  <Spans spans={fillText(component.text ?? '', 'header', values)} />
                </Words>
              );
            }
            return (
              <MediaHeader
                key={index}
                format={component.format}
                label={component.format !== 'location' && filename ? filename : text(`template.header.${component.format}`)}
                image={image}
              />
            );
          case 'body':
            return (
              <Words key={index} dir="auto">
                {write(component.text, 'body')}
              </Words>
            );
          case 'footer':
            return (
              <Words key={index} variant="pi" textColor="neutral600" dir="auto">
                {component.text}
              </Words>
            );
          case 'buttons':
            return (
              <Flex key={index} tag="ul" direction="column" alignItems="stretch" gap={0}>
                {component.buttons.map((button, place) => (
                  <Box tag="li" key={place}>
                    <Divider />
                    <Flex justifyContent="center" gap={2} padding={2} color="primary600">
                      <ButtonIcon button={button} />
                      <Typography textColor="primary600" fontWeight="semiBold" dir="auto" style={{ overflowWrap: 'anywhere' }}>
                        {button.type === 'other' ? (button.text ?? button.vendorType) : button.text}
                        {values[slotKey('buttons', place)] ? ` (${values[slotKey('buttons', place)] ?? ''})` : ''}
                      </Typography>
                    </Flex>
                  </Box>
                ))}
              </Flex>
            );
          case 'other':
            return (
              <Typography key={index} variant="pi" textColor="neutral800">
                {text('template.part.other', { type: component.vendorType })}
              </Typography>
            );
        }
      })}
    </PhoneFrame>
  );
};

/** A document that goes by itself, inside an open window. */
export const DocumentBubble = ({ filename, caption }: { filename: string; caption: string }) => (
  <PhoneFrame>
    <MediaHeader format="document" label={filename} />
    {caption && (
      <Words dir="auto">
        <Spans spans={parseMarks(caption)} />
      </Words>
    )}
  </PhoneFrame>
);

export const PhoneFrame = ({ children }: { children: React.ReactNode }) => {
  const text = useText();
  const { colors } = useTheme() as typeof lightTheme;
  // By night a bubble is lighter than the wall behind it, by day greener; the dark theme's own green is the wall's colour.
  // No lighter than this: the links of buttons would no longer be read.
  const [wall, bubble, edge] = colors.neutral0 === darkTheme.colors.neutral0 ? (['neutral100', 'neutral0', 'neutral200'] as const) : (['neutral150', 'success100', 'success200'] as const);
  return (
    <Box background={wall} hasRadius padding={4} role="group" aria-label={text('template.preview')}>
      {/* Its own colour: the phone may be dark while the page round it is light. */}
      <Box background={bubble} borderColor={edge} color="neutral800" hasRadius shadow="tableShadow" padding={3} maxWidth="36rem">
        <Flex direction="column" alignItems="stretch" gap={2}>
          {children}
        </Flex>
      </Box>
    </Box>
  );
};
