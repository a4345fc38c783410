// A place for something new where nothing is drawn: no shape, no name and no arrow, in the lane of what it follows.
import { is, isAny } from 'bpmn-js/lib/util/ModelUtil';
import { selfAndAllChildren } from 'diagram-js/lib/util/Elements';

const GAP = 50;
const ROOM = 12;
const STEP = 20;
const FAR = 12;
const AROUND = [ 'bpmn:Participant', 'bpmn:Lane', 'bpmn:Group' ];

// The middle of it, as near to its usual place behind `source` as can be; null where the lane is full there. `steps` is how
// far to the right that still is.
export function freePlace(source, shape, steps = 2) {
  const pool = processOf(source);
  const between = (pool.parent?.children || []).filter(each => each.waypoints);
  const all = [ ...selfAndAllChildren(pool, true), ...between ].filter(each => each !== source && each !== source.host);
  const lane = laneOf(source) || (pool.width ? pool : null);
  const taken = all.filter(each => !each.hidden && !isAny(each, AROUND) && !inside(each, source)).flatMap(boxes);
  const begin = usual(source, shape);

  return around(begin, shape, steps)
    .filter(at => !lane || within(at, shape, lane))
    .find(at => !taken.some(box => meets(box, boxAt(at, shape)))) || null;
}

// To the right of it; of what sits on the edge of a thing, below that thing.
function usual(source, shape) {
  const { host } = source;

  return host ?
    { x: source.x + source.width / 2 + GAP + shape.width / 2, y: host.y + host.height + GAP + shape.height / 2 } :
    { x: source.x + source.width + GAP + shape.width / 2, y: source.y + source.height / 2 };
}

// The nearest first: down and to the right before up, never to the left.
function around({ x, y }, shape, steps) {
  const places = [];

  for (let right = 0; right <= steps; right += 1) {
    for (let down = -FAR * 3; down <= FAR * 3; down += 1) {
      places.push({ x: x + right * (shape.width + GAP) / 2, y: y + down * STEP, cost: right * 90 + Math.abs(down) * STEP + (down < 0) });
    }
  }

  return places.sort((one, other) => one.cost - other.cost).map(each => ({ x: Math.round(each.x), y: Math.round(each.y) }));
}

const boxAt = ({ x, y }, { width, height }) => ({
  x: x - width / 2 - ROOM, y: y - height / 2 - ROOM, width: width + 2 * ROOM, height: height + 2 * ROOM
});

// What a thing takes; an arrow a strip along each of its parts.
function boxes(each) {
  return each.waypoints ? each.waypoints.slice(1).map((to, at) => strip(each.waypoints[at], to)) : [ each ];
}

function strip(from, to) {
  const x = Math.min(from.x, to.x);
  const y = Math.min(from.y, to.y);

  return { x, y, width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
}

const meets = (one, other) => one.x <= other.x + other.width && other.x <= one.x + one.width &&
  one.y <= other.y + other.height && other.y <= one.y + one.height;

const within = (at, { height }, lane) => at.y - height / 2 - ROOM >= lane.y && at.y + height / 2 + ROOM <= lane.y + lane.height;

// A subprocess around the source is no obstacle.
function inside(each, source) {
  return source.parent === each || Boolean(source.parent && inside(each, source.parent));
}

// The lane in which something lies, the smallest where one lies in another; undefined where there is none.
export function laneOf(source) {
  const { x, y, width, height } = source.host || source;
  const there = selfAndAllChildren(processOf(source), true).filter(each => is(each, 'bpmn:Lane') && each.x <= x + width / 2 && each.x + each.width >= x + width / 2 &&
    each.y <= y + height / 2 && each.y + each.height >= y + height / 2);

  return there.sort((one, other) => one.height - other.height)[0];
}

// What is drawn of one process, or the sheet where it has no pool.
export function processOf(element) {
  return is(element, 'bpmn:Participant') || !element.parent ? element : processOf(element.parent);
}
