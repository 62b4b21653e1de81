import * as React from 'react';
import { Box, Flex, IconButton, TextInput, Typography } from '@strapi/design-system';
import { Cross, File as FileIcon, MusicNotes, Play } from '@strapi/icons';
import { styled } from 'styled-components';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { useFileSize } from '../../components/file-size';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';
import { takesCaption, type PickedFile, type PickedFiles } from './picked-files';

const Picture = styled.img`
  inline-size: 5.6rem;
  block-size: 5.6rem;
  object-fit: cover;
  border-radius: ${({ theme }) => theme.borderRadius};
`;

const Sign = styled(Flex)`
  inline-size: 5.6rem;
  block-size: 5.6rem;
  flex: none;
`;

const Track = styled.div`
  block-size: 4px;
  inline-size: 100%;
  border-radius: 2px;
  background: ${({ theme }) => theme.colors.neutral200};
`;

const Done = styled.div<{ $part: number }>`
  block-size: 100%;
  inline-size: ${({ $part }) => `${Math.round($part * 100)}%`};
  border-radius: 2px;
  background: ${({ theme }) => theme.colors.primary600};
`;

/** An address of the picked picture for as long as it is shown. */
const usePicture = (file: File | null): string | null => {
  const [address, setAddress] = React.useState<string | null>(null);
  React.useEffect(() => {
    if (!file) return undefined;
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return address;
};

const Look = ({ one }: { one: PickedFile }) => {
  const picture = usePicture(one.kind === 'image' || one.kind === 'sticker' ? one.file : null);
  if (picture) return <Picture src={picture} alt="" />;
  const Icon = one.kind === 'video' ? Play : one.kind === 'audio' || one.kind === 'voice' ? MusicNotes : FileIcon;
  return (
    <Sign background="neutral150" hasRadius justifyContent="center" color="neutral600" aria-hidden>
      <Icon fill="currentColor" width="2.4rem" height="2.4rem" />
    </Sign>
  );
};

/** Files that go with the next press of Send, one after the other. */
export const FilesToSend = ({ picked, pending, captionMax }: { picked: PickedFiles; pending: boolean; captionMax: number }) => {
  const text = useText();
  const say = useSay();
  const sizeOf = useFileSize();
  if (picked.files.length === 0) return null;
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={2} aria-label={text('write.files')} style={{ maxHeight: '26rem', overflowY: 'auto' }}>
      {picked.files.map((one) => (
        <Flex tag="li" key={one.id} gap={3} alignItems="flex-start" background="neutral100" hasRadius padding={2} data-file={one.file.name}>
          <Look one={one} />
          <Box flex="1" minWidth={0}>
            <Typography tag="p" variant="pi" fontWeight="semiBold" dir="auto" ellipsis>
              {one.file.name}
            </Typography>
            <Typography tag="p" variant="pi" textColor="neutral600">
              {[one.kind && text(`write.kind.${one.kind}`), sizeOf(one.file.size)].filter(Boolean).join(' · ')}
            </Typography>
            {one.problem && (
              <Typography tag="p" variant="pi" textColor="danger700" role="alert">
                {say({ ...one.problem, sentence: sentenceOf(one.problem.code, one.problem.values) })}
              </Typography>
            )}
            {takesCaption(one.kind) && !one.problem && (
              <TextInput
                size="S"
                dir="auto"
                aria-label={text('write.caption', { name: one.file.name })}
                placeholder={text('write.caption.short')}
                maxLength={captionMax}
                value={one.caption}
                disabled={pending}
                onChange={(event: React.ChangeEvent<HTMLInputElement>) => picked.change(one.id, { caption: event.target.value })}
              />
            )}
            {one.progress !== null && (
              <Box paddingTop={2}>
                <Track role="progressbar" aria-label={text('write.uploading', { name: one.file.name })} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(one.progress * 100)}>
                  <Done $part={one.progress} />
                </Track>
              </Box>
            )}
          </Box>
          <IconButton variant="ghost" label={text('write.file.remove', { name: one.file.name })} disabled={pending} onClick={() => picked.remove(one.id)}>
            <Cross />
          </IconButton>
        </Flex>
      ))}
    </Flex>
  );
};
