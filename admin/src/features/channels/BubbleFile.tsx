import * as React from 'react';
import { Box, Button, Flex, Loader, Typography } from '@strapi/design-system';
import { Download, ExternalLink, File as FileIcon, FilePdf, Headphones, Image as ImageIcon, Microphone, Play } from '@strapi/icons';
import { styled } from 'styled-components';
import type { ThreadContent, ThreadMessage } from '../../../../plugin/contracts/channels';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { useFileSize } from '../../components/file-size';
import { sentenceOfFailure } from '../../components/States';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';
import { filePath, safeType } from './file-address';
import { FileViewer } from './FileViewer';
import { FormattedText } from './FormattedText';
import { useThreadTools } from './thread-tools';
import { openPdf, saveBytes, useFileBytes, useNear } from './use-file-bytes';

type FileContent = Extract<ThreadContent, { kind: 'file' }>;
type Media = NonNullable<ThreadMessage['media']>;

const Picture = styled.img`
  display: block;
  max-inline-size: 100%;
  max-block-size: 32rem;
  object-fit: contain;
  border-radius: ${({ theme }) => theme.borderRadius};
`;

export const PictureButton = styled.button`
  display: block;
  inline-size: 100%;
  min-block-size: 4.4rem;
  padding: 0;
  border: none;
  background: transparent;
  text-align: start;
  cursor: pointer;
  border-radius: ${({ theme }) => theme.borderRadius};

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

const ICONS = { image: ImageIcon, video: Play, audio: Headphones, voice: Microphone, document: FileIcon, sticker: ImageIcon } as const;

const isPdf = (media: Media): boolean => safeType(media.mimeType) === 'application/pdf';

/** A file by its name: what a document is, and what any file is that can't be drawn. */
const FileCard = ({ media, file, note, children }: { media: Media | null; file: FileContent['file']; note?: string; children?: React.ReactNode }) => {
  const text = useText();
  const sizeOf = useFileSize();
  const Icon = media && isPdf(media) ? FilePdf : ICONS[file];
  const line = [sizeOf(media?.bytes ?? null), note].filter(Boolean).join(' · ');
  return (
    <Flex background="neutral100" borderColor="neutral200" hasRadius padding={3} gap={3} wrap="wrap" minWidth="20rem">
      <Box color="neutral600" display="flex" aria-hidden>
        <Icon fill="currentColor" width="2.4rem" height="2.4rem" />
      </Box>
      <Flex direction="column" alignItems="flex-start" flex="1" minWidth="10rem">
        <Typography fontWeight="semiBold" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
          <bdi>{media?.filename || text(`type.${file}`)}</bdi>
        </Typography>
        {line && (
          <Typography variant="pi" textColor="neutral600">
            {line}
          </Typography>
        )}
      </Flex>
      {children}
    </Flex>
  );
};

const Trouble = ({ words, onAgain, pending }: { words: string; onAgain?: () => void; pending?: boolean }) => {
  const text = useText();
  return (
    <Flex gap={2} wrap="wrap" paddingTop={1}>
      <Typography variant="pi" textColor="neutral800">
        {words}
      </Typography>
      {onAgain && (
        <Button size="S" variant="tertiary" loading={pending} onClick={onAgain}>
          {text('action.retry')}
        </Button>
      )}
    </Flex>
  );
};

const ImageFile = ({ media, alt, sticker, animated }: { media: Media; alt: string; sticker: boolean; animated: boolean }) => {
  const text = useText();
  const say = useSay();
  const { channel } = useThreadTools();
  const [watch, near] = useNear();
  const [open, setOpen] = React.useState(false);
  // A thumbnail of an animated sticker stands still; stickers are small.
  const thumbnail = useFileBytes(near ? filePath(channel, media.id, animated ? '' : '/thumbnail') : null, animated ? media.mimeType : null);
  const size = sticker ? '12rem' : '16rem';
  return (
    <div ref={watch}>
      {thumbnail.failure ? (
        <>
          <FileCard media={media} file={sticker ? 'sticker' : 'image'}>
            <Button size="S" variant="tertiary" onClick={() => setOpen(true)}>
              {text('thread.file.show')}
            </Button>
          </FileCard>
          {thumbnail.failure.code !== 'media.no_thumbnail' && <Trouble words={sentenceOfFailure(thumbnail.failure, text, say)} onAgain={thumbnail.again} />}
        </>
      ) : (
        <PictureButton type="button" aria-label={text('thread.file.view', { name: alt })} onClick={() => setOpen(true)} style={{ minWidth: thumbnail.address ? undefined : size }}>
          {thumbnail.address ? (
            <Picture src={thumbnail.address} alt={alt} style={sticker ? { maxBlockSize: size, maxInlineSize: size } : undefined} />
          ) : (
            <Flex background="neutral200" hasRadius justifyContent="center" height={size} color="neutral600">
              <ImageIcon fill="currentColor" width="2.4rem" height="2.4rem" aria-hidden />
            </Flex>
          )}
        </PictureButton>
      )}
      {open && <FileViewer media={media} alt={alt} onClose={() => setOpen(false)} />}
    </div>
  );
};

/** Video and sound: fetched when somebody wants them, played by the browser's own controls. */
const PlayedFile = ({ media, file, alt }: { media: Media; file: 'video' | 'audio' | 'voice'; alt: string }) => {
  const text = useText();
  const say = useSay();
  const { channel } = useThreadTools();
  const [wanted, setWanted] = React.useState(false);
  const { address, failure, pending, again } = useFileBytes(wanted ? filePath(channel, media.id) : null, media.mimeType);
  if (address && file === 'video') return <video src={address} controls autoPlay playsInline aria-label={alt} style={{ maxWidth: '100%', maxHeight: '36rem', borderRadius: 4 }} />;
  if (address) return <audio src={address} controls autoPlay aria-label={alt} style={{ maxWidth: '100%', width: '28rem' }} />;
  return (
    <>
      <FileCard media={media} file={file}>
        <Button size="S" variant="secondary" startIcon={<Play />} loading={pending} onClick={() => (failure ? again() : setWanted(true))} aria-label={text('thread.file.play', { name: alt })}>
          {text('thread.file.play.short')}
        </Button>
      </FileCard>
      {failure && <Trouble words={sentenceOfFailure(failure, text, say)} />}
    </>
  );
};

const DocumentFile = ({ media }: { media: Media }) => {
  const text = useText();
  const say = useSay();
  const client = useClient();
  const { channel } = useThreadTools();
  const { run, pending, failure } = useAction(async (how: 'open' | 'save') => {
    const bytes = await client.bytes(filePath(channel, media.id));
    if (how === 'open') openPdf(bytes);
    else saveBytes(bytes, media.filename || media.id);
    return true;
  });
  return (
    <>
      <FileCard media={media} file="document">
        <Flex gap={2} wrap="wrap">
          {isPdf(media) && (
            <Button size="S" variant="secondary" startIcon={<ExternalLink />} disabled={pending} onClick={() => void run('open')}>
              {text('thread.file.open')}
            </Button>
          )}
          <Button size="S" variant="tertiary" startIcon={<Download />} disabled={pending} onClick={() => void run('save')}>
            {text('action.download')}
          </Button>
        </Flex>
      </FileCard>
      {pending && <Loader small>{text('state.loading')}</Loader>}
      {failure && <Trouble words={sentenceOfFailure(failure, text, say)} />}
    </>
  );
};

/** What is not there yet, or could not be fetched from the provider. */
const AbsentFile = ({ message, media, file }: { message: ThreadMessage; media: Media | null; file: FileContent['file'] }) => {
  const text = useText();
  const say = useSay();
  const client = useClient();
  const { channel, update } = useThreadTools();
  const fetchAgain = useAction(async () => {
    if (!media) return false;
    await client.post(filePath(channel, media.id, '/fetch'));
    update({ ...message, media: { ...media, state: 'pending' } });
    return true;
  });
  if (!media) return <FileCard media={null} file={file} note={message.direction === 'outbound' ? '' : text('thread.file.gone')} />;
  if (media.state === 'pending') {
    return (
      <FileCard media={media} file={file} note={text(message.direction === 'inbound' ? 'thread.file.fetching' : 'thread.file.waiting')}>
        <Loader small>{text('thread.file.fetching')}</Loader>
      </FileCard>
    );
  }
  if (media.state !== 'failed') return <FileCard media={media} file={file} note={message.direction === 'outbound' ? '' : text('thread.file.gone')} />;
  return (
    <>
      <FileCard media={media} file={file} note={text('thread.file.failed')} />
      <Trouble words={fetchAgain.failure ? sentenceOfFailure(fetchAgain.failure, text, say) : ''} onAgain={() => void fetchAgain.run()} pending={fetchAgain.pending} />
    </>
  );
};

const StoredFile = ({ media, content, alt }: { media: Media; content: FileContent; alt: string }) => {
  switch (content.file) {
    case 'image':
    case 'sticker':
      return safeType(media.mimeType).startsWith('image/') ? <ImageFile media={media} alt={alt} sticker={content.file === 'sticker'} animated={content.animated === true} /> : <DocumentFile media={media} />;
    case 'video':
    case 'audio':
    case 'voice':
      return /^(?:video|audio)\//.test(safeType(media.mimeType)) ? <PlayedFile media={media} file={content.file} alt={alt} /> : <DocumentFile media={media} />;
    case 'document':
      return <DocumentFile media={media} />;
  }
};

/** A file and its caption, with what is said in a voice message below it. */
export const BubbleFile = ({ message, content }: { message: ThreadMessage; content: FileContent }) => {
  const text = useText();
  const { media } = message;
  const alt = media?.filename || content.caption || text(`type.${content.file}`);
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      {media?.state === 'stored' ? <StoredFile media={media} content={content} alt={alt} /> : <AbsentFile message={message} media={media} file={content.file} />}
      {content.caption && <FormattedText words={content.caption} />}
      {message.transcript && (
        <Box paddingTop={1}>
          <Typography variant="sigma" textColor="neutral600">
            {text('thread.transcript')}
          </Typography>
          <FormattedText words={message.transcript} />
        </Box>
      )}
    </Flex>
  );
};
