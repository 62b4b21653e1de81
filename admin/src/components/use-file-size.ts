import { useText, useTimes } from '../i18n';

const MEGABYTE = 1024 * 1024;

/** Bytes as people write them. */
export const useFileSize = (): ((bytes: number) => string) => {
  const text = useText();
  const { number } = useTimes();
  return (bytes) => (bytes >= MEGABYTE ? `${number(Math.round((bytes / MEGABYTE) * 10) / 10)} MB` : text('log.detail.size', { size: number(Math.max(1, Math.round(bytes / 1024))) }));
};
