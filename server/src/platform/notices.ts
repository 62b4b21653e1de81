import { sentenceOf } from '../../../plugin/contracts/codes';
import type { Notice } from '../../../plugin/contracts/documents';

export type Notify = (level: Notice['level'], code: string, values?: Record<string, string | number>) => void;

/** What a form has to say about a send, each reason once: the template and the way out ask the same law. */
export const createNotices = (): { notices: Notice[]; notify: Notify } => {
  const notices: Notice[] = [];
  return {
    notices,
    notify(level, code, values) {
      const sentence = sentenceOf(code, values);
      if (!notices.some((notice) => notice.code === code && notice.sentence === sentence)) notices.push({ level, code, sentence, ...(values ? { values } : {}) });
    },
  };
};
