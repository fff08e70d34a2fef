// Block Kit as HTML: blocks of messages, modals and the Home tab, in the structure that slack.css lays out.
import { html, mrkdwn, plain, rich_text, text } from './mrkdwn.mjs';

const chosen = (option) => (option ? text(option.text, {}) : '');
const field = (inner, { placeholder, initial, kind = '' }) =>
  `<div class="field ${kind}">${initial ? `<span>${initial}</span>` : `<span class="placeholder">${placeholder ? plain(placeholder.text) : ''}</span>`}${inner}</div>`;
const menu = (e, initial) => field('<i class="chevron"></i>', { ...e, initial, kind: 'menu' });
const marks = (e, kind, initial) => `<div class="marks">${e.options.map((option) =>
  `<div class="mark"><i class="${kind} ${initial.some((one) => one?.value === option.value) ? 'on' : ''}"></i><span>${text(option.text, {})}` +
  `${option.description ? `<small>${text(option.description, {})}</small>` : ''}</span></div>`).join('')}</div>`;

const elements = {
  button: (e) => `<span class="button ${e.style ?? ''}">${plain(e.text.text)}</span>`,
  overflow: () => '<span class="button more">…</span>',
  image: (e) => `<span class="image" title="${html(e.alt_text)}"></span>`,
  static_select: (e) => menu(e, chosen(e.initial_option)),
  external_select: (e) => menu(e, chosen(e.initial_option)),
  users_select: (e, names) => menu(e, e.initial_user && html(names[e.initial_user] ?? e.initial_user)),
  conversations_select: (e, names) => menu(e, e.initial_conversation && html(names[e.initial_conversation] ?? e.initial_conversation)),
  channels_select: (e, names) => menu(e, e.initial_channel && html(names[e.initial_channel] ?? e.initial_channel)),
  multi_static_select: (e) => menu(e, (e.initial_options ?? []).map(chosen).join(', ')),
  multi_users_select: (e, names) => menu(e, (e.initial_users ?? []).map((id) => html(names[id] ?? id)).join(', ')),
  datepicker: (e) => menu(e, e.initial_date),
  timepicker: (e) => menu(e, e.initial_time),
  plain_text_input: (e) => field('', { ...e, initial: e.initial_value && plain(e.initial_value), kind: e.multiline ? 'lines' : '' }),
  radio_buttons: (e) => marks(e, 'radio', [e.initial_option]),
  checkboxes: (e) => marks(e, 'check', e.initial_options ?? []),
};
const element = (e, names) => (elements[e.type] ? elements[e.type](e, names) : `<span class="unknown">${html(e.type)}</span>`);

const blocks = {
  header: (b) => `<h2>${plain(b.text.text)}</h2>`,
  divider: () => '<hr>',
  section: (b, names) => `<div class="section"><div class="words">${b.text ? `<div>${text(b.text, names)}</div>` : ''}` +
    `${b.fields ? `<div class="fields">${b.fields.map((one) => `<div>${text(one, names)}</div>`).join('')}</div>` : ''}</div>` +
    `${b.accessory ? `<div class="accessory">${element(b.accessory, names)}</div>` : ''}</div>`,
  context: (b, names) => `<div class="context">${b.elements.map((e) => (e.type === 'image' ? element(e, names) : `<span>${text(e, names)}</span>`)).join('')}</div>`,
  actions: (b, names) => `<div class="actions">${b.elements.map((e) => element(e, names)).join('')}</div>`,
  image: (b) => `<div class="picture">${html(b.alt_text)}</div>`,
  markdown: (b, names) => `<div class="section"><div class="words">${mrkdwn(b.text, names)}</div></div>`,
  rich_text: (b, names) => `<div class="section"><div class="words">${rich_text(b.elements, names)}</div></div>`,
  input: (b, names) => `<div class="input"><label>${plain(b.label.text)}${b.optional ? ' <em>(optional)</em>' : ''}</label>${element(b.element, names)}` +
    `${b.hint ? `<small>${plain(b.hint.text)}</small>` : ''}</div>`,
};
const block = (b, names) => `<div class="block">${blocks[b.type] ? blocks[b.type](b, names) : `<span class="unknown">${html(b.type)}</span>`}</div>`;
const all = (some, names) => some.map((b) => block(b, names)).join('');

function message(m, names) {
  const who = m.person;
  const body = m.blocks?.length ? all(m.blocks, names) : `<div class="block"><div class="section"><div class="words">${mrkdwn(m.text ?? '', names)}</div></div></div>`;
  const thread = (m.more ?? []).map((part) => message({ text: part, time: m.time }, names)).join('');
  return `<article><div class="avatar ${who ? 'person' : ''}">${who ? html(who[0].toUpperCase()) : 'T'}</div><div class="body">` +
    `<div class="from"><b>${html(who ?? 'Tocsin')}</b>${who ? '' : '<span class="app">APP</span>'}<time>${html(m.time ?? '02:24')}</time></div>` +
    `${m.ephemeral ? '<div class="only">Only visible to you</div>' : ''}${body}</div></article>` +
    `${thread ? `<div class="thread">${thread}</div>` : ''}`;
}

const modal = (v, names) => `<div class="screen"><div class="modal"><header><b>${plain(v.title.text)}</b><i class="close">✕</i></header>` +
  `<main>${all(v.blocks, names)}</main><footer><span class="button">${plain(v.close?.text ?? 'Cancel')}</span>` +
  `${v.submit ? `<span class="button primary">${plain(v.submit.text)}</span>` : ''}</footer></div></div>`;
const home = (v, names) => `<div class="home"><nav><b>Tocsin</b><span class="tab on">Home</span><span class="tab">Messages</span></nav><main>${all(v.blocks, names)}</main></div>`;

// What a file may hold: a view; a message, or an array of them (text and blocks, or text alone); an array of blocks.
// Around one of these {"names":{"U1":"ana"},"show":...} gives ids their names.
export function page(input) {
  const names = input.names ?? {};
  const show = input.show ?? input.view ?? input;
  if (show.type === 'modal') return modal(show, names);
  if (show.type === 'home') return home(show, names);
  const messages = !Array.isArray(show) ? [show] : show.every(({ type }) => type) ? [{ blocks: show }] : show;
  if (!messages.every((one) => one.blocks || typeof one.text === 'string')) throw new Error('neither blocks nor a message nor a view');
  return messages.map((one) => message(one, names)).join('');
}
