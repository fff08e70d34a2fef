// Coming in: a one-time code in the link's fragment and a name. And letting others in.
import { api } from './api.js';
import { h, patch } from './dom.js';
import { read, state, write } from './store.js';

const NAME = 'tocsin.name';
const NAME_MAX = 40;

// `go(path)` leads on once the person is in; `where` is the page they wanted.
export function joinPage({ go, where }) {
  const code = decodeURIComponent(location.hash.slice(1));
  const problem = h('p.problem', { id: 'join-problem', role: 'alert', hidden: true });
  const field = h('input', {
    id: 'join-name', name: 'name', autocomplete: 'username', maxlength: NAME_MAX, required: true, autocapitalize: 'none',
    spellcheck: 'false', 'aria-describedby': 'join-hint join-problem',
  });
  field.value = state.me.name || read(NAME, '');
  const button = h('button.act.main', { type: 'submit' }, 'Join');
  const form = h('form.joinform', { novalidate: true }, h('label', { for: 'join-name' }, 'Your name'), field,
    h('p.meta', { id: 'join-hint' }, 'Others write it as @name. No spaces; any script.'), problem, button);

  const say = (text) => {
    problem.textContent = text;
    problem.hidden = !text;
    if (text) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
    if (text) field.focus();
  };

  form.addEventListener('submit', async (e) => {
    e.preventDefault();
    const wanted = field.value.trim().replace(/^@/, '');
    if (!wanted) return say('A name is missing. Type the one that others know you by.');
    if (/\s/.test(wanted)) return say(`A name has no spaces. For example: ${wanted.replace(/\s+/g, '.')}`);
    button.disabled = true;
    say('');
    try {
      const got = await api.join(code, wanted);
      write(NAME, got.name ?? wanted);
      go(where || '/');
    } catch (error) {
      say(error.message);
    } finally {
      button.disabled = false;
    }
  });

  const known = state.me.name && h('p', 'You are ', h('bdi', h('b', state.me.name)), ' here already. ',
    h('a.act.main', { href: where || '/' }, `Go on as ${state.me.name}`));
  const node = h('div.page.join', h('div.door',
    h('img', { src: '/assets/favicon.svg', alt: '', width: 40, height: 40 }),
    h('h1', code ? 'Join the incident room' : 'You need a join link'),
    known,
    code ? form : noCode()));
  if (code && !state.me.name) queueMicrotask(() => field.focus());
  return { node, title: () => 'Join', stop() {} };
}

function noCode() {
  return [
    h('p', 'This browser is not known here. Each join link works once, for 24 hours.'),
    h('p', 'Ask someone who is in: they press “Invite” at the top of the page. The first link is printed by tocsin when it starts.'),
  ];
}

export async function invite(event) {
  const dialog = h('dialog.invite', { 'aria-labelledby': 'invite-head' });
  const field = h('input', { id: 'invite-name', maxlength: NAME_MAX, autocapitalize: 'none', spellcheck: 'false' });
  const result = h('div', { 'aria-live': 'polite' });
  const form = h('form', h('h2', { id: 'invite-head' }, 'Invite a person'),
    h('label', { for: 'invite-name' }, 'Only for this name (may stay empty)'), field,
    h('p.acts', h('button.act.main', { type: 'submit' }, 'Make a link'), ' ',
      h('button.act', { type: 'button', value: 'close' }, 'Close')),
    result);
  dialog.append(form);
  form.addEventListener('submit', async (e) => {
    e.preventDefault();
    try {
      const { link } = await api.invite(field.value.trim().replace(/^@/, ''));
      const shown = h('input', { readonly: true, 'aria-label': 'Join link' });
      shown.value = link;
      result.replaceChildren(h('p.meta', 'Works once, within 24 hours. Send it to one person only.'), shown,
        h('button.act', { type: 'button', value: 'copy' }, 'Copy the link'));
      result.querySelector('input').select();
    } catch (error) {
      patch(result, h('p.problem', error.message));
    }
  });
  dialog.addEventListener('click', async (e) => {
    const which = e.target.closest('button')?.value;
    if (which === 'close' || e.target === dialog) dialog.close();
    if (which === 'copy') copy(result.querySelector('input'), e.target);
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    event?.target?.focus?.();
  });
  document.body.append(dialog);
  dialog.showModal();
}

async function copy(field, button) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Copy it from the field'; // plain HTTP: no clipboard
  }
}
