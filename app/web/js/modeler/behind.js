// What is put behind something. A task behind what goes on to one thing comes between the two, as one step; what stands
// in its way makes room.
import { selfAndAllChildren } from 'diagram-js/lib/util/Elements';
import { is } from 'bpmn-js/lib/util/ModelUtil';

import { editing } from './editing.js';

const GAP = 50;

class Behind {
  constructor(autoPlace, commandStack, eventBus, modeling, spaceTool) {
    Object.assign(this, { autoPlace, commandStack, eventBus, modeling, spaceTool });
  }

  put(element, shape) {
    const flows = element.outgoing.filter(each => is(each, 'bpmn:SequenceFlow'));

    if (flows.length !== 1 || is(element, 'bpmn:Gateway') || !is(shape, 'bpmn:Activity')) {
      this.autoPlace.append(element, shape);

      return;
    }

    this.commandStack.execute('leidraad.together', { work: () => this.between(flows[0], shape) });

    // As for what is appended: it is chosen, shown, and its name can be typed.
    this.eventBus.fire('autoPlace.end', { source: element, shape });
  }

  between(flow, shape) {
    const { source, target } = flow;
    const made = this.modeling.createShape(shape, this.place(source, target, shape), source.parent);

    this.modeling.reconnectEnd(flow, made, { x: made.x + made.width / 2, y: made.y + made.height / 2 });
    this.modeling.layoutConnection(flow, { waypoints: [] });
    this.modeling.connect(made, target);
  }

  // To the right of its source. An arrow that goes another way than to the right is led around by way of a free place.
  place(source, target, shape) {
    const right = source.x + source.width;

    if (source.host || target.x < right) {
      return this.eventBus.fire('autoPlace', { source, shape });
    }

    const y = source.y + source.height / 2;
    const all = selfAndAllChildren(processOf(source), true);
    const next = Math.min(target.x, ...all.filter(each => inTheWay(each, right, y, shape)).map(each => each.x));
    const room = shape.width + 2 * GAP;
    const short = room - (next - right);

    if (short > 0) {
      const { movingShapes, resizingShapes } = this.spaceTool.calculateAdjustments(all, 'x', short, right);

      this.spaceTool.makeSpace(movingShapes, resizingShapes, { x: short, y: 0 }, 'e', right);
    }

    return { x: Math.round(right + Math.max(room, next - right) / 2), y };
  }
}

Behind.$inject = [ 'autoPlace', 'commandStack', 'eventBus', 'modeling', 'spaceTool' ];

function inTheWay(each, right, y, shape) {
  return is(each, 'bpmn:FlowElement') && !each.waypoints && !each.labelTarget && each.x >= right &&
    each.y < y + shape.height / 2 && each.y + each.height > y - shape.height / 2;
}

// What is drawn of one process, or the sheet where it has no pool.
function processOf(element) {
  return is(element, 'bpmn:Participant') || !element.parent ? element : processOf(element.parent);
}

export const behind = { __depends__: [ editing ], __init__: [ 'behind' ], behind: [ 'type', Behind ] };
