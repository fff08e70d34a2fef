// contract.mjs lets good requests pass and catches every kind of bad one, with its method and place. Also here, since it
// needs the same schemas: the structure of the app manifest.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { methods } from './methods.mjs';
import { violations } from './rules.mjs';
import { checker, packages } from './schemas.mjs';
import { needs, top } from './tools.mjs';

needs(...packages);
const check = await checker();

const JSON_TYPE = 'application/json; charset=utf-8', FORM = 'application/x-www-form-urlencoded';
const plain = (text) => ({ type: 'plain_text', text });
const mrkdwn = (text) => ({ type: 'mrkdwn', text });
const section = (text = 'x') => ({ type: 'section', text: mrkdwn(text) });
const button = (more) => ({ type: 'button', text: plain('Acknowledge INC-7'), action_id: 'line/0', value: 'ack', ...more });
const actions = (...elements) => ({ type: 'actions', elements });
const input = { type: 'input', block_id: 'title', label: plain('Title'), element: { type: 'plain_text_input', action_id: 'value' } };
const select = (options) => actions({ type: 'static_select', action_id: 'a', placeholder: plain('Severity'), options });
const options = (n) => Array.from({ length: n }, (_, i) => ({ text: plain(`sev${i}`), value: `${i}` }));

const said = { channel: 'C123', text: 'INC-7 is open.', blocks: [section()], unfurl_links: false, unfurl_media: false };
const modal = { type: 'modal', callback_id: 'declare', title: plain('Declare'), submit: plain('Declare'), blocks: [input] };
const api = (method, args, content_type) => ({ kind: 'api', method, content_type: content_type ?? (methods[method]?.form ? FORM : JSON_TYPE), arguments: args });
const post = (more) => api('chat.postMessage', { ...said, ...more });
const blocks = (...some) => post({ blocks: some });
const open = (more) => api('views.open', { trigger_id: '1.2', view: { ...modal, ...more } });
const ack = (about, payload, more) => ({
  kind: 'ack', type: about[0] === '/' ? 'slash_commands' : about === 'message' ? 'events_api' : 'interactive', about, payload, ...more });
const hook = (body, content_type = JSON_TYPE) => ({ kind: 'response_url', about: 'commands', content_type, body });

