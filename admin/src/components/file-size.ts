import { useText, useTimes } from '../i18n';

/** How large a file is, in the reader's own words. */
export const useFileSize = (): ((bytes: number | null) => string) => {
  const text = useText();
  const { number } = useTimes();
  return (bytes) => {
    if (bytes === null) return '';
    return bytes < 1_048_576 ? text('thread.file.kilobytes', { size: number(Math.max(1, Math.round(bytes / 1024))) }) : text('thread.file.megabytes', { size: number(Math.round(bytes / 104_857.6) / 10) });
  };
};
