// Whether the rules of the protocol hold in what is drawn now. Proving takes seconds, so it waits until nobody draws.
import { textAt } from '../fetching.js';

const PAUSE = 2500;

export function rules({ at, place, saving }) {
  let waiting;
  let turn = 0;
  let known = '';

  async function look() {
    const mine = ++turn;
    const text = await textAt(at).catch(() => null);

    // What was saved meanwhile is asked about again; until then the last answer stays. The same answer is not told twice.
    if (text !== null && text !== known && mine === turn && !saving.unsaved) {
      known = text;
      place.replaceChildren(document.createRange().createContextualFragment(text));
    }
  }

  return {
    soon() {
      clearTimeout(waiting);
      turn += 1;
      waiting = setTimeout(look, PAUSE);
    }
  };
}