const good = [
  post(), post({ blocks: undefined }), post({ thread_ts: '1764427200.123456' }),
  post({ metadata: { event_type: 'tocsin_outbox', event_payload: { id: '12' } } }),
  post({ text: 'by <@U1>, <!date^1764427200^{time}|14:40 UTC>, <https://x.org/a?b=1|here>, <#C1>, 3 &lt; 4 &amp; 5' }),
  blocks({ type: 'header', text: plain('SEV2 INC-7') }, section(), { type: 'divider' }, actions(button(), button({ action_id: 'line/1' })),
    { type: 'context', elements: [mrkdwn('Changed 02:24 UTC')] }, select(options(4))),
  blocks({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a', style: { bold: true } }] }] }),
  api('chat.update', { channel: 'C123', ts: '1764427200.123456', text: 'x', blocks: [section()], metadata: {} }),
  api('chat.delete', { channel: 'C123', ts: '1764427200.123456' }),
  api('chat.postEphemeral', { channel: 'C123', user: 'U1', text: 'x' }),
  api('conversations.create', { name: 'inc-7-checkout', is_private: true }),
  api('conversations.invite', { channel: 'C123', users: 'U1,W2' }),
  api('conversations.history', { channel: 'C123', limit: '200', oldest: '1764427195.000000', inclusive: 'true', include_all_metadata: 'true' }),
  api('conversations.list', { types: 'public_channel,private_channel', limit: '200', exclude_archived: 'true' }),
  api('conversations.open', { users: 'U1' }), api('users.info', { user: 'W1' }), { ...api('users.info', { user: 'W1' }, ''), http: 'GET' },
  api('pins.add', { channel: 'C123', timestamp: '1764427200.123456' }),
  api('reactions.add', { channel: 'C123', timestamp: '1764427200.123456', name: 'white_check_mark' }),
  api('bookmarks.add', { channel_id: 'C123', title: 'Room', type: 'link', link: 'https://x.org' }),
  open(), api('views.update', { view_id: 'V1', hash: '1.a', view: modal }),
  api('views.publish', { user_id: 'U1', view: { type: 'home', blocks: [section()] } }),
  api('auth.test', {}), api('auth.test', {}, ''), api('apps.connections.open', {}),
  api('files.getUploadURLExternal', { filename: 'a.md', length: '12' }),
  api('files.completeUploadExternal', { files: [{ id: 'F1', title: 'Draft' }], channel_id: 'C123', initial_comment: 'x' }),
  ack('message'), ack('message', {}), ack('/incident'), ack('/incident', { response_type: 'ephemeral', text: 'x' }),
  ack('view_submission', { response_action: 'errors', errors: { title: 'A title is needed.' } }),
  ack('view_submission', { response_action: 'update', view: modal }),
  ack('view_submission', { response_action: 'clear' }),
  ack('block_suggestion', { options: options(3) }),
  hook({ text: 'x', blocks: [section()], response_type: 'ephemeral', replace_original: true }),
  hook({ delete_original: true }), { kind: 'upload', bytes: 12 },
];

// What is wrong, the line, and what has to be said of it.
const bad = [
  // How it travels.
  ['a method that is not ours', api('search.messages', { query: 'x' }), /not in tests\/slack\/methods/],
  ['JSON to a method that reads forms', api('users.info', { user: 'U1' }, JSON_TYPE), /reads forms only/],
  ['a form to a method that writes', api('chat.delete', { channel: 'C1', ts: '1764427200.123456' }, FORM), /writes in JSON/],
  ['no charset', api('chat.postMessage', said, 'application/json'), /without its charset/],
  ['no content type', api('chat.postMessage', said, ''), /content type: none/],
  ['a token as argument', post({ token: 'xoxb-1' }), /\/token: belongs into the header/],
  ['a token in a text', post({ text: 'xapp-1-A' }), /\/text: holds a token/],
  ['null', post({ thread_ts: null }), /\/thread_ts: null/],
  ['null, deep', blocks({ ...section(), block_id: null }), /\/blocks\/0\/block_id: null/],
  // Slack's types.
  ['a missing argument', api('chat.update', { channel: 'C123', text: 'x' }), /required property 'ts'/],
  ['an unknown argument', post({ colour: 'red' }), /additional properties \(colour\)/],
  ['a wrong type', post({ unfurl_links: 'no' }), /\/unfurl_links: must be/],
  ['a form that is no boolean', api('conversations.history', { channel: 'C1', limit: '9', inclusive: 'yes' }), /\/inclusive: must be boolean/],
  ['a form that is no JSON', api('conversations.list', { limit: '9', metadata: '{' }), /\/metadata: is no JSON/],
  ['an unknown block', blocks({ type: 'heading', text: plain('x') }), /\/blocks\/0\/type: must be equal to one of/],
  ['a block without fields of its kind', blocks({ type: 'heading' }), /\/blocks\/0\/type: must be/],
  ['a misspelt field of a block', blocks({ type: 'section', txt: mrkdwn('x') }), /\/blocks\/0: must NOT have additional properties \(txt\)/],
  ['an element of another block', blocks(actions({ type: 'plain_text_input', action_id: 'a' })), /\/blocks\/0\/elements\/0\/type/],
  ['mrkdwn on a button', blocks(actions(button({ text: mrkdwn('x') }))), /\/elements\/0\/text\/type: must be equal to constant \(plain_text\)/],
  ['mrkdwn in a header', blocks({ type: 'header', text: mrkdwn('x') }), /\/blocks\/0\/text\/type: must be/],
  ['an unknown style', blocks(actions(button({ style: 'blue' }))), /\/style: must be equal to one of/],
  ['a view without title', open({ title: undefined }), /\/view: must have required property 'title'/],
  ['a view without trigger', api('views.open', { view: modal }), /trigger_id/],
  ['metadata of another form', post({ metadata: { type: 'x' } }), /\/metadata/],
  ['a bookmark without title', api('bookmarks.add', { channel_id: 'C1', type: 'link', link: 'https://x.org' }), /'title'/],
  // Lengths and counts.
  ['a long text', post({ text: 'ä'.repeat(4001) }), /\/text: 4001, at most 4000/],
  ['many blocks', blocks(...Array.from({ length: 51 }, () => section())), /51 blocks, at most 50/],
  ['much in all blocks', blocks(...Array.from({ length: 4 }, () => section('x'.repeat(2501)))), /10004 code points are shown/],
  ['a long section', blocks(section('x'.repeat(3001))), /\/blocks\/0\/text: 3001, at most 3000/],
  ['a long field', blocks({ type: 'section', fields: [mrkdwn('x'.repeat(2001))] }), /fields\/0: 2001/],
  ['many fields', blocks({ type: 'section', fields: Array.from({ length: 11 }, () => mrkdwn('x')) }), /fields: 11, at most 10/],
  ['a long header', blocks({ type: 'header', text: plain('x'.repeat(151)) }), /151, at most 150/],
  ['a long button', blocks(actions(button({ text: plain('x'.repeat(76)) }))), /elements\/0\/text: 76, at most 75/],
  ['a long value', blocks(actions(button({ value: 'x'.repeat(2001) }))), /value: 2001, at most 2000/],
  ['a long action_id', blocks(actions(button({ action_id: 'x'.repeat(256) }))), /action_id: 256/],
  ['many elements', blocks(actions(...Array.from({ length: 26 }, (_, i) => button({ action_id: `${i}` })))), /elements: 26, at most 25/],
  ['a long context', blocks({ type: 'context', elements: Array.from({ length: 11 }, () => mrkdwn('x')) }), /elements: 11, at most 10/],
  ['many options', blocks(select(options(101))), /options: 101, at most 100/],
  ['no options', blocks(select([])), /no option/],
  ['a long option', blocks(select([{ text: plain('x'.repeat(76)), value: 'a' }])), /options\/0\/text: 76, at most 75/],
  ['a long confirm', blocks(actions(button({ confirm: { title: plain('x'.repeat(101)), text: plain('x'), confirm: plain('y'), deny: plain('n') } }))), /confirm\/title: 101/],
  ['a long title', open({ title: plain('x'.repeat(25)) }), /\/view\/title: 25, at most 24/],
  ['a long private_metadata', open({ private_metadata: 'x'.repeat(3001) }), /private_metadata: 3001/],
  ['many blocks of a view', open({ blocks: Array.from({ length: 101 }, () => section()) }), /\/view\/blocks: 101, at most 100/],
  ['a big view', open({ blocks: Array.from({ length: 90 }, () => section('x'.repeat(2900))) }), /bytes, at most 250000/],
  ['a long label', open({ blocks: [{ ...input, label: plain('x'.repeat(2001)) }] }), /label: 2001/],
  ['a long input', open({ blocks: [{ ...input, element: { ...input.element, max_length: 3001 } }] }), /max_length: 3001/],
  ['an input without submit', open({ submit: undefined }), /nothing to submit it with/],
  ['a long topic', api('conversations.setTopic', { channel: 'C1', topic: 'x'.repeat(251) }), /topic: 251, at most 250/],
  ['many invited', api('conversations.invite', { channel: 'C1', users: Array(101).fill('U1').join() }), /users: 101/],
  ['a large page', api('conversations.history', { channel: 'C1', limit: '1000' }), /limit: 1000, at most 999/],
  ['no page', api('users.list', {}), /in pages/],
  ['large metadata', post({ metadata: { event_type: 'a', event_payload: { id: 'x'.repeat(1024) } } }), /bytes, at most 1024/],
  // Forms.
  ['an empty text object', blocks(section('')), /an empty text/],
  ['blocks without text', post({ text: undefined }), /without the text that is read out/],
  ['a block_id twice', blocks({ ...section(), block_id: 'a' }, { ...section(), block_id: 'a' }), /block_id: a twice/],
  ['an action_id twice', blocks(actions(button(), button())), /action_id: line\/0 twice/],
  ['an open <', post({ text: 'a < b' }), /< is not escaped/],
  ['foreign <tags>', blocks(section('<script>')), /is no mention, date or link/],
  ['an open &', post({ text: 'a & b' }), /& is not escaped/],
  ['a whole channel', blocks(section('<!channel> look')), /calls a whole channel/],
  ['a date without fallback', post({ text: '<!date^1764427200^{time}>' }), /without its fallback/],
  ['a name for an id', post({ channel: '#ops' }), /no id of a channel/],
  ['a number for a ts', api('pins.add', { channel: 'C1', timestamp: '1764427200.12345' }), /is no ts/],
  ['a channel name', api('conversations.create', { name: 'INC 7' }), /no name of a channel/],
  ['an emoji with colons', api('reactions.add', { channel: 'C1', timestamp: '1764427200.123456', name: ':eyes:' }), /no name of an emoji/],
  ['links that unfold', post({ unfurl_links: true }), /\/unfurl_links: is not false/],
  ['foreign text is parsed', post({ parse: 'full' }), /would read foreign text/],
  ['scheduled with metadata', api('chat.scheduleMessage', { channel: 'C1', text: 'x', post_at: 1, metadata: { event_type: 'a', event_payload: {} } }), /never posted/],
  // Acks and answers.
  ['an event that is answered', ack('message', { text: 'x' }), /nothing may answer message/],
  ['a click that is answered', ack('block_actions', { text: 'x' }), /nothing may answer block_actions/],
  ['an envelope that takes no answer', ack('/incident', { text: 'x' }, { accepts_response_payload: false }), /accepts none/],
  ['an unknown field of an answer', ack('/incident', { message: 'x' }), /additional properties \(message\)/],
  ['a long answer', ack('/incident', { text: 'x'.repeat(4001) }), /4001, at most 4000/],
  ['an unknown response_action', ack('view_submission', { response_action: 'close' }), /response_action/],
  ['an update without view', ack('view_submission', { response_action: 'update' }), /required property 'view'/],
  ['an error without words', ack('view_submission', { response_action: 'errors', errors: { title: '' } }), /errors\/title: an empty text/],
  ['options that are none', ack('block_suggestion', { options: [{ text: mrkdwn('x'), value: 'a' }] }), /options\/0/],
  ['an answer of a form', hook({ text: 'x' }, FORM), /content type/],
  ['an unknown argument of an answer', hook({ text: 'x', channel: 'C1' }), /additional properties \(channel\)/],
  ['an answer that is no JSON', hook('x'), /is no JSON/], ['an empty file', { kind: 'upload', bytes: 0 }, /an empty file/],
  ['an unknown kind', { kind: 'other' }, /kind: other/],
];

for (const line of good) assert.deepEqual(violations(check, JSON.parse(JSON.stringify(line))), [], JSON.stringify(line));
for (const [what, line, said_of_it] of bad) {
  const told = violations(check, JSON.parse(JSON.stringify(line)));
  assert(told.some((one) => said_of_it.test(one)), `${what}: ${JSON.stringify(told)}`);
}

// The script as it is run: by folder, with an exit code.
const folder = mkdtempSync(join(tmpdir(), 'tocsin-contract-'));
function script(...lines) {
  writeFileSync(join(folder, 'a.jsonl'), lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
  const { status, stdout } = spawnSync(process.execPath, [join(top, 'tests/slack/contract.mjs'), folder], { encoding: 'utf8' });
  return [status, stdout];
}
try {
  const [passed, all] = script(...good);
  assert.equal(passed, 0, all);
  assert.match(all, new RegExp(`${good.length} requests in 1 files, \\d+ of ${Object.keys(methods).length} methods, 0 violations`));
  const [failed, one] = script(good[0], bad[0][1], bad[0][1]);
  assert.equal(failed, 1);
  assert.match(one, /VIOLATION search\.messages .*, 2 times \(.*a\.jsonl:2\)/);
  assert.equal(script('{"kind":')[0], 1, 'no JSON');
  const [empty, nothing] = script();
  assert.equal(empty, 1);
  assert.match(nothing, /Nothing was recorded/);
} finally {
  rmSync(folder, { recursive: true });
}

// The manifest, by Slack's own type of it: every field known, every type right.
const manifest = JSON.parse(readFileSync(join(top, 'deploy/slack/manifest.json'), 'utf8'));
assert.deepEqual(check('manifest', manifest), []);
const broken = structuredClone(manifest);
broken.features.slash_commands[0].descriptoin = 'x';
broken.settings.socket_mode_enabled = 'yes';
broken.features.shortcuts[0].type = 'channel';
delete broken.features.bot_user.display_name;
for (const place of ['slash_commands/0', 'socket_mode_enabled', 'shortcuts/0/type', 'bot_user'])
  assert(check('manifest', broken).some((told) => told.includes(place)), `${place}: ${check('manifest', broken).join('\n')}`);

console.log(`${good.length} good lines pass, ${bad.length} bad ones are caught`);
