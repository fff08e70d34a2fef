// deploy/slack/manifest.json against what the program does: commands, shortcuts, the scopes that the doctor asks for
// and the methods need, the events that the decoder reads. Its structure is contract.test.mjs's to check.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { events, methods } from './methods.mjs';

const top = process.env.TOCSIN_SOURCE ?? join(dirname(fileURLToPath(import.meta.url)), '../..');
const slack = join(top, 'integrations/slack');
const text = (path) => readFileSync(path, 'utf8');
const all = (pattern, where) => [...where.matchAll(pattern)].map((found) => found[1]);
const sorted = (some) => [...new Set(some)].sort();

const program = readdirSync(slack).filter((name) => /\.[ch]pp$/.test(name)).map((name) => text(join(slack, name))).join('\n');
const [, table] = /constexpr std::array scopes\{\n([^;]*)\};/.exec(text(join(slack, 'advice.cpp')));
const doctor = all(/Entry\{"([^"]+)"/g, table).filter((scope) => scope !== 'connections:write'); // of the app token
const decoded = all(/\bKind\{"([a-z_]+)"/g, text(join(slack, 'decode_events.cpp')));
const manifest = JSON.parse(text(process.env.TOCSIN_MANIFEST ?? join(top, 'deploy/slack/manifest.json')));
const { display_information: shown, features, oauth_config: { scopes }, settings } = manifest;

// Slack's limits for what is in it (its manifest schema, version 2).
const short = (what, words, most) => assert(words.length > 0 && words.length <= most, `${what}: ${words.length} of ${most}`);
assert.equal(manifest._metadata.major_version, 2);
short('name', shown.name, 35);
short('description', shown.description, 140);
assert.match(shown.background_color, /^#[0-9a-f]{6}$/);
short('bot', features.bot_user.display_name, 80);
assert.match(features.bot_user.display_name, /^[a-z0-9._-]+$/);

// Commands: with mentions as ids, since names are ambiguous.
assert.deepEqual(features.slash_commands.map(({ command }) => command), ['/incident', '/tocsin']);
for (const { command, description, usage_hint, should_escape, ...rest } of features.slash_commands) {
  assert.match(command, /^\/[a-z]+$/);
  short(`${command} description`, description, 2000);
  short(`${command} hint`, usage_hint, 1000);
  assert.equal(should_escape, true, command);
  assert.deepEqual(rest, {}, 'a URL of a command is for HTTP mode only');
}

// Shortcuts: the program has to know their names.
assert.equal(features.shortcuts.length, 3);
for (const { name, type, callback_id, description } of features.shortcuts) {
  short('shortcut', name, 24);
  short(callback_id, description, 150);
  assert(['global', 'message'].includes(type), type);
  assert.match(program, new RegExp(`\\b${callback_id}\\b`), `${callback_id} is nowhere in integrations/slack`);
}

// Scopes: exactly those that something needs, as the doctor knows them.
const needed = sorted([
  'commands',
  ...Object.values(methods).flatMap((method) => method.scopes),
  ...Object.values(events).flatMap(({ scope }) => scope ?? []),
]);
assert.deepEqual(scopes.bot, sorted(scopes.bot), 'in order, each once');
assert.deepEqual([...doctor].sort(), scopes.bot, 'what the doctor asks for (advice.cpp)');
assert.deepEqual(needed, scopes.bot, 'tests/slack/methods.mjs');
assert.deepEqual(Object.keys(scopes), ['bot'], 'Tocsin acts for nobody but itself');

// Events: exactly those that the decoder reads.
const subscribed = settings.event_subscriptions.bot_events;
assert.deepEqual(subscribed, sorted(Object.keys(events)), 'tests/slack/methods.mjs');
assert.deepEqual(sorted(subscribed.map((name) => events[name].type ?? name)), sorted(decoded), 'decode_events.cpp');

// Socket Mode: no address anywhere, buttons arrive, the token does not change under the program.
assert.equal(settings.socket_mode_enabled, true);
assert.equal(settings.interactivity.is_enabled, true);
assert.equal(settings.token_rotation_enabled, false);
assert.equal(settings.org_deploy_enabled, false);
assert.doesNotMatch(JSON.stringify(manifest), /https?:|_url"/);

console.log(`${scopes.bot.length} scopes, ${subscribed.length} events, ${Object.keys(methods).length} methods agree`);
