// Builds and mends the page's nodes. Data reaches the page as text and attributes only, never as markup.

// h('p.meta', {hidden: true}, 'text', node, [more]); the properties may be left out; null, undefined and false vanish.
export function h(what, ...rest) {
  const [tag, ...classes] = what.split('.');
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(' ');
  const props = rest[0]?.constructor === Object ? rest.shift() : {};
  for (const [name, value] of Object.entries(props))
    if (value !== null && value !== undefined && value !== false)
      node.setAttribute(name, value === true ? '' : String(value));
  node.append(...nodes(rest));
  return node;
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter((c) => c !== null && c !== undefined && c !== false && c !== '')
    .map((c) => (c instanceof Node ? c : document.createTextNode(String(c))));
}

// Puts separators between what is there: join([a, null, b], ' · ').
export function join(parts, separator) {
  const there = parts.filter((p) => p !== null && p !== undefined && p !== false && p !== '');
  return there.flatMap((part, i) => (i ? [separator, part] : [part]));
}

// Makes `node` hold `children`, touching only what differs: focus, selection and what is under the pointer stay.
// Clicks are delegated (data-fill, data-run, data-act), so nodes carry no listeners that could get lost.
export function patch(node, ...children) {
  const byKey = new Map();
  for (const child of node.childNodes) if (keyOf(child)) byKey.set(keyOf(child), child);
  let at = node.firstChild;
  for (const fresh of nodes(children)) {
    const key = keyOf(fresh);
    const old = key ? byKey.get(key) : at;
    if (!old || !alike(old, fresh)) {
      node.insertBefore(fresh, at);
      continue;
    }
    if (old === at) at = at.nextSibling;
    else node.insertBefore(old, at);
    mend(old, fresh);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

const keyOf = (node) => node.dataset?.key;
const alike = (a, b) => a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

function mend(old, fresh) {
  if (old === fresh) return;
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  const before = old.classList.contains('flash') && old.textContent !== fresh.textContent;
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name) && !KEPT.has(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes)
    if (old.getAttribute(name) !== value && !KEPT.has(name)) old.setAttribute(name, value);
  patch(old, [...fresh.childNodes]);
  if (before) flash(old);
}
const KEPT = new Set(['open']); // a section that the reader folded stays folded

// Motion only for what has just changed (ROOM 2).
function flash(node) {
  node.classList.add('changed');
  node.addEventListener('animationend', () => node.classList.remove('changed'), { once: true });
}

// Calls `f` once, `ms` after the first of a burst of calls.
export function later(f, ms) {
  let timer = 0;
  return () => {
    timer ||= setTimeout(() => {
      timer = 0;
      f();
    }, ms);
  };
}
