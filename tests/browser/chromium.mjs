// Drives chromium by its own protocol over a pipe, in the words of Playwright and no more of them than the tests use.
// Debian's node and chromium are enough: Playwright itself wants a newer node and a package registry.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ANSWER_MS = 20_000; // one call of the protocol
const POLL_MS = 30;
const pause = (ms) => new Promise((go) => setTimeout(go, ms));

export const chromium = {
  async launch({ executablePath = 'chromium', args = [] } = {}) {
    const profile = mkdtempSync(join(tmpdir(), 'tocsin-browser-'));
    const child = spawn(executablePath, ['--headless=new', '--disable-dev-shm-usage', '--disable-extensions',
      '--remote-debugging-pipe', `--user-data-dir=${profile}`, ...args, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], env: { ...process.env, HOME: profile } });
    const gone = new Promise((done) => child.once('close', done));
    const wire = new Wire(child);
    await wire.call('Browser.getVersion');
    return {
      async newContext(options) {
        const { browserContextId } = await wire.call('Target.createBrowserContext');
        return new Context(wire, browserContextId, options);
      },
      async close() {
        await wire.call('Browser.close').catch(() => child.kill('SIGKILL'));
        await gone;
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  },
};

// Requests and answers by number, events by session; each message ends with a zero byte.
class Wire {
  constructor(child) {
    this.out = child.stdio[3];
    this.out.on('error', () => {}); // 'close' tells it
    this.waiting = new Map();
    this.sessions = new Map();
    this.number = 0;
    this.read(child.stdio[4]);
    let errors = '';
    child.stdio[2].on('data', (bytes) => (errors = (errors + bytes).slice(-4000)));
    const over = (why) => this.waiting.forEach(({ no }) => no(new Error(`chromium ended (${why})\n${errors}`)));
    child.once('error', (e) => over(e.message));
    child.once('close', over);
  }
  read(pipe) {
    let rest = Buffer.alloc(0);
    pipe.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
        this.heard(JSON.parse(rest.subarray(0, end).toString()));
        rest = rest.subarray(end + 1);
      }
    });
  }
  call(method, params = {}, sessionId = undefined) {
    const id = ++this.number;
    return new Promise((yes, no) => {
      const late = setTimeout(() => no(new Error(`${method}: no answer in ${ANSWER_MS} ms`)), ANSWER_MS);
      const settle = (f) => (value) => {
        clearTimeout(late);
        this.waiting.delete(id);
        f(value);
      };
      this.waiting.set(id, { yes: settle(yes), no: settle(no), method });
      this.out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }
  heard(message) {
    if (message.id === undefined) return this.sessions.get(message.sessionId)?.event(message.method, message.params);
    const asked = this.waiting.get(message.id);
    if (message.error) asked?.no(new Error(`${asked.method}: ${message.error.message}`));
    else asked?.yes(message.result);
  }
}

// A person at a browser of their own: other cookies, other storage.
class Context {
  constructor(wire, id, { viewport = { width: 1280, height: 800 }, timezoneId = '' } = {}) {
    Object.assign(this, { wire, id, viewport, timezoneId, pages: [], patience: 15_000 });
  }
  setDefaultTimeout(ms) { this.patience = ms; }
  async newPage() {
    const { targetId } = await this.wire.call('Target.createTarget', { url: 'about:blank', browserContextId: this.id });
    const { sessionId } = await this.wire.call('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, sessionId);
    this.pages.push(page);
    this.wire.sessions.set(sessionId, page);
    for (const part of ['Page', 'Runtime', 'Log', 'Network']) await page.call(`${part}.enable`);
    await page.call('Emulation.setDeviceMetricsOverride', { ...this.viewport, deviceScaleFactor: 1, mobile: false });
    await page.call('Emulation.setFocusEmulationEnabled', { enabled: true });
    if (this.timezoneId) await page.call('Emulation.setTimezoneOverride', { timezoneId: this.timezoneId });
    return page;
  }
  setOffline(offline) {
    const now = { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
    return Promise.all(this.pages.map((page) => page.call('Network.emulateNetworkConditions', now)));
  }
  close() { return this.wire.call('Target.disposeBrowserContext', { browserContextId: this.id }); }
}

const KEYS = { Enter: 13, Tab: 9, Escape: 27, ArrowUp: 38, ArrowDown: 40, Delete: 46 };

class Page {
  constructor(context, session) {
    Object.assign(this, { owner: context, session, listeners: [], loads: 0 });
    this.keyboard = { press: (key) => this.key(key) };
  }
  context() { return this.owner; }
  call(method, params) { return this.owner.wire.call(method, params, this.session); }

  // 'pageerror' and 'console', as Playwright tells them.
  on(name, listener) { this.listeners.push([name, listener]); }
  tell(name, what) { this.listeners.forEach(([wanted, listen]) => wanted === name && listen(what)); }
  event(method, params) {
    const line = (type, text) => this.tell('console', { type: () => type, text: () => text });
    if (method === 'Page.loadEventFired') this.loads += 1;
    if (method === 'Runtime.exceptionThrown') {
      const { exception, text } = params.exceptionDetails;
      this.tell('pageerror', { message: text, stack: exception?.description ?? text });
    }
    if (method === 'Runtime.consoleAPICalled') line(params.type, params.args.map((a) => a.value ?? a.description).join(' '));
    if (method === 'Log.entryAdded') line(params.entry.level, params.entry.text);
  }

  // Asks until there is an answer. A page on its way to another address has none for a moment.
  async until(ask, what) {
    const end = Date.now() + this.owner.patience;
    for (;;) {
      const answer = await ask().catch((error) => (/context|navigated/i.test(error.message) ? null : Promise.reject(error)));
      if (answer) return answer;
      if (Date.now() > end) throw new Error(`not within ${this.owner.patience} ms: ${what}`);
      await pause(POLL_MS);
    }
  }
  async loaded(method, params) {
    const before = this.loads;
    const { errorText, loaderId } = await this.call(method, params);
    if (errorText) throw new Error(`${params.url}: ${errorText}`);
    if (method === 'Page.reload' || loaderId) await this.until(async () => this.loads > before, 'the page has loaded');
  }
  goto(url) { return this.loaded('Page.navigate', { url }); }
  reload() { return this.loaded('Page.reload'); }

  async evaluate(f, argument = null) {
    const expression = `(${f})(${JSON.stringify(argument)})`;
    const { result, exceptionDetails } =
      await this.call('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
  waitForFunction(f, argument) { return this.until(() => this.evaluate(f, argument), String(f)); }
  waitForURL(pattern) {
    const [start, ...rest] = pattern.split('*');
    const fits = (url) => (rest.length ? url.startsWith(start) : url === start);
    return this.until(async () => fits(await this.evaluate(() => location.href)), `the address ${pattern}`);
  }

  locator(css, options) { return new Locator(this, [], css, options); }
  click(css) { return this.locator(css).click(); }
  innerText(css) { return this.locator(css).innerText(); }
  inputValue(css) { return this.locator(css).ask((node) => node.value); }
  async fill(css, text) {
    await this.locator(css).ask((node) => { node.focus(); node.select(); });
    if (text) await this.call('Input.insertText', { text });
    else await this.key('Delete');
  }
  async press(css, key) {
    await this.locator(css).ask((node) => node.focus());
    await this.key(key);
  }
  async key(key) {
    const text = key === 'Enter' ? '\r' : key.length === 1 ? key : undefined;
    const code = KEYS[key] ?? key.toUpperCase().charCodeAt(0);
    const event = { key, code: KEYS[key] ? key : undefined, windowsVirtualKeyCode: code };
    await this.call('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', text, ...event });
    await this.call('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  emulateMedia({ media }) { return this.call('Emulation.setEmulatedMedia', { media }); }
  async screenshot({ path }) {
    const { data } = await this.call('Page.captureScreenshot', { format: 'png' });
    writeFileSync(path, Buffer.from(data, 'base64'));
  }
}

// Nodes by a chain of selectors, each with a text that the node has to hold; acts on the first.
class Locator {
  constructor(page, chain, css, { hasText } = {}) {
    const text = hasText instanceof RegExp ? { source: hasText.source, flags: hasText.flags } : hasText;
    Object.assign(this, { page, chain: [...chain, { css, text }] });
  }
  locator(css, options) { return new Locator(this.page, this.chain, css, options); }
  first() { return this; }

  // Runs f(nodes, argument) in the page.
  all(f, argument = null) {
    return this.page.evaluate(`({ chain, argument }) => (${f})((${find})(chain), argument)`, { chain: this.chain, argument });
  }
  // Runs f(node) on the first node that is shown, once there is one.
  async ask(f, argument = null) {
    const inPage = `(nodes, argument) => { const node = nodes.find(${shown}); return node && { is: (${f})(node, argument) }; }`;
    return (await this.page.until(() => this.all(inPage, argument), `${this} is shown`)).is;
  }
  toString() { return this.chain.map(({ css, text }) => `${css}${text ? ` with ${JSON.stringify(text)}` : ''}`).join(' in '); }

  count() { return this.all((nodes) => nodes.length); }
  isVisible() { return this.all(`(nodes) => nodes.slice(0, 1).some(${shown})`); }
  innerText() { return this.ask((node) => node.innerText); }
  getAttribute(name) { return this.ask((node, attribute) => node.getAttribute(attribute), name); }
  boundingBox() {
    return this.ask((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      return { x, y, width, height };
    });
  }
  async waitFor({ state = 'visible' } = {}) {
    if (state === 'visible') await this.ask(() => true);
    else await this.page.until(async () => (await this.count()) === 0, `${this} is gone`);
  }
  async click() {
    const point = await this.ask((node) => {
      node.scrollIntoView({ block: 'nearest' });
      const { x, y, width, height } = node.getClientRects()[0]; // of a link over several lines the first
      return { x: x + width / 2, y: y + height / 2 };
    });
    const at = { ...point, button: 'left', clickCount: 1 };
    for (const type of ['mouseMoved', 'mousePressed', 'mouseReleased'])
      await this.page.call('Input.dispatchMouseEvent', { type, ...at });
  }
}

// These two run in the page.
function find(chain) {
  const plain = (text) => text.replace(/\s+/g, ' ').trim().toLowerCase();
  const fits = (node, text) => {
    if (!text) return true;
    if (text.source) return new RegExp(text.source, text.flags).test(node.textContent);
    return plain(node.textContent).includes(plain(text));
  };
  let nodes = [document];
  for (const { css, text } of chain) {
    const below = nodes.flatMap((node) => [...node.querySelectorAll(css)]);
    nodes = [...new Set(below)].filter((node) => fits(node, text));
  }
  return nodes;
}
function shown(node) {
  const { width, height } = node.getBoundingClientRect();
  return width > 0 && height > 0 && getComputedStyle(node).visibility !== 'hidden';
}
