import type { Notice } from '../../../plugin/contracts/documents';
import type { InstallationStatus } from '../../../plugin/contracts/status';
import type { Text } from '../i18n';

/**
 * The server's notices, and those its facts call for where it named none: a fact with no sentence is what
 * nobody sees. Codes of one family never show twice.
 */
export const installationNotices = (status: InstallationStatus, text: Text): Notice[] => {
  const notices = [...status.notices];
  const speaksOf = (pattern: RegExp) => notices.some((notice) => pattern.test(notice.code));

  if (!status.encryptionKey && !speaksOf(/encrypt|secret/)) {
    notices.push({ code: 'secrets.no_key', level: 'refusal', sentence: text('notice.no-encryption-key') });
  }
  if (status.engine.state === 'second-process' && !speaksOf(/engine|process/)) {
    notices.push({ code: 'installation.second_process', level: 'refusal', sentence: status.engine.message || text('notice.second-process') });
  }
  if (status.engine.state === 'stopped' && !speaksOf(/engine|process/)) {
    notices.push({ code: 'engine.stopped', level: 'warning', sentence: status.engine.message || text('notice.engine-stopped') });
  }
  const parked = notices.findIndex((notice) => /parked/.test(notice.code));
  if (parked >= 0) {
    const notice = notices[parked] as Notice;
    notices[parked] = { ...notice, code: 'inbound.parked' };
  } else if (status.parked > 0) {
    notices.push({ code: 'inbound.parked', level: 'warning', sentence: text('notice.parked', { count: status.parked }) });
  }
  if (status.queue.uncertain > 0 && !speaksOf(/uncertain/)) {
    notices.push({ code: 'message.uncertain', level: 'warning', sentence: text('notice.uncertain', { count: status.queue.uncertain }) });
  }
  return notices;
};
