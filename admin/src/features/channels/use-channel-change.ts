import * as React from 'react';
import { useNotification } from '@strapi/strapi/admin';
import type { ChannelDetail } from '../../../../plugin/contracts/channels';
import { useClient } from '../../api/client';
import { isAbort, parseFailure } from '../../api/failure';
import { segment } from '../../api/query';
import { sentenceOfFailure } from '../../components/States';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';

export interface ChannelChange {
  pending: boolean;
  /** True when it is stored. A refusal is said in a notice, and the conversation is read again: somebody was faster. */
  change(part: string, body: unknown): Promise<boolean>;
  reload(): Promise<void>;
  tell(thrown: unknown): void;
}

/** Changes of one conversation: what the server answers takes the place of what was shown. */
export const useChannelChange = (channel: string, onChanged: (channel: ChannelDetail) => void): ChannelChange => {
  const client = useClient();
  const text = useText();
  const say = useSay();
  const { toggleNotification } = useNotification();
  const [pending, setPending] = React.useState(false);
  const path = `/channels/${segment(channel)}`;

  const tell = (thrown: unknown) => {
    if (isAbort(thrown)) return;
    const failure = parseFailure(thrown);
    toggleNotification({ type: failure.status === 409 ? 'warning' : 'danger', message: sentenceOfFailure(failure, text, say) });
  };

  const reload = async () => {
    try {
      onChanged((await client.get<ChannelDetail>(path)).data);
    } catch (thrown) {
      tell(thrown);
    }
  };

  const change = async (part: string, body: unknown): Promise<boolean> => {
    setPending(true);
    try {
      onChanged((await client.put<ChannelDetail>(`${path}/${part}`, body)).data);
      return true;
    } catch (thrown) {
      tell(thrown);
      if (parseFailure(thrown).status === 409) await reload();
      return false;
    } finally {
      setPending(false);
    }
  };

  return { pending, change, reload, tell };
};
