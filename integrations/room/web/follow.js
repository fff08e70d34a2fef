// What is read from the server for one incident, and read again when that incident changes.
import { later } from './dom.js';
import { on, state } from './store.js';

const AGAIN_MS = 300; // a burst of changes is one reading

// `show(data, problem)` gets one of the two; answers that were overtaken are dropped.
export function follow(ref, read, show) {
  let turn = 0;
  async function load() {
    const mine = ++turn;
    const got = await read().then((data) => [data, ''], (error) => [null, error.message]);
    if (mine === turn) show(...got);
  }
  const soon = later(load, AGAIN_MS);
  const offs = [on('cards', (changed) => changed === ref && soon()), on('ready', load)];
  if (state.ready) load();
  return { load, stop: () => offs.forEach((off) => off()) };
}
