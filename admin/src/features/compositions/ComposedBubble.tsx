import * as React from 'react';
import { Box, Divider, Flex, Typography } from '@strapi/design-system';
import { BulletList } from '@strapi/icons';
import { useText } from '../../i18n';
import { previewValues } from '../documents/send-choices';
import { parseMarks } from '../templates/bubble-text';
import { DocumentBubble, MediaHeader, PhoneBubble, PhoneFrame, Spans, Words } from '../templates/PhoneBubble';
import type { DraftSection } from './draft';
import type { Composer } from './use-composer';

/** An address of the picked file for as long as it is shown. */
const useFileAddress = (file: File | null): string | null => {
  const [address, setAddress] = React.useState<string | null>(null);
  React.useEffect(() => {
    if (!file) return undefined;
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => {
      URL.revokeObjectURL(made);
      setAddress(null);
    };
  }, [file]);
  return address;
};

const Marked = ({ words, placeholder }: { words: string; placeholder: string }) => (
  <Words dir="auto" {...(words.trim() ? {} : { textColor: 'neutral600' })}>
    {words.trim() ? <Spans spans={parseMarks(words)} /> : placeholder}
  </Words>
);

const Choices = ({ titles, icon }: { titles: string[]; icon?: React.ReactNode }) => (
  <Flex tag="ul" direction="column" alignItems="stretch" gap={0}>
    {titles.map((title, index) => (
      <Box tag="li" key={index}>
        <Divider />
        <Flex justifyContent="center" gap={2} padding={2} color="primary600">
          {icon}
          <Typography textColor="primary600" fontWeight="semiBold" dir="auto" style={{ overflowWrap: 'anywhere' }}>
            {title.trim() || '…'}
          </Typography>
        </Flex>
      </Box>
    ))}
  </Flex>
);

/** What opens on the phone when the list's button is pressed. */
const OpenedList = ({ sections }: { sections: DraftSection[] }) => {
  const text = useText();
  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={3} marginTop={2} maxWidth="36rem" role="group" aria-label={text('compose.list.opened')}>
      <Flex direction="column" alignItems="stretch" gap={3}>
        {sections.map((section, index) => (
          <Flex key={index} direction="column" alignItems="stretch" gap={2}>
            {section.title.trim() && (
              <Typography variant="sigma" textColor="neutral600" dir="auto">
                {section.title}
              </Typography>
            )}
            {section.rows.map((row, place) => (
              <Flex key={place} direction="column" alignItems="flex-start" dir="auto">
                <Typography style={{ overflowWrap: 'anywhere' }}>{row.title.trim() || '…'}</Typography>
                {row.description.trim() && (
                  <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
                    {row.description}
                  </Typography>
                )}
              </Flex>
            ))}
          </Flex>
        ))}
      </Flex>
    </Box>
  );
};

/** What is being written, as the customer's phone will show it. */
export const ComposedBubble = ({ composer }: { composer: Composer }) => {
  const text = useText();
  const address = useFileAddress(composer.file);
  const { kind, draft, shown, choices, file } = composer;
  const empty = text('compose.preview.empty');
  if (kind === 'template') {
    if (!shown?.template) return <Typography textColor="neutral600">{text('compose.template.choose')}</Typography>;
    return <PhoneBubble components={shown.template.components} values={previewValues(shown.template.slots, choices.typed)} filename={file?.name ?? shown.ownFile?.filename ?? null} />;
  }
  if (kind === 'text') {
    return (
      <PhoneFrame>
        <Marked words={draft.text} placeholder={empty} />
      </PhoneFrame>
    );
  }
  if (kind === 'document') return <DocumentBubble filename={file?.name ?? shown?.ownFile?.filename ?? text('template.header.document')} caption={draft.caption} />;
  if (kind === 'image') {
    return (
      <PhoneFrame>
        {address ? <img src={address} alt="" style={{ width: '100%', maxHeight: '24rem', objectFit: 'contain', borderRadius: 4 }} /> : <MediaHeader format="image" label={text('template.header.image')} />}
        {draft.caption.trim() && <Marked words={draft.caption} placeholder="" />}
      </PhoneFrame>
    );
  }
  return (
    <>
      <PhoneFrame>
        {draft.header.trim() && (
          <Words fontWeight="bold" dir="auto">
            {draft.header}
          </Words>
        )}
        <Marked words={draft.body} placeholder={empty} />
        {draft.footer.trim() && (
          <Words variant="pi" textColor="neutral600" dir="auto">
            {draft.footer}
          </Words>
        )}
        {kind === 'buttons' ? <Choices titles={draft.buttons} /> : <Choices titles={[draft.button]} icon={<BulletList fill="currentColor" aria-hidden />} />}
      </PhoneFrame>
      {kind === 'list' && <OpenedList sections={draft.sections} />}
    </>
  );
};
