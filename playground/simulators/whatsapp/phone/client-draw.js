// How things look: makers of elements, and bubbles. All text that people or businesses wrote is set as
// text, never as markup: the page shares its origin with the controls.

const byId = (id) => document.getElementById(id);
const app = byId('app');
const ui = {};
for (const id of ['account', 'business', 'new-number', 'search', 'webhook', 'chats', 'no-chats', 'nothing', 'conversation', 'back', 'chat-avatar', 'chat-name', 'chat-sub', 'window', 'menu-button', 'menu', 'messages', 'quick', 'quote-bar', 'quote-text', 'quote-cancel', 'composer', 'attach', 'file', 'text', 'sheet', 'toast']) ui[id] = byId(id);

const phone = { account: null, accounts: [], chats: [], chatId: null, customer: null, messages: [], replyTo: null, editing: null, events: null, typingUntil: 0, isAtEnd: true };

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
const initialsOf = (name) => (/\p{L}/u.test(name) ? name.split(/\s+/).filter((part) => /^\p{L}/u.test(part)).slice(0, 2).map((part) => [...part][0]).join('').toUpperCase() : name.replace(/\D/g, '').slice(-2));
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

// --- bubbles ------------------------------------------------------------------------------
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
    return make('a', { href: media.url, target: '_blank', rel: 'noopener' }, make('img', { class: `picture ${media.kind}`, src: media.url, alt: media.filename ?? media.kind, onload: stickToEnd }));
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
