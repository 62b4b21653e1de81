import { Button, Flex, Typography } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import type { MessageView } from '../../../../plugin/contracts/messages';
import { segment } from '../../api/query';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { FailureAlert } from '../../components/States';
import { useFileSize } from '../../components/file-size';
import { useText } from '../../i18n';

/** Long enough for a browser to have begun the download. */
const KEEP_BLOB_MS = 60_000;

/** A message's file. Fetched with the session and saved from a blob: an address with a token in it would be a secret in a history. */
export const MessageFile = ({ media }: { media: MessageView['media'] }) => {
  const text = useText();
  const size = useFileSize();
  const client = useClient();
  const { run, pending, failure } = useAction(async (file: NonNullable<MessageView['media']>) => {
    const bytes = await client.bytes(`/media/${segment(file.id)}`);
    // Never the sender's own type: a page opened from a blob of ours would run as ours.
    const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
    const anchor = document.createElement('a');
    anchor.href = address;
    anchor.download = file.filename || file.id;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), KEEP_BLOB_MS);
    return true;
  });
  if (!media) return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <FailureAlert failure={failure} />
      <Flex gap={3} wrap="wrap">
        <Typography style={{ overflowWrap: 'anywhere' }}>
          {media.filename || media.mimeType || text('log.detail.file')}
          {media.bytes !== null && ` · ${size(media.bytes)}`}
        </Typography>
        <Button size="S" variant="tertiary" startIcon={<Download />} loading={pending} onClick={() => void run(media)}>
          {text('action.download')}
        </Button>
      </Flex>
    </Flex>
  );
};
