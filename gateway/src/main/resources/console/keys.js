// What can be done without a mouse? Everything; these are the short ways.
import { html } from './lit/lit-html.js';
import { change, state } from './state.js';

export const VIEWS = [
  { id: 'live', title: 'Live decisions' },
  { id: 'routes', title: 'Routes' },
  { id: 'explain', title: 'Explain' },
  { id: 'health', title: 'Health' },
];

const SHORTCUTS = [
  ['1 – 4', 'show a view'],
  ['← →', 'the view beside this one, from the row of views'],
  ['/', 'search or filter'],
  ['p', 'pause and resume live decisions'],
  ['j k', 'the next and the previous decision, to open with Enter'],
  ['r', 'ask again how the gateway is, which happens every few seconds by itself'],
  ['t', 'light, dark, or as the system has it'],
  ['?', 'these keys'],
  ['Esc', 'close what is open'],
];

export function show(view) {
  change(now => { now.view = view; });
  if (!location.hash.startsWith('#' + view)) {
    history.replaceState(null, '', '#' + view);
  }
}

/** A row of tabs is one stop; the arrows move within it. */
export function inTabs(event) {
  const place = VIEWS.findIndex(view => view.id === state.view);
  const to = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: VIEWS.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    const view = VIEWS[(to + VIEWS.length) % VIEWS.length].id;
    show(view);
    document.getElementById('tab-' + view).focus();
  }
}

function alongRows(step) {
  const rows = [...document.querySelectorAll('#decisions button.row')];
  const next = rows.indexOf(document.activeElement) + step;
  rows[Math.max(0, Math.min(next, rows.length - 1))]?.focus();
}

/** @param actions by their key: what the views themselves know how to do */
export function listen(actions) {
  document.addEventListener('keydown', event => {
    const writing = event.target.closest?.('input, select, textarea');
    if (event.key === 'Escape') {
      actions.close(writing);
      return;
    }
    if (writing || event.ctrlKey || event.metaKey || event.altKey || !state.opened || state.help) {
      return;
    }
    const view = VIEWS[Number(event.key) - 1];
    if (view) {
      show(view.id);
    } else if (event.key === '/') {
      document.querySelector('[data-search]')?.focus();
    } else if (event.key === '?') {
      change(now => { now.help = true; });
    } else if (event.key === 'j' || event.key === 'k') {
      alongRows(event.key === 'j' ? 1 : -1);
    } else if (actions[event.key]) {
      actions[event.key]();
    } else {
      return;
    }
    event.preventDefault();
  });
}

export function help(close) {
  return html`<dialog id="help" aria-labelledby="help-title" @close=${close}>
    <h2 id="help-title">Keys</h2>
    <dl class="keys">${SHORTCUTS.map(([key, does]) => html`<dt><kbd>${key}</kbd></dt><dd>${does}</dd>`)}</dl>
    <button type="button" @click=${event => event.target.closest('dialog').close()}>Close</button>
  </dialog>`;
}
