// What is shown at the moment? One object; whoever changes it says so, and the page is drawn anew at the next frame.

export const state = {
  view: 'live',
  secret: sessionStorage.getItem('secret') ?? '',
  opened: false,           // whether the secret was found to be right
  asking: false,           // whether it is being tried
  refusal: '',             // why it was not
  help: false,
  theme: localStorage.getItem('theme') ?? 'system',
  condition: null,
  conditions: [],          // those of the last minute, the oldest first: rates come of two of them
  conditionAt: 0,
  silent: '',              // why the gateway does not answer, while it does not
  past: null,
  routes: null,
  difference: null,
  routesView: { search: '', sort: 'order', descending: false, all: false },
  live: {
    filter: { outcome: '', code: '', route: '', user: '', company: '' },
    rows: [], waiting: [], next: 1, open: null, paused: false, held: false,
    link: 'closed', why: '', seen: 0, missed: 0, rate: null,
  },
  explain: { form: { user: '', company: '', method: 'GET', path: '' }, answer: null, problem: '', asking: false },
};

let draw = () => {};
let planned = false;

export function drawWith(drawing) {
  draw = drawing;
}

/** Changes something, and has the page drawn. */
export function change(what) {
  if (what) {
    what(state);
  }
  if (!planned) {
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      draw();
    });
  }
}
