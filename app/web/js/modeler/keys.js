// Drawing without a mouse: going from element to element, putting something behind it, and a sheet that tells the keys.
import { is, isAny } from 'bpmn-js/lib/util/ModelUtil';
import { CREATED } from './offered.js';

const NEXT = [ 'n', 'N' ];
const BEFORE = [ 'p', 'P' ];

export function keys(modeler, canvasPlace, panelPlace, help) {
  const keyboard = modeler.get('keyboard');
  const selection = modeler.get('selection');

  keyboard.addListener(2000, ({ keyEvent: event }) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }

    if (NEXT.includes(event.key) || BEFORE.includes(event.key)) {
      step(modeler, NEXT.includes(event.key) ? 1 : -1);
    } else if (event.key === 'Enter' && selection.get().length) {
      panelPlace.querySelector('input, select, textarea')?.focus();
    } else if (event.key === '?') {
      help.showModal();
    } else if (event.key === 't' || event.key === 'T') {
      append(modeler);
    } else {
      return;
    }

    event.preventDefault();

    return true;
  });

  // Whoever wrote a name in the drawing goes on there.
  modeler.on([ 'directEditing.complete', 'directEditing.cancel' ], 500, () => setTimeout(() => {
    if (!panelPlace.contains(document.activeElement)) {
      modeler.get('canvas').focus();
    }
  }));

  // Back from a field to the drawing.
  panelPlace.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      modeler.get('canvas').focus();
    }
  });
  paletteByKeys(modeler, canvasPlace);
}

// In the order in which they are read: by process, and then from left to right.
function step(modeler, way) {
  const all = modeler.get('elementRegistry')
    .filter(each => isAny(each, [ 'bpmn:FlowNode', 'bpmn:Participant', 'bpmn:Lane' ]) && each.type !== 'label' && !each.hidden)
    .map(each => ({ each, pool: poolOf(each) }))
    .sort((one, other) => one.pool.y - other.pool.y || one.pool.x - other.pool.x || depth(one.each) - depth(other.each) ||
      one.each.x - other.each.x || one.each.y - other.each.y)
    .map(({ each }) => each);
  const at = all.indexOf(modeler.get('selection').get()[0]);
  const next = all[(at < 0 && way < 0 ? 0 : at) + way] || all[way > 0 ? 0 : all.length - 1];

  if (next) {
    modeler.get('selection').select(next);
    modeler.get('canvas').scrollToElement(next, { top: 120, bottom: 120, left: 160, right: 120 });
  }
}

const depth = element => is(element, 'bpmn:Participant') ? 0 : is(element, 'bpmn:Lane') ? 1 : 2;

function poolOf(element) {
  return is(element, 'bpmn:Participant') || !element.parent?.width ? element : poolOf(element.parent);
}

function append(modeler) {
  const [ element ] = modeler.get('selection').get();

  if (element && is(element, 'bpmn:FlowNode') && !is(element, 'bpmn:EndEvent')) {
    modeler.get('behind').put(element, modeler.get('elementFactory').createShape({ type: 'bpmn:UserTask' }));
  }
}

// By Enter a thing is put behind what is chosen, else in the middle of what is seen: there is no pointer to follow.
function paletteByKeys(modeler, place) {
  const reach = () => place.querySelectorAll('.djs-palette .entry').forEach(entry => {
    entry.tabIndex = 0;
    entry.title ||= entry.getAttribute('aria-label') || '';
  });

  modeler.on('palette.changed', reach);
  reach();

  const map = place.querySelector('.djs-minimap .toggle');

  map.tabIndex = 0;
  map.setAttribute('role', 'button');
  place.addEventListener('keydown', event => {
    const entry = event.target.closest?.('.djs-palette .entry, .djs-minimap .toggle');

    if (!entry || event.key !== 'Enter' && event.key !== ' ') {
      return;
    }

    event.preventDefault();

    const made = CREATED[entry.dataset.action];

    if (made) {
      put(modeler, made);
      modeler.get('canvas').focus();
    } else {
      entry.click();
    }
  });
}

function put(modeler, values) {
  const factory = modeler.get('elementFactory');
  const [ chosen ] = modeler.get('selection').get();
  const isPool = values.type === 'bpmn:Participant';
  const shape = isPool ? factory.createParticipantShape() : factory.createShape(values);

  if (chosen && is(shape, 'bpmn:FlowNode') && is(chosen, 'bpmn:FlowNode') && !is(chosen, 'bpmn:EndEvent') && values.type !== 'bpmn:StartEvent') {
    modeler.get('behind').put(chosen, shape);

    return;
  }

  const canvas = modeler.get('canvas');
  const view = canvas.viewbox();
  const middle = { x: Math.round(view.x + view.width / 2), y: Math.round(view.y + view.height / 2) };
  const pool = chosen && poolOf(chosen);
  const into = isPool || !pool?.width ? canvas.getRootElement() : pool;
  const at = into.width ? { x: into.x + into.width / 2, y: into.y + into.height / 2 } : middle;

  modeler.get('modeling').createShape(shape, at, into);
  modeler.get('selection').select(shape);
}
