// The load generator. Requests are made and signed ahead, and written to bare sockets: on two cores a comfortable
// HTTP client would take its share of what is being measured.
import { createHmac } from 'node:crypto';
import net from 'node:net';
import { ready, serve } from './ipc.child.mjs';

let requests = [];

const rawRequest = (port, path, headers, body) => {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers });
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${body}`);
};

const textMessage = ({ series, people }, number) => {
  const from = `4915${String(1_000_000_000 + (number % people)).slice(1)}`;
  return {
    contact: { profile: { name: `Customer ${number % people}` }, wa_id: from },
    message: { from, id: `wamid.${series}${number}`, timestamp: String(Math.floor(Date.now() / 1_000)), type: 'text', text: { body: `Message ${number} of the bench` } },
  };
};

/** Webhooks of distinct messages: `perPost` in each, from `people` customers in turn. */
const webhookBody = (plan, post) => {
  const items = Array.from({ length: plan.perPost }, (_, index) => textMessage(plan, post * plan.perPost + index));
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: plan.displayPhoneNumber, phone_number_id: plan.phoneNumberId },
    contacts: [...new Map(items.map(({ contact }) => [contact.wa_id, contact])).values()],
    messages: items.map(({ message }) => message),
  };
  return JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: plan.businessAccountId, changes: [{ value, field: 'messages' }] }] });
};

const makers = {
  webhook: (plan, number) => {
    const body = webhookBody(plan, number);
    return rawRequest(plan.port, plan.path, { 'x-hub-signature-256': `sha256=${createHmac('sha256', plan.appSecret).update(body).digest('hex')}` }, body);
  },
  /** Sends straight to the simulated WhatsApp, as the plugin writes them. */
  send: (plan, number) =>
    rawRequest(
      plan.port,
      plan.path,
      { authorization: `Bearer ${plan.accessToken}` },
      JSON.stringify({ messaging_product: 'whatsapp', recipient_type: 'individual', to: `4917${String(1_000_000_000 + number).slice(1)}`, type: 'template', template: plan.template, biz_opaque_callback_data: `bench${number}` }),
    ),
};

const prepare = ({ kind, count, ...plan }) => {
  requests = Array.from({ length: count }, (_, number) => makers[kind](plan, number));
};

/** The end of an answer in `buffered`, or -1 where more must come. */
const endOfAnswer = (buffered, headEnd, head) => {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head);
  if (length) {
    const end = headEnd + 4 + Number(length[1]);
    return buffered.length >= end ? end : -1;
  }
  const end = buffered.indexOf('0\r\n\r\n', headEnd + 4, 'latin1');
  return end === -1 ? -1 : end + 5;
};

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Works the prepared requests off over keep-alive connections, one at a time on each, until time or requests run out. */
const run = ({ port, connections, durationMs }) =>
  new Promise((resolve, reject) => {
    const latencies = [];
    const statuses = {};
    const refusals = [];
    const startedAt = performance.now();
    const deadline = durationMs ? startedAt + durationMs : Infinity;
    let next = 0;
    let open = connections;
    let isOver = false;

    const finish = () => {
      const seconds = (performance.now() - startedAt) / 1_000;
      latencies.sort((one, other) => one - other);
      resolve({ seconds, requests: latencies.length, perSecond: latencies.length / seconds, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), statuses, refusals, isExhausted: next >= requests.length });
    };

    const connect = () => {
      const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
      let buffered = null;
      let sentAt = 0;
      const sendNext = () => {
        if (next >= requests.length || performance.now() >= deadline) {
          socket.end();
          open -= 1;
          if (open === 0 && !isOver) {
            isOver = true;
            finish();
          }
          return;
        }
        sentAt = performance.now();
        socket.write(requests[next++]);
      };
      socket.once('connect', sendNext);
      socket.on('data', (chunk) => {
        buffered = buffered === null ? chunk : Buffer.concat([buffered, chunk]);
        const headEnd = buffered.indexOf('\r\n\r\n', 0, 'latin1');
        if (headEnd === -1) return;
        const head = buffered.latin1Slice(0, headEnd);
        const end = endOfAnswer(buffered, headEnd, head);
        if (end === -1) return;
        latencies.push(performance.now() - sentAt);
        const status = head.slice(9, 12);
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (status !== '200' && refusals.length < 3) refusals.push(buffered.latin1Slice(0, 400));
        buffered = null;
        sendNext();
      });
      const fail = (error) => {
        if (isOver) return;
        isOver = true;
        reject(new Error(`a connection of the load generator broke: ${error ? error.message : 'closed by the server'}`));
      };
      socket.once('error', fail);
      // After our own end() `open` is 0 or the others go on; before it the server hung up on us.
      socket.once('close', () => !socket.writableEnded && fail());
    };
    for (let index = 0; index < connections; index += 1) connect();
  });

serve({ prepare, run });
ready();
