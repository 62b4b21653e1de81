// Sheets, writing, the menu, and the start. Inlined last.

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
  phone.isAtEnd = true;
  stickToEnd();
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
