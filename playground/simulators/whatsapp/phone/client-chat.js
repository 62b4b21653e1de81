// The phone's state, its talk with the simulator, and its two lists. Inlined after client-draw.js.

// --- talking to the simulator ---------------------------------------------------------------
async function call(path, body) {
  const answer = await fetch(path, body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const value = await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(value?.error?.message ?? `HTTP ${answer.status}`);
  return value;
}
const guarded = (work) => work().catch((error) => say(error.message));

async function act(spec) {
  const { customer } = phone;
  if (!customer) return;
  const who = customer.phone ? { from: customer.phone } : { from: customer.userId };
  const answer = await call('/control/inbound', { account: phone.account, ...who, ...(customer.userId ? { userId: customer.userId } : {}), ...spec });
  const { status } = answer.data.webhook;
  if (status === null) say('The business did not get this: no webhook address, or nobody answered there.');
  else if (status !== 200) say(`The business's webhook answered ${status}.`);
  await loadChat();
}

async function loadState() {
  const query = new URLSearchParams({ ...(phone.account ? { account: phone.account } : {}), q: ui.search.value });
  const state = await call(`/phone/state?${query}`);
  const hadAccount = phone.account;
  phone.accounts = state.accounts;
  phone.account = state.account;
  phone.chats = state.chats;
  drawPeople(state);
  if (hadAccount !== phone.account) listen();
  // Accounts are handed over while the playground starts; until then nothing would tell of them.
  if (!phone.account) setTimeout(() => guarded(loadState), 2000);
}
async function loadChat() {
  if (!phone.chatId) return;
  const id = phone.chatId;
  let chat;
  try {
    chat = await call(`/phone/chat?id=${encodeURIComponent(id)}`);
  } catch {
    // A reset took the chat away.
    if (phone.chatId === id) close();
    return;
  }
  if (phone.chatId !== id) return;
  phone.customer = chat.customer;
  phone.messages = chat.messages;
  drawChat();
}

/** While a page listens with a chat's id, that chat is open on the phone, and messages get read. */
function listen() {
  phone.events?.close();
  if (!phone.account) {
    phone.events = null;
    return;
  }
  const isSeen = phone.chatId && document.visibilityState === 'visible';
  const events = new EventSource(`/phone/events?${new URLSearchParams({ account: phone.account, ...(isSeen ? { chat: phone.chatId } : {}) })}`);
  phone.events = events;
  events.addEventListener('chats', (event) => guarded(async () => {
    await loadState();
    if (JSON.parse(event.data).chats.includes(phone.chatId)) {
      phone.typingUntil = 0;
      await loadChat();
    }
  }));
  events.addEventListener('typing', (event) => {
    if (JSON.parse(event.data).chat !== phone.chatId) return;
    phone.typingUntil = Date.now() + 25000;
    drawChat();
    setTimeout(drawChat, 25100);
  });
  const reload = () => guarded(async () => {
    await loadState();
    await loadChat();
  });
  events.addEventListener('refresh', reload);
  // A simulator that was started anew knows nothing of this page: read everything again.
  events.addEventListener('hello', reload);
}

// --- the list of people -----------------------------------------------------------------------
function drawPeople(state) {
  const current = phone.accounts.find((one) => one.key === phone.account);
  ui.business.textContent = current ? `of ${current.verifiedName}, ${current.displayPhoneNumber}` : 'No business number is connected yet';
  ui.account.hidden = phone.accounts.length < 2;
  ui.account.replaceChildren(...phone.accounts.map((one) => make('option', { value: one.key, selected: one.key === phone.account }, one.verifiedName)));
  const trouble = !current ? null : !current.hasWebhook ? 'The business has no webhook address: it does not hear what you write.'
    : !current.subscribed ? 'The app is not subscribed to this business account: no webhooks are sent.'
    : state.webhook && state.webhook.status !== 200 ? (state.webhook.status === null ? 'The business did not answer its last webhook. It is tried again.' : `The business answered ${state.webhook.status} to its last webhook.`) : null;
  ui.webhook.hidden = !trouble;
  ui.webhook.textContent = trouble ?? '';
  ui['no-chats'].hidden = phone.chats.length > 0;
  const focused = document.activeElement?.dataset?.chat;
  ui.chats.replaceChildren(...phone.chats.map((chat) => {
    const button = make('button', { type: 'button', 'data-chat': chat.id, 'aria-current': chat.id === phone.chatId ? 'true' : 'false', onclick: () => open(chat.id) },
      paintAvatar(make('div', { class: 'avatar', 'aria-hidden': 'true' }), chat.name),
      make('span', { class: 'row-name' }, chat.name),
      make('span', { class: 'row-time' }, chat.lastAt ? (dayOf(chat.lastAt) === 'Today' ? timeOf(chat.lastAt) : new Date(chat.lastAt).toLocaleDateString([], { day: 'numeric', month: 'short' })) : ''),
      make('span', { class: `row-preview${chat.unread && chat.id !== phone.chatId ? '' : ' wide'}` }, chat.preview ? `${chat.previewIsOwn ? 'You: ' : ''}${chat.preview}` : (chat.phone ? `+${chat.phone}` : chat.userId)),
      chat.unread && chat.id !== phone.chatId ? make('span', { class: 'badge', 'aria-label': `${chat.unread} unread` }, String(chat.unread)) : null);
    return make('li', {}, button);
  }));
  if (focused) ui.chats.querySelector(`[data-chat="${focused}"]`)?.focus();
}

function open(id) {
  phone.chatId = id;
  phone.messages = [];
  phone.typingUntil = 0;
  phone.isAtEnd = true;
  setReply(null);
  app.classList.add('in-chat');
  ui.nothing.hidden = true;
  ui.conversation.hidden = false;
  location.hash = id;
  listen();
  return guarded(async () => {
    await loadChat();
    if (matchMedia('(min-width: 761px)').matches) ui.text.focus();
  });
}
function close() {
  phone.chatId = null;
  phone.customer = null;
  app.classList.remove('in-chat');
  ui.nothing.hidden = false;
  ui.conversation.hidden = true;
  history.replaceState(null, '', '#');
  listen();
  void guarded(loadState);
}

// --- a chat -------------------------------------------------------------------------------------
function drawHeader() {
  const { customer } = phone;
  paintAvatar(ui['chat-avatar'], customer.name);
  ui['chat-name'].textContent = customer.name;
  const marks = [customer.phone ? `+${customer.phone}` : customer.userId, customer.stoppedMarketing ? 'no offers' : null, customer.undeliverable ? 'unreachable' : null];
  ui['chat-sub'].textContent = marks.filter(Boolean).join(' · ');
  const left = customer.windowUntil ? customer.windowUntil - Date.now() : 0;
  ui.window.className = left > 0 ? 'chip open' : 'chip';
  ui.window.textContent = left <= 0 ? 'Window closed' : left > 36e5 ? `Open ${Math.floor(left / 36e5)} h` : `Open ${Math.ceil(left / 6e4)} min`;
  ui.window.title = left > 0 ? 'The business may write freely for this long' : 'The business can only send templates until you write';
}

function drawChat() {
  if (!phone.customer) return;
  drawHeader();
  const box = ui.messages;
  const nodes = [];
  let day = '';
  for (const message of phone.messages) {
    const its = dayOf(message.at);
    if (its !== day) nodes.push(make('div', { class: 'day' }, (day = its)));
    nodes.push(kept(message));
  }
  if (phone.messages.length === 0) nodes.push(make('div', { class: 'day' }, 'No messages yet. Say hello.'));
  if (phone.typingUntil > Date.now()) nodes.push(make('div', { class: 'typing' }, 'typing…'));
  box.replaceChildren(...nodes);
  stickToEnd();
}

/** Stays at the newest message, also when a picture grows, until someone scrolls up. */
function stickToEnd() {
  if (phone.isAtEnd) ui.messages.scrollTop = ui.messages.scrollHeight;
}
ui.messages.addEventListener('scroll', () => {
  phone.isAtEnd = ui.messages.scrollHeight - ui.messages.scrollTop - ui.messages.clientHeight < 80;
});

// A bubble is drawn anew only when it changed: players keep playing, and focus stays.
const drawn = new Map();
function kept(message) {
  const print = JSON.stringify(message);
  const before = drawn.get(message.id);
  if (before?.print === print) return before.node;
  const node = drawLine(message);
  drawn.set(message.id, { print, node });
  if (drawn.size > 600) drawn.delete(drawn.keys().next().value);
  return node;
}
