// The partner: what a team would write instead, with Slack's own framework. Bolt for JavaScript in Socket Mode takes
// /incident and, before it acknowledges, commits the rows that Tocsin commits, with an fsync.
//   bolt.mjs FOLDER   with SLACK_API_URL (".../api/"), SLACK_APP_TOKEN, SLACK_BOT_TOKEN, and for the certificate
//   NODE_EXTRA_CA_CERTS. Prints "ready" once it is connected; ends on SIGTERM with a Close frame.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tool, top, version } from '../../slack/tools.mjs';

const { default: bolt } = await tool('@slack/bolt');
const { default: Database } = await tool('better-sqlite3', join(top, 'build/bench_tools'));
const { SLACK_API_URL, SLACK_APP_TOKEN, SLACK_BOT_TOKEN } = process.env;

const db = new Database(join(process.argv[2] ?? '.', 'bolt.db'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(readFileSync(join(top, 'tests/bench/slack/rows.sql'), 'utf8'));
const inbox = db.prepare('INSERT OR IGNORE INTO inbox VALUES (?, ?, ?, ?, ?)');
const event = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
const outbox = db.prepare('INSERT INTO outbox (incident, room, state, body) VALUES (?, ?, 0, ?)');

let seq = 0, incident = 0, last = Buffer.alloc(32);
function append(name, idx, facts, words) {
  const salt = randomBytes(16);
  const body = createHash('sha256').update(salt).update(words).digest();
  last = createHash('sha256').update(last).update(facts).update(body).digest();
  seq += 1;
  event.run(seq, seq, incident, idx, Date.now(), name, facts, words, salt, body, last);
}
const declared = db.transaction((command, answer) => {
  if (!inbox.run('slack', command.trigger_id, command.text, JSON.stringify(answer), Date.now()).changes) return;
  incident += 1;
  append('incident-declared', 1, JSON.stringify({ by: command.user_id, room: command.channel_id }), command.text);
  append('page-placed', 2, JSON.stringify({ role: 'commander' }), '');
  outbox.run(incident, command.channel_id, JSON.stringify({ text: command.text, blocks: [] }));
});

const app = new bolt.App({
  token: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN, socketMode: true, logLevel: bolt.LogLevel.ERROR,
  clientOptions: { slackApiUrl: SLACK_API_URL, retryConfig: { retries: 0 } },
});
for (const name of ['/incident', '/tocsin'])
  app.command(name, async ({ command, ack }) => {
    const answer = { response_type: 'ephemeral', text: `INC-${incident + 1} is open: ${command.text}` };
    declared(command, answer);
    await ack(answer);
  });
app.error(async (error) => console.error(error));

process.on('SIGTERM', async () => {
  await app.stop();
  process.exit(0);
});
await app.start();
console.log(`ready: Bolt ${version('@slack/bolt')}, node ${process.versions.node}, SQLite ${db.prepare('SELECT sqlite_version()').pluck().get()}`);
