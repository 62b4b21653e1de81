import { PLUGIN_ID } from '../../../../plugin/plugin-id';
import { FailedCall, parseFailure, parseFailureBody } from '../../api/failure';

const backendUrl = (): string => (window as unknown as { strapi?: { backendURL?: string } }).strapi?.backendURL || window.location.origin;

interface Upload {
  path: string;
  file: File;
  token: string | null;
  /** From 0 to 1. */
  onProgress: (part: number) => void;
}

const parseJson = (words: string): unknown => {
  try {
    return JSON.parse(words);
  } catch {
    return null;
  }
};

/**
 * Sends a file and says how far it is, which `fetch` can't. Null where the session's token is out of date: Strapi's own
 * client renews it, and has to send the file then.
 */
export const uploadFile = <T>({ path, file, token, onProgress }: Upload): Promise<T | null> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append('files', file, file.name);
    request.open('POST', `${backendUrl()}/${PLUGIN_ID}${path}`);
    if (token) request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = (event) => event.lengthComputable && event.total > 0 && onProgress(event.loaded / event.total);
    request.onload = () => {
      const body = parseJson(request.responseText) as { data?: T } | null;
      if (request.status === 401) resolve(null);
      else if (request.status >= 200 && request.status < 300 && body?.data) resolve(body.data);
      else reject(new FailedCall(parseFailureBody(body, request.status)));
    };
    request.onerror = () => reject(new FailedCall(parseFailure(new TypeError('network'))));
    request.send(form);
  });
