// Slack's own clients for Node take the fake Slack for the real one: @slack/web-api, @slack/socket-mode and @slack/bolt,
// over TLS. One line for each says what it did.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { APP_TOKEN, BOT_TOKEN, startFake, steering, until } from './fake.mjs';

const CANNOT_RUN = 77;
const tools = join(process.env.TOCSIN_SOURCE, 'build/tools');
if (!existsSync(join(tools, 'node_modules/@slack/bolt'))) {
  console.log("Slack's clients are not in build/tools: deploy/test_tools puts them there");
  process.exit(CANNOT_RUN);
}

// A certificate to trust has to be named before Node starts: the script runs itself with it.
if (!process.env.NODE_EXTRA_CA_CERTS) {
  const fake = await startFake('--ca-out', 'authority.pem');
  const { status } = spawnSync(process.execPath, process.argv.slice(1), {
    stdio: 'inherit', env: { ...process.env, NODE_EXTRA_CA_CERTS: 'authority.pem', FAKE_BASE: fake.base } });
  fake.stop();
  process.exit(status ?? 1);
}

const { WebClient } = createRequire(join(tools, 'x'))('@slack/web-api');
const { SocketModeClient } = createRequire(join(tools, 'x'))('@slack/socket-mode');
const { App } = createRequire(join(tools, 'x'))('@slack/bolt');
const slackApiUrl = process.env.FAKE_BASE;
const { ask, tell } = steering(slackApiUrl);
const plain = (text) => ({ type: 'plain_text', text });
const buttons = [{ type: 'actions', elements: [
  { type: 'button', action_id: 'ack', value: 'INC-7', text: plain('Ack') }, { type: 'button', action_id: 'more', text: plain('More') }] }];
const modal = { type: 'modal', callback_id: 'declare', title: plain('Declare'), submit: plain('Declare'),
  blocks: [{ type: 'input', block_id: 'title', label: plain('Title'), element: { type: 'plain_text_input', action_id: 'a' } }] };
const newest = async (user, channel) => (await ask('seen', { user, channel })).at(-1);

async function webApi() {
  const strict = new WebClient(BOT_TOKEN, { slackApiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true });
  const me = await strict.auth.test();
  assert.equal(me.user_id, 'U0TOCSIN1');
  const metadata = { event_type: 'tocsin_outbox', event_payload: { id: '7' } };
  const posted = await strict.chat.postMessage({ channel: 'C0OPS', text: 'INC-7 & more', blocks: buttons, metadata });
  assert.equal(posted.message.blocks[0].elements[0].value, 'INC-7');
  await strict.chat.update({ channel: 'C0OPS', ts: posted.ts, text: 'edited', blocks: buttons });
  await strict.pins.add({ channel: 'C0OPS', timestamp: posted.ts });
  await assert.rejects(strict.pins.add({ channel: 'C0OPS', timestamp: posted.ts }), (e) => e.data.error === 'already_pinned');
  await assert.rejects(strict.chat.postMessage({ channel: 'C0OPS', text: 'x', blocks: [{ type: 'none' }] }),
    (e) => e.data.error === 'invalid_blocks' && e.data.response_metadata.messages[0].includes('/blocks/0'));

  const limit = { api: { method: 'users.info', what: 'rate_limited', delay_ms: 1000 } };
  await tell('fault', limit);
  await assert.rejects(strict.users.info({ user: 'U0MEI' }), (e) => e.code === 'slack_webapi_rate_limited_error' && e.retryAfter === 1);
  await tell('fault', limit);
  const patient = new WebClient(BOT_TOKEN, { slackApiUrl });
  assert.equal((await patient.users.info({ user: 'U0MEI' })).user.real_name, 'Mei Lin'); // after a second of its own

  for (let i = 0; i < 25; i++) await tell('type', { user: 'mei', channel: '#secret', text: `line ${i}` });
  const texts = [];
  let pages = 0;
  for await (const page of strict.paginate('conversations.history', { channel: 'C0SECRET', limit: 10 })) {
    pages++;
    texts.unshift(...page.messages.map((m) => m.text).reverse());
  }
  assert.deepEqual(texts, Array.from({ length: 25 }, (_, i) => `line ${i}`));
  assert.equal(pages, 3);
  const history = await strict.conversations.history({ channel: 'C0OPS', include_all_metadata: true });
  assert.deepEqual(history.messages[0].metadata, metadata);

  await strict.filesUploadV2({ channel_id: 'C0OPS', filename: 'draft.md', title: 'Draft', content: '# Post-mortem\n', initial_comment: 'the draft' });
  const files = (await strict.conversations.history({ channel: 'C0OPS', limit: 1 })).messages[0].files;
  assert.deepEqual([files[0].title, files[0].size], ['Draft', 14]);
  const direct = await strict.conversations.open({ users: 'U0ANA' });
  await strict.chat.postMessage({ channel: direct.channel.id, text: 'a page' });
  assert.equal((await newest('ana', direct.channel.id)).text, 'a page');
  console.log('@slack/web-api: posted, edited, pinned, was refused, waited for 429, read 3 pages of history, uploaded a file, sent a direct message');
}

