// The page on which a dossier is played again.
import { textAt } from './fetching.js';
import { play } from './replay/player.js';

import '../css/replay.css';

const root = document.querySelector('[data-replay]');

if (root) {
  play(root, JSON.parse(document.getElementById('verloop-gegevens').textContent), textAt);
}
