// What is put behind something. A task behind what goes on to one thing comes between the two, as one step; what stands
// in its way makes room.
import { selfAndAllChildren } from 'diagram-js/lib/util/Elements';
import { is } from 'bpmn-js/lib/util/ModelUtil';

import { editing } from './editing.js';
import { freePlace, laneOf, processOf } from './free.js';

const GAP = 50;
const FAR = 8;

class Behind {
  constructor(autoPlace, commandStack, eventBus, modeling, spaceTool) {
    Object.assign(this, { autoPlace, commandStack, eventBus, modeling, spaceTool });
  }

  put(element, shape) {
    const flows = element.outgoing.filter(each => is(each, 'bpmn:SequenceFlow'));

    if (flows.length !== 1 || splits(element) || !is(shape, 'bpmn:Activity')) {
      this.beside(element, shape);

      return;
    }

    this.commandStack.execute('leidraad.together', { work: () => this.between(flows[0], shape) });

    // As for what is appended: it is chosen, shown, and its name can be typed.
    this.eventBus.fire('autoPlace.end', { source: element, shape });
  }

  // One more way on, where nothing is drawn yet; where the lane is full there, it grows.
  beside(element, shape) {
    if (!is(shape, 'bpmn:FlowNode') || !is(element, 'bpmn:FlowNode')) {
      this.autoPlace.append(element, shape);

      return;
    }

    this.commandStack.execute('leidraad.together', { work: () => {
      const at = freePlace(element, shape) || this.grown(element, shape);

      this.modeling.appendShape(element, shape, at, element.host ? element.host.parent : element.parent);
    } });
    this.eventBus.fire('autoPlace.end', { source: element, shape });
  }

  grown(element, shape) {
    const lane = laneOf(element);

    if (lane) {
      const { x, y, width, height } = lane;

      this.modeling.resizeLane(lane, { x, y, width, height: height + shape.height + GAP });
    }

    return freePlace(element, shape) || freePlace(element, shape, FAR) ||
      this.eventBus.fire('autoPlace', { source: element, shape });
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

    if (source.host && target.x >= source.x) {
      return this.before(target, shape);
    }

    if (source.host || target.x < right) {
      return freePlace(source, shape) || this.grown(source, shape);
    }

    const y = source.y + source.height / 2;
    const all = selfAndAllChildren(processOf(source), true);
    const next = Math.min(target.x, ...all.filter(each => inTheWay(each, right, y, shape)).map(each => each.x));
    const room = shape.width + 2 * GAP;
    const short = room - (next - right);

    if (short > 0) {
      this.shifted(all, short, right);
    }

    return { x: Math.round(right + Math.max(room, next - right) / 2), y };
  }

  // Where the target was: an arrow from below a thing leads there already.
  before(target, shape) {
    const { x, y, height } = target;

    this.shifted(selfAndAllChildren(processOf(target), true), shape.width + GAP, x - 1);

    return { x: Math.round(x + shape.width / 2), y: y + height / 2 };
  }

  // What is to the right of a place moves on.
  shifted(all, far, from) {
    const { movingShapes, resizingShapes } = this.spaceTool.calculateAdjustments(all, 'x', far, from);

    this.spaceTool.makeSpace(movingShapes, resizingShapes, { x: far, y: 0 }, 'e', from);
  }
}

Behind.$inject = [ 'autoPlace', 'commandStack', 'eventBus', 'modeling', 'spaceTool' ];

function inTheWay(each, right, y, shape) {
  return is(each, 'bpmn:FlowElement') && !each.waypoints && !each.labelTarget && each.x >= right &&
    each.y < y + shape.height / 2 && each.y + each.height > y - shape.height / 2;
}

// Whether it goes on in more than one way, or is drawn to: then the new task is one more of those.
function splits(element) {
  return is(element, 'bpmn:Gateway') && element.incoming.filter(each => is(each, 'bpmn:SequenceFlow')).length < 2;
}

export const behind = { __depends__: [ editing ], __init__: [ 'behind' ], behind: [ 'type', Behind ] };