async function socketMode() {
  const client = new SocketModeClient({ appToken: APP_TOKEN, clientOptions: { slackApiUrl } });
  client.logger.setLevel('error');
  const heard = [];
  let answer;
  client.on('slack_event', async ({ ack, type, body, retry_num }) => {
    heard.push({ type, body, retry_num });
    await ack(type === 'events_api' ? undefined : answer);
  });
  await client.start();
  await tell('type', { user: 'mei', channel: '#ops', text: 'x'.repeat(70_000) });
  const long = await until('a frame of 70 KB', () => heard.find((h) => h.body.event?.text?.length === 70_000));
  assert.equal(long.retry_num, 0);
  answer = { text: 'INC-7 is open.' };
  await tell('command', { user: 'mei', channel: '#ops', text: 'declare sev2' });
  await until('the answer of the command', async () => (await newest('mei', '#ops')).text === 'INC-7 is open.');
  const { complaints, stray_acks } = await ask('state');
  assert.deepEqual([complaints, stray_acks], [[], 0]); // its acks of events carry "payload": {}
  const acks = (await ask('record')).filter((r) => r.kind === 'ack');
  assert.deepEqual(acks[0].payload, {});

  // Closes at once and is deaf for five seconds; what happens meanwhile comes with its retry.
  await tell('fault', { disconnect: 'warning' });
  await until('the old connection closed', async () => (await ask('state')).sockets === 0);
  await tell('type', { user: 'mei', channel: '#ops', text: 'said while nobody listened' });
  const retried = await until('the retry', () => heard.find((h) => h.body.event?.text?.startsWith('said while')), 90);
  assert.ok(retried.retry_num >= 1);
  await client.disconnect();
  await until('no socket is left', async () => (await ask('state')).num_connections === 0);
  console.log('@slack/socket-mode: took 70 KB, acked, answered a command, came back after a warning and got what it missed');
}

async function bolt() {
  const app = new App({ token: BOT_TOKEN, appToken: APP_TOKEN, socketMode: true, logLevel: 'error', clientOptions: { slackApiUrl } });
  const did = [];
  app.command('/incident', async ({ ack, command, respond }) => {
    await ack({ text: `declared ${command.text}` });
    await respond({ text: 'and later, through response_url', response_type: 'in_channel' });
  });
  app.event('app_mention', async ({ event, say }) => say({ text: `heard <@${event.user}>`, blocks: buttons }));
  app.message('canary', async () => did.push('a message of our own')); // Bolt keeps those back
  app.action('ack', async ({ ack, action }) => { await ack(); did.push(action.value); });
  app.shortcut('declare_incident', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: modal });
    await assert.rejects(client.views.open({ trigger_id: shortcut.trigger_id, view: modal }), (e) => e.data.error === 'exchanged_trigger_id');
  });
  app.view('declare', async ({ ack, view }) => {
    const title = view.state.values.title.a.value;
    await (title === 'no' ? ack({ response_action: 'errors', errors: { title: 'Say more.' } }) : ack());
  });
  await app.start();
  await tell('command', { user: 'mei', channel: '#secret', text: 'sev2 & more' });
  await until('both answers', async () => (await newest('mei', '#secret')).text.startsWith('and later'));
  assert.equal((await ask('seen', { user: 'mei', channel: '#secret' })).at(-2).text, 'declared sev2 &amp; more');
  await tell('type', { user: 'ana', channel: '#ops', text: '@tocsin are you there?' });
  const said = await until('the answer to a mention', async () => (await ask('seen', { user: 'ana', channel: '#ops' })).find((m) => m.text === 'heard <@U0ANA>'));
  await tell('press', { user: 'ana', channel: '#ops', ts: said.ts, action_id: 'ack' });
  await until('the press', () => did.includes('INC-7'));
  await app.client.chat.postMessage({ channel: 'C0OPS', text: 'canary' });
  await tell('shortcut', { user: 'mei', callback_id: 'declare_incident' });
  await until('the modal', () => ask('modal', { user: 'mei' }));
  await tell('submit', { user: 'mei', values: { title: 'no' } });
  await until('the error in the form', async () => (await ask('view_errors', { user: 'mei' })).title === 'Say more.');
  await tell('submit', { user: 'mei', values: { title: 'Cards fail' } });
  await until('the form closed', async () => !(await ask('modal', { user: 'mei' })));
  await app.stop();
  assert.deepEqual(did, ['INC-7']);
  assert.deepEqual((await ask('state')).complaints, []);
  console.log('@slack/bolt: answered a command twice, a mention and a button, opened a form, found fault with it, and took it');
}

await webApi();
await socketMode();
await bolt();
