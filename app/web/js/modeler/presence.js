// Who else has this draft open. The page says every few seconds that it is open itself, and hears who else is.
import { make } from './fields.js';
import { json } from './saving.js';

const EVERY = 20000;

// `saved({revision, by})`: what the server knows of the file now.
export function presence({ place, at, saving, words, saved }) {
  let known = '';

  async function say() {
    const answer = await saving.send(at, null, {});

    const said = answer?.ok ? await json(answer) : null;

    if (said?.others) {
      show(said.others);
      saved(said);
    }
  }

  function show(others) {
    const now = JSON.stringify(others);

    if (now === known) {
      return;
    }

    known = now;
    place.hidden = !others.length;
    place.replaceChildren(...others.map(each => make('li', {},
      make('span', { class: 'draw-initials', 'aria-hidden': 'true' }, initials(each.name)), ' ', sentence(each))));
  }

  function sentence({ name, here, files }) {
    return (here ? words.draws_here : words.draws_there).replace('%(name)s', name).replace('%(files)s', files.join(', '));
  }

  window.addEventListener('pagehide', () => {
    const body = new FormData();

    body.set('vervalsing', saving.token);
    body.set('weg', '1');
    navigator.sendBeacon(at, body);
  });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && say());
  setInterval(say, EVERY);
  say();
}

// "Sanne de Vries" is SV.
function initials(name) {
  const words = name.split(/\s+/).filter(each => /^\p{Lu}/u.test(each));

  return [ words.at(0), words.length > 1 && words.at(-1) ].filter(Boolean).map(each => each[0]).join('');
}
