import { Button } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useClient } from '../api/client';
import { useAction } from '../api/use-action';
import { useText } from '../i18n';
import { FailureAlert } from './States';

/** Long enough for a browser to have begun the download. */
const KEEP_BLOB_MS = 60_000;

/** A list as CSV. Fetched with the session and saved from a blob: an address with a token in it would be a secret in a history. */
export const ExportButton = ({ path, filename }: { path: string; filename: string }) => {
  const text = useText();
  const client = useClient();
  const { run, pending, failure, clear } = useAction(async () => {
    const bytes = await client.bytes(path);
    const address = URL.createObjectURL(new Blob([bytes], { type: 'text/csv' }));
    const anchor = document.createElement('a');
    anchor.href = address;
    anchor.download = filename;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), KEEP_BLOB_MS);
    return true;
  });
  return (
    <>
      <Button variant="secondary" startIcon={<Download />} loading={pending} onClick={() => void run()}>
        {text('action.export')}
      </Button>
      <FailureAlert failure={failure} onClose={clear} />
    </>
  );
};
