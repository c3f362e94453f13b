// Keeps the page as the sandbox would show it now: it asks for the page anew and takes over what has changed.
'use strict';

const EVERY = 1000;
const connection = document.getElementById('connection');

function takeOver(mine, theirs) {
  if (mine.isEqualNode(theirs)) {
    return;
  }
  if (mine.dataset.live !== 'children') {
    mine.replaceChildren(...theirs.childNodes);
    return;
  }
  const before = new Map(Array.from(mine.children, child => [child.id, child]));
  let place = mine.firstElementChild;
  for (const child of Array.from(theirs.children)) {
    const known = before.get(child.id);
    before.delete(child.id);
    if (known && known === place) {
      place = place.nextElementSibling;
    }
    if (known && known.isEqualNode(child)) {
      if (known.nextElementSibling !== place) {
        mine.insertBefore(known, place);
      }
    } else if (known) {
      known.replaceWith(child);
    } else {
      mine.insertBefore(child, place);
    }
  }
  for (const gone of before.values()) {
    if (gone === place) {
      place = place.nextElementSibling;
    }
    gone.remove();
  }
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  const focused = document.activeElement && document.activeElement.id;
  for (const mine of document.querySelectorAll('[data-live]')) {
    const theirs = fresh.getElementById(mine.id);
    if (theirs) {
      takeOver(mine, theirs);
    }
  }
  document.title = fresh.title;
  if (focused && document.activeElement === document.body) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

function say(text) {
  if (connection.textContent !== text) {
    connection.textContent = text;
  }
}

async function refresh() {
  try {
    const response = await fetch(location.href, { cache: 'no-store', signal: AbortSignal.timeout(10 * EVERY) });
    if (response.ok) {
      show(await response.text());
      say('live');
    } else {
      say('not known to the sandbox any more');
    }
    connection.className = response.ok ? 'live' : 'lost';
  } catch {
    say('the sandbox does not answer any more');
    connection.className = 'lost';
  }
}

async function follow() {
  if (!document.hidden) {
    await refresh();
  }
  setTimeout(follow, EVERY);
}

follow();
