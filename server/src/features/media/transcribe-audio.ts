import { FormData, request } from 'undici';
import { createEnteredAgent } from '../../platform/entered-address';
import type { TranscriptionOptions } from '../../platform/media-options';
import { extensionOf } from './library-kinds';

/** What the services of this kind take (OpenAI, 2026-11). */
export const MAX_AUDIO_BYTES = 25 * 1024 * 1024;
const MAX_ANSWER_BYTES = 1024 * 1024;
const MAX_TEXT = 20_000;
const DEADLINE_MS = 120_000;
const MAX_RETRY_AFTER_MS = 60 * 60 * 1000;

export class TranscriptionError extends Error {
  constructor(
    message: string,
    /** No other try will change it. */
    readonly isFinal = false,
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
    this.name = 'TranscriptionError';
  }
}

const ENDPOINT = '/audio/transcriptions';

/** The service's root, or its whole address. */
const addressOf = (url: string): URL => {
  const address = new URL(url);
  const path = address.pathname.replace(/\/+$/, '');
  address.pathname = path.endsWith(ENDPOINT) ? path : `${path}${ENDPOINT}`;
  return address;
};

const readText = (body: string): string => {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    throw new TranscriptionError('the service answered no JSON');
  }
  const text = (answer as { text?: unknown } | null)?.text;
  if (typeof text !== 'string') throw new TranscriptionError('the service answered without a text');
  return [...text.replaceAll('\u0000', '').trim()].slice(0, MAX_TEXT).join('');
};

/** One call of an OpenAI-compatible service; what it says of an error is not repeated: it may hold the key or the words. */
export const createTranscriber = (options: TranscriptionOptions, deadlineMs = DEADLINE_MS) => {
  const agent = createEnteredAgent({ headersMs: DEADLINE_MS, bodyMs: DEADLINE_MS });
  const address = addressOf(options.url);

  const call = async (content: Buffer, mimeType: string): Promise<string> => {
    const form = new FormData();
    // The services tell the format by the name.
    form.append('file', new Blob([new Uint8Array(content)], { type: mimeType }), `audio.${extensionOf(mimeType) ?? 'ogg'}`);
    form.append('model', options.model ?? 'whisper-1');
    form.append('response_format', 'json');
    if (options.language) form.append('language', options.language);
    const answer = await request(address, {
      dispatcher: agent,
      method: 'POST',
      headers: { accept: 'application/json', ...(options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {}) },
      body: form,
      signal: AbortSignal.timeout(deadlineMs),
    });
    const { statusCode } = answer;
    if (statusCode !== 200) {
      answer.body.on('error', () => undefined).destroy();
      const retryAfter = Number(answer.headers['retry-after']);
      const retryAfterMs = Number.isFinite(retryAfter) && retryAfter > 0 ? Math.min(retryAfter * 1_000, MAX_RETRY_AFTER_MS) : null;
      throw new TranscriptionError(`the service answered ${statusCode}`, statusCode === 413 || statusCode === 415 || statusCode === 422, retryAfterMs);
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES) throw new TranscriptionError('the answer is too long');
      chunks.push(chunk);
    }
    return readText(Buffer.concat(chunks).toString());
  };

  return {
    async transcribe(content: Buffer, mimeType: string): Promise<string> {
      if (content.length > MAX_AUDIO_BYTES) throw new TranscriptionError('the recording is larger than 25 MB', true);
      try {
        return await call(content, mimeType);
      } catch (error) {
        if (error instanceof TranscriptionError) throw error;
        const code = (error as { code?: unknown } | null)?.code;
        const isLate = (error as { name?: unknown } | null)?.name === 'TimeoutError';
        throw new TranscriptionError(isLate ? 'the service did not answer in time' : `the service could not be reached${typeof code === 'string' ? ` (${code})` : ''}`);
      }
    },
    close: () => agent.destroy(),
  };
};
