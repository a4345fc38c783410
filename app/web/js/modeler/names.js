// After a rename: what still has the old name in scenarios, rules and other drawings, and one button that changes it
// there too. What that did is undone by one button as well.
import { make } from './fields.js';

const PAUSE = 700;
const SETTLE = 100;
const LONGEST = 50;

export function names({ at, file, place, saving }) {
  let waiting = null;
  let turn = 0;
  let left = '';

  function look() {
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  }

  async function show() {
    const mine = ++turn;
    const found = await asked();

    // What was drawn meanwhile may be called otherwise again; that is asked after the next save.
    if (found && mine === turn && !saving.unsaved && !place.dataset.done) {
      offer(found);
    }
  }

  async function asked() {
    try {
      const answer = await fetch(at, { credentials: 'same-origin', headers: { 'HX-Request': 'true' } });

      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  function offer({ renamed, unsure, words }) {
    const all = JSON.stringify(renamed);

    if (!renamed.length || all === left) {
      place.hidden = true;

      return;
    }

    told([ ...renamed, ...unsure ], [
      button(words.everywhere, 'secondary-action', () => carry(words)),
      button(words.leave, 'subtle', () => {
        left = all;
        place.hidden = true;
      })
    ]);
  }

  function told(sentences, buttons, failed = false) {
    place.classList.toggle('attention', failed);
    place.querySelector('[data-said]').replaceChildren(
      ...sentences.map(each => make('p', {}, each)), make('div', { class: 'row' }, ...buttons)
    );
    place.hidden = false;
  }

  function button(text, kind, deed) {
    const made = make('button', { type: 'button', class: `utrecht-button utrecht-button--${kind}` }, text);

    made.addEventListener('click', async () => {
      made.disabled = true;
      await deed();
      made.disabled = false;
    });

    return made;
  }

  async function carry(words) {
    const found = await settled() && await asked();

    if (!found) {
      told([ saving.unsaved ? words.unsaved : words.away ], [], true);

      return;
    }

    const said = await sent(at, found.digest, words);

    if (said.files) {
      await renewed(said.files);
      place.dataset.done = 'yes';
      told([ words.done ], [ button(words.undo, 'secondary-action', () => uncarry(said, words)) ]);
    } else {
      told([ said.message ], [], true);
    }
  }

  async function uncarry({ digest, files }, words) {
    delete place.dataset.done;

    const said = await settled() ? await sent(`${at}/terug`, digest, words) : { message: words.unsaved };

    if (said.done) {
      await renewed(files);
      told([ words.undone ], []);
    } else {
      told([ said.message ], [], true);
    }
  }

  // The drawing itself may say the name of one of its steps at another.
  async function renewed(files) {
    if (files.includes(file)) {
      await saving.renew(() => saving.settled);
    }
  }

  async function sent(to, digest, words) {
    const answer = await saving.send(to, null, { gezien: digest });

    try {
      return await answer.json();
    } catch {
      return { message: words.away };
    }
  }

  async function settled() {
    for (let tries = 0; !saving.settled && tries < LONGEST; tries += 1) {
      await saving.now();
      await new Promise(resolve => { setTimeout(resolve, SETTLE); });
    }

    return saving.settled;
  }

  // What is drawn after it is another deed.
  saving.modeler.on('commandStack.changed', () => {
    if (place.dataset.done) {
      delete place.dataset.done;
      place.hidden = true;
    }
  });

  return { look };
}
