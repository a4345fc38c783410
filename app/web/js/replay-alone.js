// The same replay in one file that opens from a disk: nothing is fetched.
import { play } from './replay/player.js';

import '../css/replay-alone.css';

const read = id => JSON.parse(document.getElementById(id).textContent);
const root = document.querySelector('[data-replay]');

if (root) {
  const drawings = read('tekeningen');

  play(root, read('verloop-gegevens'), async key => drawings[key]);
}
