import type { Feature } from './platform/feature';
import { access } from './features/access';
import { accounts } from './features/accounts';
import { channels } from './features/channels';
import { compositions } from './features/compositions';
import { contacts } from './features/contacts';
import { delivery } from './features/delivery';
import { documents } from './features/documents';
import { erp } from './features/erp';
import { inbound } from './features/inbound';
import { installation } from './features/installation';
import { logs } from './features/logs';
import { macros } from './features/macros';
import { media } from './features/media';
import { messages } from './features/messages';
import { publicApi } from './features/public-api';
import { quickReplies } from './features/quick-replies';
import { realtime } from './features/realtime';
import { templates } from './features/templates';
import { traces } from './features/traces';

/** Every feature, in the order they start: what others stand on comes first. They stop in reverse. */
export const features: Feature[] = [
  logs,
  traces,
  access,
  accounts,
  contacts,
  channels,
  media,
  messages,
  templates,
  delivery,
  inbound,
  erp,
  documents,
  compositions,
  quickReplies,
  macros,
  realtime,
  publicApi,
  installation,
];
