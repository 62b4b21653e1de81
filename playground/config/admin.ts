import { keys } from '../src/keys';

export default () => {
  const { adminJwtSecret, apiTokenSalt, transferTokenSalt, encryptionKey } = keys();
  return {
    auth: { secret: adminJwtSecret },
    apiToken: { salt: apiTokenSalt },
    transfer: { token: { salt: transferTokenSalt } },
    // NO_ENCRYPTION_KEY shows what an administrator sees who has not set one.
    secrets: { encryptionKey: process.env.NO_ENCRYPTION_KEY ? undefined : encryptionKey },
    flags: { nps: false, promoteEE: false },
  };
};
