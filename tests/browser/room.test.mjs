// Starts a bot with nothing in it, fetches two join links, and lets room.mjs work through the page.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const START_MS = 30_000;
const STOP_MS = 10_000;
const { TOCSIN, TOCSIN_PORT } = process.env;
const browser = process.env.CHROMIUM || '/usr/bin/chromium';
if (!existsSync(browser)) {
  console.log(`${browser} is not here`);
  process.exit(77);
}
const origin = `http://127.0.0.1:${TOCSIN_PORT}`;

const bot = spawn(TOCSIN, ['run', '--data', 'data', '--port', TOCSIN_PORT], { stdio: ['ignore', 'pipe', 'pipe'] });
const ended = new Promise((done) => bot.once('close', done));
let said = '';
const firstLink = new Promise((yes, no) => {
  const late = setTimeout(() => no(new Error(`no join link in ${START_MS} ms`)), START_MS);
  for (const pipe of [bot.stdout, bot.stderr])
    pipe.on('data', (bytes) => {
      said += bytes;
      const found = /http:\/\/\S+\/join#\S+/.exec(said);
      if (found) {
        clearTimeout(late);
        yes(found[0]);
      }
    });
  ended.then((code) => no(new Error(`the bot ended with ${code}`)));
});

async function secondLink() {
  const answer = await fetch(`${origin}/api/v1/link`, {
    method: 'POST', body: '{"name":""}',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${readFileSync('data/token', 'utf8').trim()}` },
  });
  if (!answer.ok) throw new Error(`no second link: ${answer.status} ${await answer.text()}`);
  return (await answer.json()).link;
}

// The result of a child process whose output is ours.
const run = (file, env) => new Promise((done) => {
  spawn(process.execPath, [file], { stdio: 'inherit', env: { ...process.env, ...env } }).once('close', done);
});

async function stop() {
  bot.kill('SIGTERM');
  const late = setTimeout(() => bot.kill('SIGKILL'), STOP_MS);
  const code = await ended;
  clearTimeout(late);
  return code;
}

let failed = 0;
try {
  const link = await firstLink;
  const room = join(dirname(fileURLToPath(import.meta.url)), 'room.mjs');
  failed = await run(room, { TOCSIN_LINK: link, TOCSIN_LINK2: await secondLink(), OUT: 'pictures' });
  const code = await stop();
  if (code !== 0) throw new Error(`the bot ended with ${code}`);
} catch (error) {
  console.log(`FAILED: ${error.message}`);
  failed = 1;
} finally {
  await stop();
}
if (failed) console.log(`--- the bot said:\n${said}`);
process.exitCode = failed ? 1 : 0;
