// Starts the fake Slack ($TOCSIN_FAKE_SLACK) and steers it, for scripts that drive it with a client.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export const BOT_TOKEN = 'xoxb-fake-bot-token';
export const APP_TOKEN = 'xapp-fake-app-token';

export async function startFake(...options) {
  const child = spawn(process.env.TOCSIN_FAKE_SLACK, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { base: line, stop: () => child.kill() };
}

// The fake behind `base` ("https://localhost:4711/api/"), as slack_server.cpp describes it.
export function steering(base) {
  const root = base.replace(/api\/$/, 'control/');
  const answer = async (response) => {
    const body = await response.json();
    if (!response.ok) throw new Error(`${response.url}: ${body.error}`);
    return body;
  };
  return {
    ask: async (what, query = {}) => answer(await fetch(`${root}${what}?${new URLSearchParams(query)}`)),
    tell: async (what, body = {}) => answer(await fetch(root + what, { method: 'POST', body: JSON.stringify(body) })),
  };
}

// Asks again and again until `test` gives something true. Nothing here waits for a time to pass, only for an answer.
export async function until(what, test, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await test();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
