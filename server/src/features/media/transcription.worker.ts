import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { emit } from '../../platform/events';
import { failureText } from '../../platform/failure-text';
import { transcriptionOptionsOf } from '../../platform/media-options';
import type { MediaRow } from '../../platform/records';
import { createTranscriber, TranscriptionError } from './transcribe-audio';
import type { MediaRepository } from './media.repository';

const POLL_MS = 10_000;
const TRIES = 5;
/** After the first try, the second …; a service that is away for an evening has its recordings back before they are given up. */
const PAUSES_MS = [60_000, 10 * 60_000, 60 * 60_000, 4 * 60 * 60_000] as const;

/** What a recording's row keeps after a failed try. */
export const decideAfterSilence = (attemptsBefore: number, error: unknown, at: Date): Pick<MediaRow, 'transcription' | 'transcriptionAttempts' | 'transcriptionNotBefore'> => {
  const attempts = attemptsBefore + 1;
  const { isFinal, retryAfterMs } = error instanceof TranscriptionError ? error : { isFinal: false, retryAfterMs: null };
  if (isFinal || attempts >= TRIES) return { transcription: 'failed', transcriptionAttempts: attempts, transcriptionNotBefore: null };
  const pause = Math.max(PAUSES_MS[attempts - 1] ?? 0, retryAfterMs ?? 0);
  return { transcription: 'pending', transcriptionAttempts: attempts, transcriptionNotBefore: new Date(at.getTime() + pause) };
};

/** Writes down what customers say, one recording at a time, where the configuration names a service for it. */
export const createTranscriptionWorker = (strapi: Core.Strapi, repository: MediaRepository, read: (media: MediaRow) => Promise<Buffer>) => {
  let transcriber: ReturnType<typeof createTranscriber> | null = null;
  let running: Promise<void> | null = null;
  let isWanted = false;
  let timer: NodeJS.Timeout | null = null;

  /** False where the service failed: what waits behind is left for the next look. */
  const transcribeOne = async (row: MediaRow, service: NonNullable<typeof transcriber>): Promise<boolean> => {
    try {
      const text = await service.transcribe(await read(row), row.mimeType ?? 'audio/ogg');
      // The words first: a crash between the two asks once more, and writes nothing twice.
      if (text !== '') await repository.writeTranscript(row.id, text);
      await repository.media.update(row.id, { transcription: 'done', transcriptionAttempts: (row.transcriptionAttempts ?? 0) + 1, transcriptionNotBefore: null });
      emit(strapi, 'message.changed', { messages: await repository.messageIdsOf(row.id) });
      return true;
    } catch (error) {
      // Cut by our own stop: no try of the service's.
      if (!transcriber) return false;
      const outcome = decideAfterSilence(row.transcriptionAttempts ?? 0, error, now());
      await repository.media.update(row.id, outcome);
      const isGivenUp = outcome.transcription === 'failed';
      strapi.log[isGivenUp ? 'error' : 'warn'](`[whatsapp] a recording (${row.documentId}) is not written down${isGivenUp ? ': given up' : ' yet'}, ${failureText(error)}`);
      return isGivenUp;
    }
  };

  const run = async (service: NonNullable<typeof transcriber>): Promise<void> => {
    while (isWanted && transcriber) {
      isWanted = false;
      for (;;) {
        const row = transcriber ? await repository.findUntranscribed(now()) : null;
        if (!row || !(await transcribeOne(row, service))) break;
      }
    }
  };

  const wake = (): void => {
    isWanted = true;
    if (running || !transcriber) return;
    running = run(transcriber)
      .catch((error: unknown) => strapi.log.warn(`[whatsapp] recordings wait to be written down: ${failureText(error)}`))
      .then(() => {
        running = null;
      });
  };

  return {
    wake,
    start() {
      const options = transcriptionOptionsOf(strapi);
      if (!options) return;
      transcriber = createTranscriber(options);
      timer = setInterval(wake, POLL_MS);
      timer.unref();
      wake();
    },
    async stop() {
      const service = transcriber;
      transcriber = null;
      if (timer) clearInterval(timer);
      timer = null;
      // A call under way may take minutes; it is made again at the next start.
      await service?.close();
      await running;
    },
  };
};
