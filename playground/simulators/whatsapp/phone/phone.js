// The phone's own script, inlined into its page. All text that people or businesses wrote is set as
// text, never as markup: the page shares its origin with the controls.
(() => {
  'use strict';
  const byId = (id) => document.getElementById(id);
  const app = byId('app');
  const ui = {};
  for (const id of ['account', 'business', 'new-number', 'search', 'webhook', 'chats', 'no-chats', 'nothing', 'conversation', 'back', 'chat-avatar', 'chat-name', 'chat-sub', 'window', 'menu-button', 'menu', 'messages', 'quick', 'quote-bar', 'quote-text', 'quote-cancel', 'composer', 'attach', 'file', 'text', 'sheet', 'toast']) ui[id] = byId(id);

  const phone = { account: null, accounts: [], chats: [], chatId: null, customer: null, messages: [], replyTo: null, editing: null, events: null, typingUntil: 0 };

  // --- small makers -------------------------------------------------------------------------
  function make(tag, props = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
      else if (name === 'class') node.className = value;
      else node.setAttribute(name, value === true ? '' : String(value));
    }
    for (const child of children.flat()) if (child !== null && child !== undefined && child !== '') node.append(child);
    return node;
  }
  const ICONS = {
    plus: 'M12 5v14M5 12h14', back: 'M15 5l-7 7 7 7', more: 'M12 6h.01M12 12h.01M12 18h.01', attach: 'M20 11.5l-8 8a5 5 0 0 1-7-7l8.500-8.500a3.300 3.300 0 0 1 4.700 4.700L9.800 17a1.600 1.600 0 0 1-2.300-2.300l7.500-7.500',
    send: 'M5 12h13M13 6l6 6-6 6', close: 'M6 6l12 12M18 6L6 18', open: 'M8 5H5v14h14v-3M13 5h6v6M19 5l-8 8',
  };
  function svg(width, height, path, weight = 2) {
    const root = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    root.setAttribute('viewBox', `0 0 ${width} ${height}`);
    root.setAttribute('aria-hidden', 'true');
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    for (const [name, value] of Object.entries({ d: path, fill: 'none', stroke: 'currentColor', 'stroke-width': weight, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' })) line.setAttribute(name, value);
    root.append(line);
    return root;
  }
  const icon = (name) => svg(24, 24, ICONS[name], name === 'more' ? 3.4 : 2);
  ui['new-number'].append(icon('plus'));
  ui.back.append(icon('back'));
  ui['menu-button'].append(icon('more'));
  ui.attach.append(icon('attach'));
  ui['quote-cancel'].append(icon('close'));
  ui.composer.querySelector('.send').append(icon('send'));

  const TINTS = ['#1d7a68', '#7a4fa3', '#b0563b', '#2f6ea8', '#8a6a1c', '#a33f6a', '#4c7a2e', '#4a5aa8'];
  const tintOf = (text) => TINTS[[...text].reduce((sum, one) => sum + one.codePointAt(0), 0) % TINTS.length];
  const initialsOf = (name) => (/\p{L}/u.test(name) ? name.split(/\s+/).filter((part) => /\p{L}/u.test(part)).slice(0, 2).map((part) => [...part][0]).join('').toUpperCase() : name.replace(/\D/g, '').slice(-2));
  function paintAvatar(node, name) {
    node.textContent = initialsOf(name);
    node.style.setProperty('--tint', tintOf(name));
    return node;
  }
  const timeOf = (at) => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  function dayOf(at) {
    const day = new Date(at).toDateString();
    if (day === new Date().toDateString()) return 'Today';
    if (day === new Date(Date.now() - 864e5).toDateString()) return 'Yesterday';
    return new Date(at).toLocaleDateString([], { day: 'numeric', month: 'long', year: 'numeric' });
  }
  const sizeOf = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1048576).toFixed(1)} MB`);

  /** WhatsApp's own marks: *bold* _italic_ ~struck~ ```code```, and addresses. */
  function formatted(text) {
    const nodes = [];
    const pattern = /```([^`]+)```|\*(?=\S)([^*\n]*\S)\*|_(?=\S)([^_\n]*\S)_|~(?=\S)([^~\n]*\S)~|(https?:\/\/[^\s<>"]+)/g;
    let last = 0;
    for (const match of text.matchAll(pattern)) {
      nodes.push(text.slice(last, match.index));
      if (match[1] !== undefined) nodes.push(make('code', {}, match[1]));
      else if (match[2] !== undefined) nodes.push(make('b', {}, match[2]));
      else if (match[3] !== undefined) nodes.push(make('i', {}, match[3]));
      else if (match[4] !== undefined) nodes.push(make('s', {}, match[4]));
      else nodes.push(linkTo(match[5], match[5]));
      last = match.index + match[0].length;
    }
    nodes.push(text.slice(last));
    return nodes;
  }
  const isWeb = (address) => /^https?:\/\//i.test(address);
  const linkTo = (address, text) => make('a', { href: isWeb(address) ? address : null, target: '_blank', rel: 'noopener noreferrer' }, text);

  let toastTimer = 0;
  function say(text) {
    ui.toast.textContent = text;
    ui.toast.hidden = false;
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => { ui.toast.hidden = true; }, 5000);
  }

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
        make('span', { class: 'row-preview' }, chat.preview ? `${chat.previewIsOwn ? 'You: ' : ''}${chat.preview}` : (chat.phone ? `+${chat.phone}` : chat.userId)),
        chat.unread && chat.id !== phone.chatId ? make('span', { class: 'badge', 'aria-label': `${chat.unread} unread` }, String(chat.unread)) : null);
      return make('li', {}, button);
    }));
    if (focused) ui.chats.querySelector(`[data-chat="${focused}"]`)?.focus();
  }

  function open(id) {
    phone.chatId = id;
    phone.messages = [];
    phone.typingUntil = 0;
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
    ui.window.textContent = left > 0 ? `${Math.floor(left / 36e5)} h ${Math.floor((left % 36e5) / 6e4)} min` : 'Window closed';
    ui.window.title = left > 0 ? 'The business may write freely for this long' : 'The business can only send templates until you write';
  }

  function drawChat() {
    if (!phone.customer) return;
    drawHeader();
    const box = ui.messages;
    const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 120 || box.childElementCount === 0;
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
    if (isAtEnd) box.scrollTop = box.scrollHeight;
  }

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

  const TICK = 'M1 6.500l3.500 3.500L11 2';
  const TICKS = 'M1 6.500l3.500 3.500L11 2M7.500 9l1 1L15.500 2';
  function ticks(status) {
    if (status === 'failed') return make('span', { class: 'ticks failed', title: 'Not delivered' }, '!');
    if (status === 'accepted') return make('span', { class: 'ticks', title: 'Accepted' }, '◷');
    return make('span', { class: `ticks ${status === 'read' || status === 'played' ? 'read' : ''}`, title: status }, svg(17, 12, status === 'sent' ? TICK : TICKS, 1.7));
  }

  function drawLine(message) {
    const isOwn = message.direction === 'in';
    const bubble = make('div', { class: 'bubble' });
    if (message.isRevoked) {
      bubble.append(make('div', { class: 'body gone' }, 'You deleted this message'));
    } else {
      if (message.quote) bubble.append(make('div', { class: 'quote' }, message.quote));
      if (message.media) bubble.append(drawMedia(message));
      else if (['image', 'video', 'audio', 'document', 'sticker'].includes(message.type)) bubble.append(make('div', { class: 'body gone' }, message.status === 'accepted' ? 'Loading…' : 'The file is gone'));
      if (message.location) bubble.append(drawPlace(message.location));
      for (const card of message.contacts) bubble.append(make('div', { class: 'body' }, make('b', {}, card.name), card.phone ? ` ${card.phone}` : ''));
      if (message.header) bubble.append(make('div', { class: 'head' }, message.header));
      if (message.type === 'unsupported') bubble.append(make('div', { class: 'body gone' }, 'A kind of message the business can not see'));
      if (message.text && message.type !== 'location' && message.type !== 'contacts') bubble.append(make('div', { class: 'body' }, formatted(message.text)));
      if (message.footer) bubble.append(make('div', { class: 'small' }, message.footer));
    }
    bubble.append(make('div', { class: 'stamp' }, message.isEdited ? 'edited' : null, timeOf(message.at), ticks(message.status)));
    const line = make('div', { class: `line ${message.direction}`, 'data-id': message.id, onclick: (event) => { if (!event.target.closest('a,button,audio,video')) line.classList.toggle('touched'); } });
    if (message.template) line.append(make('span', { class: 'tag' }, `template ${message.template}`));
    line.append(bubble);
    if (message.reactions.length) line.append(make('span', { class: 'reactions' }, message.reactions.join(' ')));
    if (message.buttons.length || message.list) line.append(drawButtons(message));
    if (message.error) line.append(make('div', { class: 'error' }, `Not delivered. ${message.error}`));
    if (!message.isRevoked) line.append(drawTools(message, isOwn));
    return line;
  }

  function drawMedia(message) {
    const { media } = message;
    if (media.kind === 'image' || media.kind === 'sticker') {
      return make('a', { href: media.url, target: '_blank', rel: 'noopener' }, make('img', { class: `picture ${media.kind}`, src: media.url, alt: media.filename ?? media.kind, loading: 'lazy' }));
    }
    const played = () => void fetch(`/phone/played?id=${encodeURIComponent(message.id)}`, { method: 'POST' });
    const onplay = message.direction === 'out' && media.voice ? played : null;
    if (media.kind === 'video') return make('video', { class: 'picture', src: media.url, controls: true, preload: 'metadata' });
    if (media.kind === 'audio') return make('audio', { src: media.url, controls: true, preload: 'metadata', ...(onplay ? { onplay } : {}) });
    const isPdf = media.mimeType === 'application/pdf';
    const facts = [media.pages ? `${media.pages} page${media.pages === 1 ? '' : 's'}` : null, sizeOf(media.bytes), isPdf ? 'PDF' : media.mimeType];
    return make('a', { class: 'file', href: media.url, target: '_blank', rel: 'noopener' },
      make('span', { class: `file-icon${isPdf ? '' : ' other'}`, 'aria-hidden': 'true' }, isPdf ? 'PDF' : (media.filename ?? '').split('.').pop().slice(0, 4).toUpperCase()),
      make('span', {}, make('span', { class: 'file-name' }, media.filename ?? 'Untitled'), make('span', { class: 'muted' }, facts.filter(Boolean).join(' · '))),
      icon('open'));
  }
  const drawPlace = (place) => make('a', { class: 'place', href: `https://www.openstreetmap.org/?mlat=${encodeURIComponent(place.latitude)}&mlon=${encodeURIComponent(place.longitude)}`, target: '_blank', rel: 'noopener noreferrer' }, make('b', {}, place.name), place.address, make('small', {}, `${place.latitude}, ${place.longitude}`));

  function drawButtons(message) {
    const box = make('div', { class: 'buttons' });
    for (const button of message.buttons) {
      if (button.kind === 'url') box.append(linkTo(button.value, `${button.title} ↗`));
      else if (button.kind === 'call') box.append(make('button', { type: 'button', onclick: () => say(`Would call ${button.value}`) }, `${button.title} ☎`));
      else if (button.kind === 'copy') box.append(make('button', { type: 'button', onclick: () => guarded(async () => { await navigator.clipboard.writeText(button.value); say(`Copied ${button.value}`); }) }, `${button.title} ⧉`));
      else box.append(make('button', { type: 'button', onclick: () => guarded(() => act({ type: 'button', replyTo: message.id, title: button.title, id: button.id })) }, button.title));
    }
    if (message.list) box.append(make('button', { type: 'button', 'aria-haspopup': 'dialog', onclick: () => openList(message) }, `☰ ${message.list.label}`));
    return box;
  }
  function drawTools(message, isOwn) {
    const react = (emoji) => make('button', { type: 'button', 'aria-label': `React ${emoji}`, onclick: () => guarded(() => act({ type: 'reaction', messageId: message.id, emoji: message.reactions.includes(emoji) ? '' : emoji })) }, emoji);
    const tools = make('div', { class: 'tools' });
    if (!isOwn) tools.append(react('👍'), react('❤️'), react('😮'));
    tools.append(make('button', { type: 'button', onclick: () => setReply(message) }, 'Reply'));
    if (isOwn && message.type === 'text') tools.append(make('button', { type: 'button', onclick: () => setEdit(message) }, 'Edit'));
    if (isOwn) tools.append(make('button', { type: 'button', onclick: () => guarded(() => act({ type: 'revoke', messageId: message.id })) }, 'Delete'));
    return tools;
  }

  // --- sheets -------------------------------------------------------------------------------------
  const cancelButton = () => make('button', { type: 'button', class: 'action', onclick: () => ui.sheet.close() }, 'Cancel');
  function openList(message) {
    const rows = message.list.sections.flatMap((section) => [
      section.title ? make('h3', {}, section.title) : null,
      ...section.rows.map((row) => make('button', { type: 'button', class: 'option', onclick: () => { ui.sheet.close(); void guarded(() => act({ type: 'list', replyTo: message.id, id: row.id, title: row.title })); } }, row.title, row.description ? make('span', {}, row.description) : null)),
    ]);
    ui.sheet.replaceChildren(make('h2', { id: 'sheet-title' }, message.list.label), ...rows.filter(Boolean), make('div', { class: 'actions' }, cancelButton()));
    ui.sheet.showModal();
  }
  function openNewNumber() {
    const number = make('input', { type: 'tel', required: true, placeholder: '+55 11 98765-4321', autocomplete: 'off' });
    const name = make('input', { type: 'text', placeholder: 'Ana Souza', autocomplete: 'off' });
    const form = make('form', { method: 'dialog', onsubmit: (event) => {
      event.preventDefault();
      void guarded(async () => {
        const digits = number.value.replace(/\D/g, '');
        if (digits.length < 7 || digits.length > 15) throw new Error('Write the number with its country code.');
        const answer = await call('/control', { account: phone.account, contact: { phone: digits, ...(name.value.trim() ? { name: name.value.trim() } : {}) } });
        ui.sheet.close();
        await loadState();
        await open(answer.data.contact.id);
      });
    } }, make('label', {}, 'Number with country code', number), make('label', {}, 'Name', name), make('div', { class: 'actions' }, cancelButton(), make('button', { type: 'submit', class: 'action main' }, 'Add')));
    ui.sheet.replaceChildren(make('h2', { id: 'sheet-title' }, 'New number'), form);
    ui.sheet.showModal();
    number.focus();
  }

  // --- writing ------------------------------------------------------------------------------------
  function setReply(message) {
    phone.replyTo = message;
    phone.editing = null;
    ui['quote-bar'].hidden = !message;
    ui['quote-text'].textContent = message ? message.text || message.media?.filename || message.type : '';
    if (message) ui.text.focus();
  }
  function setEdit(message) {
    setReply(message);
    phone.replyTo = null;
    phone.editing = message;
    ui['quote-text'].textContent = `Edit: ${message.text ?? ''}`;
    ui.text.value = message.text ?? '';
  }
  function grow() {
    ui.text.style.height = 'auto';
    ui.text.style.height = `${Math.min(140, ui.text.scrollHeight + 2)}px`;
  }
  const sendText = (text) => guarded(async () => {
    const { replyTo, editing } = phone;
    setReply(null);
    if (editing) await act({ type: 'edit', messageId: editing.id, text });
    else if (replyTo) await act({ type: 'reply', replyTo: replyTo.id, text });
    else await act({ type: 'text', text });
    ui.messages.scrollTop = ui.messages.scrollHeight;
  });
  const sendFile = (file) => guarded(async () => {
    if (file.size > 100 * 1048576) throw new Error('Files may have up to 100 MB.');
    const address = await new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = () => reject(new Error('The file could not be read.'));
      reader.readAsDataURL(file);
    });
    const caption = ui.text.value.trim();
    ui.text.value = '';
    grow();
    await act({ type: 'media', media: { base64: address.slice(address.indexOf(',') + 1), mimeType: file.type || 'application/octet-stream', filename: file.name, ...(caption ? { caption } : {}) } });
  });

  ui.composer.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = ui.text.value.trim();
    if (!text) return;
    ui.text.value = '';
    grow();
    void sendText(text);
  });
  ui.text.addEventListener('input', grow);
  ui.text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      ui.composer.requestSubmit();
    }
    if (event.key === 'Escape') setReply(null);
  });
  ui.attach.addEventListener('click', () => ui.file.click());
  ui.file.addEventListener('change', () => {
    const file = ui.file.files[0];
    ui.file.value = '';
    if (file) void sendFile(file);
  });
  ui.conversation.addEventListener('dragover', (event) => event.preventDefault());
  ui.conversation.addEventListener('drop', (event) => {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file) void sendFile(file);
  });
  for (const word of ['Hello', 'Thanks!', 'STOP', 'START']) ui.quick.append(make('button', { type: 'button', onclick: () => sendText(word) }, word));
  ui['quote-cancel'].addEventListener('click', () => { if (phone.editing) ui.text.value = ''; setReply(null); });

  // --- menu ---------------------------------------------------------------------------------------
  function toggleMenu(isOpen) {
    ui.menu.hidden = !isOpen;
    ui['menu-button'].setAttribute('aria-expanded', String(isOpen));
    if (!isOpen || !phone.customer) return;
    const { customer } = phone;
    const autoRead = phone.accounts.find((one) => one.key === phone.account)?.autoRead;
    const who = customer.phone ? { phone: customer.phone } : { userId: customer.userId };
    const contact = (change) => call('/control', { account: phone.account, contact: { ...who, ...change } });
    const items = [
      [customer.stoppedMarketing ? 'Accept offers again' : 'Stop offers from this business', () => act({ type: 'preferences', value: customer.stoppedMarketing ? 'resume' : 'stop' })],
      ['Send my location', () => act({ type: 'location' })],
      ['Share a contact', () => act({ type: 'contacts' })],
      [customer.windowUntil ? 'Close the 24-hour window' : 'Open the 24-hour window', () => contact({ windowOpen: !customer.windowUntil })],
      [customer.undeliverable ? 'Be reachable again' : 'Be unreachable (sends fail)', () => contact({ undeliverable: !customer.undeliverable })],
      [autoRead ? 'Read only what is opened' : 'Read everything by itself', () => call('/control', { account: phone.account, autoRead: !autoRead })],
    ];
    ui.menu.replaceChildren(...items.map(([label, run]) => make('button', { type: 'button', role: 'menuitem', onclick: () => { toggleMenu(false); void guarded(async () => { await run(); await loadState(); await loadChat(); }); } }, label)));
    ui.menu.querySelector('button').focus();
  }
  ui['menu-button'].addEventListener('click', () => toggleMenu(ui.menu.hidden));
  document.addEventListener('click', (event) => { if (!ui.menu.hidden && !event.target.closest('#menu, #menu-button')) toggleMenu(false); });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || ui.menu.hidden) return;
    toggleMenu(false);
    ui['menu-button'].focus();
  });

  // --- start --------------------------------------------------------------------------------------
  ui['new-number'].addEventListener('click', openNewNumber);
  ui.back.addEventListener('click', close);
  ui.account.addEventListener('change', () => {
    phone.account = ui.account.value;
    close();
  });
  let searchTimer = 0;
  ui.search.addEventListener('input', () => {
    clearTimeout(searchTimer);
    searchTimer = setTimeout(() => guarded(loadState), 150);
  });
  document.addEventListener('visibilitychange', () => { if (phone.chatId) listen(); });
  setInterval(() => { if (phone.customer) drawHeader(); }, 30000);
  void guarded(async () => {
    await loadState();
    const wanted = location.hash.slice(1);
    if (phone.chats.some((chat) => chat.id === wanted)) await open(wanted);
  });
})();
