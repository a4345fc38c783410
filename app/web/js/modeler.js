// Drawing one file of a draft.
import BpmnModeler from 'bpmn-js/lib/Modeler';
import minimap from 'diagram-js-minimap';

import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn-codes.css';
import 'diagram-js-minimap/assets/diagram-js-minimap.css';
import '../css/modeler.css';

import { translation } from './modeler/catalogue.js';
import { clashes } from './modeler/clashes.js';
import { Editing, editing } from './modeler/editing.js';
import { Entries } from './modeler/entries.js';
import { DESCRIPTOR, keepAll } from './modeler/extensions.js';
import { findings, goTo } from './modeler/findings.js';
import { keys } from './modeler/keys.js';
import { marks } from './modeler/marks.js';
import { names } from './modeler/names.js';
import { offered } from './modeler/offered.js';
import { panel } from './modeler/panel.js';
import { Past } from './modeler/past.js';
import { presence } from './modeler/presence.js';
import { proposals } from './modeler/proposals.js';
import { rules } from './modeler/rules.js';
import { conflicts, offeredAgain, stands } from './modeler/states.js';
import { occupied, takeOver, Together } from './modeler/together.js';
import { Undoing } from './modeler/undoing.js';
import { unsent } from './modeler/unsent.js';
import { colours } from './viewer.js';

const $ = id => document.getElementById(id);
const given = JSON.parse($('tekenen').textContent);
const { words } = given;
const place = $('tekening');

begin();

async function begin() {
  const answer = await fetch(given.at, { credentials: 'same-origin' }).catch(() => undefined);

  if (!answer?.ok) {
    $('niet-opgehaald').hidden = false;

    return;
  }

  const modeler = made();
  const text = await answer.text();

  try {
    await modeler.importXML(text);
  } catch {
    $('kapot').hidden = false;

    return;
  }

  document.querySelectorAll('[data-drawing]').forEach(part => { part.hidden = false; });

  const files = { pages: given.pages, made: given.made, token: place.dataset.token };
  const entries = new Entries(modeler, new Editing(modeler), { known: given.known, words, files });
  const side = panel($('eigenschappen'), modeler, entries, words);
  const list = findings({
    modeler, file: given.file, pages: given.pages, list: $('bevindingen'), count: $('bevindingen-aantal'), words
  });
  const offers = proposals({ at: given.proposals, file: given.file, list: $('bevindingen') });
  const show = found => {
    list(found);
    offers.look();
    called.look();
    proven.soon();
  };
  const kept = unsent(given.at, given.me);
  const marking = marks(modeler);
  const saving = new Together({
    modeler, at: given.together, token: place.dataset.token, revision: answer.headers.get('Leidraad-Revision'),
    tell: stands({ words, pointOut: marking.pointOut, ask: state => ask(state) }), found: show, leave: side.leave,
    unsent: kept, base: text, file: given.at, takeOver: (made, still) => takeOver(modeler, made, still),
    occupied: () => occupied(modeler), undoable: () => modeler.get('commandStack').canUndo(),
    past: new Past(modeler, text)
  });
  const called = names({ at: given.names, file: given.file, place: $('oude-namen'), saving });
  const proven = rules({ at: given.rules, place: $('regels-stand'), saving });
  const ask = clashes({ marking, words, choose: chosen => saving.choose(chosen) });

  offers.saving = saving;
  keys(modeler, place, $('eigenschappen'), $('toetsen'));
  tools(modeler, saving);
  conflicts(saving, given.copy, side.leave);
  offeredAgain(saving, kept, text, given.language);
  presence({
    place: $('hier'), at: given.here, saving, words, saved: said => saving.follow(said)
  });
  show(given.findings);
  modeler.get('canvas').resized();
  begins(modeler);
  place.querySelector('svg[tabindex]')?.setAttribute('aria-label', words.canvas.replace('%', given.file));
  place.dataset.ready = 'yes';
  performance.mark('drawing-ready');
}

function made() {
  return new BpmnModeler({
    container: place,
    moddleExtensions: { spiffworkflow: DESCRIPTOR },
    bpmnRenderer: colours(place),
    additionalModules: [
      translation(place, given.language), editing, keepAll, offered(given.drawable), minimap
    ]
  });
}

// Of the size that it was drawn in: what is smaller is not read, what is read well, and the room around it in pixels.
const [ SMALLEST, READABLE, ROOM ] = [ 0.6, 0.8, 32 ];

// What the address names, else all of it, but never so small that nothing can be read.
function begins(modeler) {
  const asked = decodeURIComponent(location.hash.slice(1));
  const canvas = modeler.get('canvas');

  window.addEventListener('hashchange', () => goTo(modeler, decodeURIComponent(location.hash.slice(1))));

  if (asked && modeler.get('elementRegistry').get(asked)) {
    goTo(modeler, asked);

    return;
  }

  shown(canvas, SMALLEST);
}

// All of it beside the tools; what would come out smaller than `smallest` begins where it can be read.
function shown(canvas, smallest) {
  const { inner, outer } = canvas.viewbox();
  const left = beside(canvas, outer.width) + ROOM;
  const fits = Math.min(1, (outer.width - left - ROOM) / inner.width, (outer.height - 2 * ROOM) / inner.height);
  const scale = fits < smallest ? READABLE : fits;

  canvas.viewbox({
    x: inner.x - left / scale, y: inner.y - ROOM / scale, width: outer.width / scale, height: outer.height / scale
  });
}

// How much of the drawing the tools would cover, where there is room to begin it beside them: the names of lanes stand there.
function beside(canvas, width) {
  const tools = canvas.getContainer().querySelector('.djs-palette');
  const covered = tools ? tools.offsetLeft + tools.offsetWidth : 0;

  return covered < width / 4 ? covered : 0;
}

function tools(modeler, saving) {
  const undoing = new Undoing(modeler, saving, able);
  const deeds = {
    undo: () => undoing.go('undo'), redo: () => undoing.go('redo'),

    // A click outside closes it, and this one still is.
    find: () => setTimeout(() => modeler.get('searchPad').open()),
    all: () => shown(modeler.get('canvas'), 0), in: () => modeler.get('zoomScroll').stepZoom(1),
    out: () => modeler.get('zoomScroll').stepZoom(-1), help: () => $('toetsen').showModal()
  };

  $('gereedschap').addEventListener('click', event => {
    const button = event.target.closest('[data-do]');

    if (button && button.getAttribute('aria-disabled') !== 'true') {
      deeds[button.dataset.do]();
    }
  });

  function able() {
    [ 'undo', 'redo' ].forEach(way => {
      $('gereedschap').querySelector(`[data-do=${way}]`).setAttribute('aria-disabled', String(!undoing.can(way)));
    });
  }

  able();
}
