// The wire: calls that end with data or a CallError, and one live socket that finds its way back by itself.

const CALL_MS = 15_000; // then a call counts as lost; what is sent has a key and is sent again
const QUIET_MS = 60_000; // the server pings every 20 s
const BACKOFF_MS = 500; // doubled each time
const BACKOFF_MAX_MS = 30_000;

// status 0: nobody answered.
export class CallError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
  get passing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

async function call(path, body) {
  const request = { credentials: 'same-origin', signal: AbortSignal.timeout(CALL_MS) };
  if (body) Object.assign(request, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  let response;
  try {
    response = await fetch(path, request);
  } catch {
    throw new CallError(0, 'Tocsin does not answer. Nothing was lost.');
  }
  let data = null;
  try {
    data = await response.json();
  } catch {
    if (response.ok) throw new CallError(0, 'The answer was cut off. Nothing was lost.');
  }
  if (!response.ok) throw new CallError(response.status, data?.error ?? `Tocsin answered ${response.status}.`);
  return data;
}

const q = encodeURIComponent;
export const api = {
  state: () => call('/room/state'),
  talk: (room, before) => call(`/room/talk?room=${q(room)}` + (before ? `&before=${q(before)}` : '')),
  incident: (ref) => call(`/room/incident?ref=${q(ref)}`),
  timeline: (ref, full) => call(`/room/timeline?ref=${q(ref)}` + (full ? '&full=1' : '')),
  draft: (ref, layout) => call(`/room/draft?ref=${q(ref)}&layout=${q(layout)}`),
  markdownOf: (ref, layout) => `/room/draft?ref=${q(ref)}&layout=${q(layout)}&format=md`,
  join: (code, name) => call('/room/join', { code, name }),
  invite: (name) => call('/room/invite', { name }),
  say: (room, text, key) => call('/room/say', { room, text, key }),
};

// Keeps a socket open for ever. onFrame gets each frame, onOpen(false) tells when it is lost.
export function live(onFrame, onOpen) {
  let socket = null;
  let tries = 0;
  let timer = 0;
  let heard = 0;

  function connect() {
    clearTimeout(timer);
    timer = 0;
    const address = new URL('/room/live', location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    const mine = (socket = new WebSocket(address));
    heard = Date.now();
    mine.onmessage = ({ data }) => {
      if (mine !== socket) return;
      heard = Date.now();
      const frame = parsed(data);
      if (frame?.type === 'hello') tries = 0;
      if (frame) onFrame(frame);
    };
    mine.onclose = () => {
      if (mine === socket) lost();
    };
  }

  function lost() {
    socket = null;
    onOpen(false);
    const most = Math.min(BACKOFF_MS * 2 ** tries++, BACKOFF_MAX_MS);
    timer ||= setTimeout(connect, most * (0.5 + Math.random() / 2)); // jitter: not all pages at once
  }

  // Somebody looks, or the network is back: no need to sit out the rest of the wait.
  function hurry() {
    if (socket || document.hidden) return;
    tries = 0;
    connect();
  }

  setInterval(() => {
    if (!socket || Date.now() - heard < QUIET_MS) return;
    const silent = socket;
    lost();
    silent.close();
  }, 5000);
  addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);
  connect();
  return hurry;
}

function parsed(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
