// What is dropped onto an arrow where there is no room for it: what stands in its way makes room, as behind a thing, and the
// arrows are led anew. All of it is undone with the drop.
import { selfAndAllChildren } from 'diagram-js/lib/util/Elements';
import { is } from 'bpmn-js/lib/util/ModelUtil';

import { behind } from './behind.js';
import { processOf } from './free.js';

// Before and after the library's own answer to a drop.
const [ EARLY, NEAR, GAP ] = [ 2000, 20, 50 ];

class Dropped {
  constructor(behind, bpmnRules, eventBus, modeling) {
    Object.assign(this, { behind, modeling });

    eventBus.on('commandStack.shape.create.preExecute', EARLY, ({ context }) => {
      const { parent: flow, position, shape } = context;

      if (is(flow, 'bpmn:SequenceFlow') && bpmnRules.canInsert(shape, flow)) {
        const middle = middleOf(position);
        const others = around(flow);

        if (others.some(each => meets(each, middle, shape, NEAR))) {
          Object.assign(context, { parent: flow.parent, position: this.room(flow, middle, shape, others), between: flow });
        }
      }
    });
    eventBus.on('commandStack.shape.create.postExecuted', ({ context }) => {
      if (context.between) {
        this.join(context.between, context.shape);
      }
    });
  }

  // In the row in which it was dropped, behind what stands to the left there.
  room(flow, { x, y }, shape, others) {
    const row = levelOf(flow, { x, y }, shape);
    const there = others.filter(each => Math.abs(each.y + each.height / 2 - row) < (each.height + shape.height) / 2);
    const lefts = there.filter(each => each.x + each.width / 2 < x).map(each => each.x + each.width);
    const rights = there.filter(each => each.x + each.width / 2 >= x).map(each => each.x);
    const half = GAP + shape.width / 2;
    const left = lefts.length ? Math.max(...lefts) : Math.min(x, ...rights) - 2 * half;
    const right = rights.length ? Math.min(...rights) : Infinity;
    const short = 2 * half - (right - left);

    if (short > 0) {
      this.behind.shifted(selfAndAllChildren(processOf(flow.source), true), short, left);
    }

    return { x: Math.round(short > 0 ? left + half : Math.min(Math.max(x, left + half), right - half)), y: row };
  }

  join(flow, made) {
    const { target } = flow;

    this.modeling.reconnectEnd(flow, made, { x: made.x + made.width / 2, y: made.y + made.height / 2 });
    this.modeling.layoutConnection(flow, { waypoints: [] });
    this.modeling.connect(made, target);
  }
}

Dropped.$inject = [ 'behind', 'bpmnRules', 'eventBus', 'modeling' ];

const middleOf = ({ x, y, width = 0, height = 0 }) => ({ x: x + width / 2, y: y + height / 2 });

// What stands around an arrow, names too, but for what it lies in.
function around(flow) {
  const outside = new Set();

  for (let each = flow.parent; each; each = each.parent) {
    outside.add(each);
  }

  return selfAndAllChildren(processOf(flow.source), true)
    .filter(each => is(each, 'bpmn:FlowNode') && !each.hidden && !outside.has(each));
}

function meets(each, { x, y }, { width, height }, far) {
  return Math.abs(each.x + each.width / 2 - x) < (each.width + width) / 2 + far &&
    Math.abs(each.y + each.height / 2 - y) < (each.height + height) / 2 + far;
}

// That of the level part of the arrow that it was dropped on; else where it was dropped.
function levelOf({ waypoints }, { x, y }, { height }) {
  const parts = waypoints.slice(1).map((to, at) => [ waypoints[at], to ]);
  const level = parts.find(([ from, to ]) => from.y === to.y && Math.abs(from.y - y) < height / 2 &&
    x >= Math.min(from.x, to.x) && x <= Math.max(from.x, to.x));

  return level ? level[0].y : y;
}

export const dropped = { __depends__: [ behind ], __init__: [ 'dropped' ], dropped: [ 'type', Dropped ] };
