// Drives chromium by its own protocol over a pipe: what the browser tests need and no more, so that they need no
// package registry. One browser, a profile of its own for each person.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ANSWER_MS = 20_000; // one call of the protocol
const WAIT_MS = 15_000; // a condition on the page
const POLL_MS = 50;

export async function openBrowser(program = process.env.CHROMIUM || 'chromium') {
  const profile = mkdtempSync(join(tmpdir(), 'tocsin-browser-'));
  const child = spawn(program, ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
    '--disable-extensions', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], env: { ...process.env, HOME: profile } });
  const wire = new Wire(child);
  const gone = new Promise((done) => child.once('close', done));
  return {
    // A person at a window of their own: other cookies, other storage.
    async person(width = 1280, height = 800) {
      const { browserContextId } = await wire.call('Target.createBrowserContext');
      const { targetId } = await wire.call('Target.createTarget', { url: 'about:blank', browserContextId });
      const { sessionId } = await wire.call('Target.attachToTarget', { targetId, flatten: true });
      const page = new Page(wire, sessionId);
      await page.begin(width, height);
      return page;
    },
    async close() {
      await wire.call('Browser.close').catch(() => child.kill('SIGKILL'));
      await gone;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

// Requests and answers by number, events by session; messages end with a zero byte.
class Wire {
  constructor(child) {
    this.out = child.stdio[3];
    this.waiting = new Map();
    this.listeners = [];
    this.number = 0;
    let errors = '';
    let rest = Buffer.alloc(0);
    child.stdio[2].on('data', (bytes) => { errors = (errors + bytes).slice(-4000); });
    child.stdio[4].on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
        this.heard(JSON.parse(rest.subarray(0, end).toString()));
        rest = rest.subarray(end + 1);
      }
    });
    const over = (why) => {
      for (const { no } of this.waiting.values()) no(new Error(`chromium ended (${why})\n${errors}`));
      this.waiting.clear();
    };
    child.once('error', (e) => over(e.message));
    child.once('close', (code) => over(code));
    this.out.on('error', () => {}); // told by 'close'
  }

  call(method, params = {}, sessionId = undefined) {
    const id = ++this.number;
    return new Promise((yes, no) => {
      const late = setTimeout(() => {
        this.waiting.delete(id);
        no(new Error(`${method}: no answer in ${ANSWER_MS} ms`));
      }, ANSWER_MS);
      const settle = (f) => (value) => { clearTimeout(late); f(value); };
      this.waiting.set(id, { yes: settle(yes), no: settle(no), method });
      this.out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  heard(message) {
    if (message.id === undefined) return this.listeners.forEach((listen) => listen(message));
    const asked = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error) asked?.no(new Error(`${asked.method}: ${message.error.message}`));
    else asked?.yes(message.result);
  }
}

class Page {
  constructor(wire, session) {
    this.wire = wire;
    this.session = session;
    this.problems = []; // exceptions and console errors; a test looks at them at its end
    wire.listeners.push((m) => { if (m.sessionId === session) this.event(m.method, m.params); });
  }

  call(method, params) { return this.wire.call(method, params, this.session); }

  async begin(width, height) {
    for (const part of ['Page', 'Runtime', 'Log', 'Network']) await this.call(`${part}.enable`);
    await this.size(width, height);
  }

  event(method, params) {
    if (method === 'Runtime.exceptionThrown')
      this.problems.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    if (method === 'Log.entryAdded' && params.entry.level === 'error')
      this.problems.push(`${params.entry.text} ${params.entry.url ?? ''}`);
    if (method === 'Network.loadingFailed' && params.blockedReason) this.problems.push(`blocked: ${params.blockedReason}`);
  }

  size(width, height) {
    return this.call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 720 });
  }

  async goto(url) {
    const { errorText } = await this.call('Page.navigate', { url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
    await this.until('document.readyState === "complete"', `${url} has loaded`);
  }

  // The value of an expression, as data.
  async value(expression) {
    const { result, exceptionDetails } = await this.call('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  }

  // Waits until an expression holds. A page that navigates meanwhile has no value for a moment.
  async until(expression, what = expression, ms = WAIT_MS) {
    const end = Date.now() + ms;
    while (!(await this.value(`Boolean(${expression})`).catch(() => false))) {
      if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}\n--- page:\n${await this.text().catch(() => '')}`);
      await new Promise((go) => setTimeout(go, POLL_MS));
    }
  }

  text() { return this.value('document.body.innerText'); }
  shows(text, ms) { return this.until(`document.body.innerText.includes(${JSON.stringify(text)})`, `"${text}" is shown`, ms); }

  async click(selector) {
    await this.until(`document.querySelector(${JSON.stringify(selector)})`, `${selector} is there`);
    await this.value(`document.querySelector(${JSON.stringify(selector)}).click()`);
  }

  // Types as a keyboard does, into what has the focus after a click there.
  async type(selector, text) {
    await this.until(`document.querySelector(${JSON.stringify(selector)})`, `${selector} is there`);
    await this.value(`document.querySelector(${JSON.stringify(selector)}).focus()`);
    await this.call('Input.insertText', { text });
  }

  async press(key) {
    const codes = { Enter: 13, Tab: 9, Escape: 27, ArrowUp: 38, ArrowDown: 40 };
    const event = { key, code: key, windowsVirtualKeyCode: codes[key], text: key === 'Enter' ? '\r' : undefined };
    await this.call('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
    await this.call('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  async picture(path) {
    const { data } = await this.call('Page.captureScreenshot', { format: 'png' });
    writeFileSync(path, Buffer.from(data, 'base64'));
  }
}
