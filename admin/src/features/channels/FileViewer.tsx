import { Button, Flex, Modal } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import type { ThreadMessage } from '../../../../plugin/contracts/channels';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { OpenModal } from '../../components/OpenModal';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import { filePath } from './file-address';
import { useThreadTools } from './thread-tools';
import { saveBytes, useFileBytes } from './use-file-bytes';

/** A picture as large as the screen lets it be. */
export const FileViewer = ({ media, alt, onClose }: { media: NonNullable<ThreadMessage['media']>; alt: string; onClose: () => void }) => {
  const text = useText();
  const client = useClient();
  const { channel } = useThreadTools();
  const path = filePath(channel, media.id);
  const whole = useFileBytes(path, media.mimeType);
  const save = useAction(async () => {
    saveBytes(await client.bytes(path), media.filename || media.id);
    return true;
  });
  return (
    <OpenModal title={alt} onClose={onClose}>
      <Modal.Body>
        <FailureAlert failure={save.failure} onClose={save.clear} />
        {whole.pending && <LoadingBlock />}
        {whole.failure && <FailureBlock failure={whole.failure} onRetry={whole.again} />}
        {whole.address && (
          <Flex justifyContent="center">
            <img src={whole.address} alt={alt} style={{ maxWidth: '100%', maxHeight: '70vh', objectFit: 'contain' }} />
          </Flex>
        )}
      </Modal.Body>
      <Modal.Footer>
        <Button variant="tertiary" onClick={onClose}>
          {text('action.close')}
        </Button>
        <Button variant="secondary" startIcon={<Download />} loading={save.pending} onClick={() => void save.run()}>
          {text('action.download')}
        </Button>
      </Modal.Footer>
    </OpenModal>
  );
};
