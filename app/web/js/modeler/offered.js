// Palette, pad and menu offer what the engine runs, and nothing else: the list comes from the server's validator.
import { is } from 'bpmn-js/lib/util/ModelUtil';
import { isEventSubProcess } from 'bpmn-js/lib/util/DiUtil';
import * as options from 'bpmn-js/lib/features/replace/ReplaceOptions';

import { behind } from './behind.js';
import { dropped } from './dropped.js';

const LATE = 100;
const TARGETS = new Map(Object.values(options)
  .flatMap(each => Array.isArray(each) ? each : Object.values(each).flat())
  .filter(each => each.target).map(each => [ each.actionName, each.target ]));
const FLOWS = [ 'replace-with-sequence-flow', 'replace-with-default-flow' ];
const APPENDED = {
  'append.end-event': { type: 'bpmn:EndEvent' },
  'append.gateway': { type: 'bpmn:ExclusiveGateway' },
  'append.intermediate-event': { type: 'bpmn:IntermediateThrowEvent' },
  'append.receive-task': { type: 'bpmn:ReceiveTask' },
  'append.message-intermediate-event': at('Message'),
  'append.timer-intermediate-event': at('Timer'),
  'append.condition-intermediate-event': at('Conditional'),
  'append.signal-intermediate-event': at('Signal'),
  'append.compensation-activity': { type: 'bpmn:Task' },
  'append.append-task': { type: 'bpmn:Task' },
  'append.text-annotation': { type: 'bpmn:TextAnnotation' }
};

// By entry of the palette what it makes.
export const CREATED = {
  'create.user-task': { type: 'bpmn:UserTask' },
  'create.task': { type: 'bpmn:Task' },
  'create.data-store': { type: 'bpmn:DataStoreReference' },
  'create.data-object': { type: 'bpmn:DataObjectReference' },
  'create.group': { type: 'bpmn:Group' },
  'create.start-event': { type: 'bpmn:StartEvent' },
  'create.intermediate-event': { type: 'bpmn:IntermediateThrowEvent' },
  'create.end-event': { type: 'bpmn:EndEvent' },
  'create.exclusive-gateway': { type: 'bpmn:ExclusiveGateway' },
  'create.subprocess-expanded': { type: 'bpmn:SubProcess', isExpanded: true },
  'create.participant-expanded': { type: 'bpmn:Participant' }
};

function at(kind) {
  return { type: 'bpmn:IntermediateCatchEvent', eventDefinitionType: `bpmn:${kind}EventDefinition` };
}

const tag = type => type.slice(5, 6).toLowerCase() + type.slice(6);

// Whether the engine runs it, or it may stand on a drawing. `drawable` is `{elements: {tag: [kinds]}, repeatable: []}`.
export function runs(drawable, target) {
  const kinds = drawable.elements[tag(target.type)];

  if (!kinds || target.instantiate || target.eventGatewayType === 'Parallel') {
    return false;
  }

  if (target.eventDefinitionType) {
    return kinds.includes(tag(target.eventDefinitionType));
  }

  return !(target.type === 'bpmn:SubProcess' && target.isExpanded === false);
}

export function offered(drawable) {
  class Palette {
    constructor(palette, elementFactory, create, translate) {
      Object.assign(this, { elementFactory, create, translate });
      palette.registerProvider(LATE, this);
    }

    getPaletteEntries() {
      const start = event => this.create.start(event, this.elementFactory.createShape(CREATED['create.user-task']));

      return entries => {
        const kept = only(entries, id => !CREATED[id] || runs(drawable, CREATED[id]));

        return {
          ...kept,
          'create.user-task': {
            group: 'activity', className: 'bpmn-icon-user-task', title: this.translate('Create user task'),
            action: { dragstart: start, click: start }
          }
        };
      };
    }
  }

  class Pad {
    constructor(contextPad, elementFactory, create, behind, translate) {
      Object.assign(this, { elementFactory, create, behind, translate });
      contextPad.registerProvider(LATE, this);
    }

    getContextPadEntries(element) {
      return entries => {
        const goesOn = 'append.append-task' in entries;
        const kept = only(entries, id => !APPENDED[id] || runs(drawable, APPENDED[id]));

        return goesOn ? { 'append.user-task': this.task(element), ...kept } : kept;
      };
    }

    task(element) {
      const shape = () => this.elementFactory.createShape({ type: 'bpmn:UserTask' });

      return {
        group: 'model', className: 'bpmn-icon-user-task', title: this.translate('Append user task'),
        action: {
          click: () => this.behind.put(element, shape()),
          dragstart: event => this.create.start(event, shape(), { source: element })
        }
      };
    }
  }

  class Menu {
    constructor(popupMenu) {
      popupMenu.registerProvider('bpmn-replace', LATE, this);
    }

    getPopupMenuEntries(element) {
      return entries => only(entries, id => FLOWS.includes(id) || fits(drawable, TARGETS.get(id), element));
    }

    getPopupMenuHeaderEntries(element) {
      const repeats = is(element, 'bpmn:FlowNode') && drawable.repeatable.includes(tag(element.type));

      return entries => only(entries, id => {
        if (id === 'toggle-parallel-mi' || id === 'toggle-sequential-mi') {
          return repeats;
        }

        return id !== 'toggle-loop' && id !== 'toggle-participant-multiplicity';
      });
    }
  }

  Palette.$inject = [ 'palette', 'elementFactory', 'create', 'translate' ];
  Pad.$inject = [ 'contextPad', 'elementFactory', 'create', 'behind', 'translate' ];
  Menu.$inject = [ 'popupMenu' ];

  return {
    __depends__: [ behind, dropped ],
    __init__: [ 'offeredPalette', 'offeredPad', 'offeredMenu' ],
    offeredPalette: [ 'type', Palette ], offeredPad: [ 'type', Pad ], offeredMenu: [ 'type', Menu ]
  };
}

// A start within a subprocess that no message begins is a plain one.
function fits(drawable, target, element) {
  const inside = element.businessObject.$parent;
  const plain = is(element, 'bpmn:StartEvent') && is(inside, 'bpmn:SubProcess') && !isEventSubProcess(inside);

  return !!target && runs(drawable, target) && !(plain && target.eventDefinitionType);
}

function only(entries, keeps) {
  return Object.fromEntries(Object.entries(entries).filter(([ id ]) => keeps(id)));
}
