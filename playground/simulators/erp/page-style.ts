/** The page's whole look: no file, font or script comes from elsewhere. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --paper: #f6f7f9; --card: #ffffff; --ink: #1c2430; --soft: #5d6878; --rule: #e1e5eb; --accent: #6b3f62; --accent-ink: #ffffff;
  --ok: #17693f; --ok-back: #dff3e7; --warn: #7a5200; --warn-back: #fbefcf; --bad: #99262b; --bad-back: #fbe3e3; --calm-back: #e8ebf0; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171c; --card: #1d2129; --ink: #e8ebf0; --soft: #9aa5b5; --rule: #313845; --accent: #d9a6cd; --accent-ink: #2a1426;
  --ok: #8fdcae; --ok-back: #163524; --warn: #f0cb78; --warn-back: #3a2d0e; --bad: #f3a5a5; --bad-back: #421b1d; --calm-back: #2a303b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
header { background: var(--card); border-bottom: 1px solid var(--rule); }
header > div, main { max-width: 1180px; margin: 0 auto; padding: 16px 20px; }
h1 { font-size: 22px; margin: 0; display: inline-block; }
h2 { font-size: 17px; margin: 28px 0 10px; }
h2 small, .soft { color: var(--soft); font-weight: normal; }
p { margin: 6px 0; }
nav { display: flex; flex-wrap: wrap; gap: 6px 16px; margin-top: 8px; }
a { color: var(--accent); }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.card { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; overflow: hidden; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-size: 12.5px; color: var(--soft); font-weight: 600; padding: 9px 12px; border-bottom: 1px solid var(--rule); }
td { padding: 9px 12px; border-bottom: 1px solid var(--rule); vertical-align: top; overflow-wrap: anywhere; }
tr:last-child td { border-bottom: 0; }
.money { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.badge { display: inline-block; padding: 1px 8px; border-radius: 99px; font-size: 12.5px; background: var(--calm-back); white-space: nowrap; }
.ok { color: var(--ok); background: var(--ok-back); } .warn { color: var(--warn); background: var(--warn-back); } .bad { color: var(--bad); background: var(--bad-back); }
.buttons { display: flex; flex-wrap: wrap; gap: 6px; }
button, .button { font: inherit; font-size: 13px; line-height: 1.3; padding: 5px 10px; border-radius: 7px; border: 1px solid var(--rule); background: var(--paper); color: var(--ink); cursor: pointer; text-decoration: none; display: inline-block; white-space: nowrap; }
button:hover, .button:hover { border-color: var(--accent); }
button.main { background: var(--accent); color: var(--accent-ink); border-color: var(--accent); }
button:disabled { opacity: .5; cursor: wait; }
form.phone { display: flex; gap: 6px; }
input { font: inherit; font-size: 14px; min-width: 0; width: 100%; max-width: 210px; padding: 4px 8px; border: 1px solid var(--rule); border-radius: 7px; background: var(--paper); color: var(--ink); }
#notice { position: fixed; left: 50%; bottom: 20px; transform: translateX(-50%); max-width: min(560px, 92vw); padding: 10px 16px; border-radius: 9px; background: var(--bad-back); color: var(--bad); border: 1px solid currentColor; }
#notice[hidden] { display: none; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 760px) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, td { display: block; }
  tr { padding: 10px 14px; border-bottom: 1px solid var(--rule); } tr:last-child { border-bottom: 0; }
  td, td.money { border: 0; padding: 3px 0; text-align: left; }
  td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); font-size: 13px; }
  button, .button { padding: 9px 13px; } input { padding: 8px 10px; max-width: none; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;

/** Buttons post JSON and show the ERP's own sentence when it refuses. */
export const PAGE_SCRIPT = `
const notice = document.getElementById('notice');
const say = (text) => { notice.textContent = text; notice.hidden = false; };
const act = async (name, body, source) => {
  source.disabled = true;
  try {
    const response = await fetch('/actions/' + name, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (response.ok) { location.reload(); return; }
    const answer = await response.json();
    say(answer.error.message);
  } catch { say('The simulator does not answer.'); }
  source.disabled = false;
};
document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-action]');
  if (!button) return;
  const { action, id, model, ask } = button.dataset;
  if (ask && !confirm(ask)) return;
  act(action, model ? { id: Number(id), model } : { id: Number(id) }, button);
});
document.addEventListener('submit', (event) => {
  const form = event.target.closest('form.phone');
  if (!form) return;
  event.preventDefault();
  act('set-phone', { id: Number(form.dataset.id), phone: form.elements.phone.value }, form.querySelector('button'));
});
notice.addEventListener('click', () => { notice.hidden = true; });
`;
