// The pools and lanes of a drawing, and what stands in them.
import { is } from 'bpmn-js/lib/util/ModelUtil';

export class Lanes {
  constructor(modeler) {
    this.modeler = modeler;
    this.registry = modeler.get('elementRegistry');
  }

  tasksBeside(element) {
    const process = this.poolOf(element);

    return [ ...new Set(this.registry.filter(each => is(each, 'bpmn:UserTask') && this.poolOf(each) === process)
      .map(each => each.businessObject.name).filter(Boolean)) ].sort((one, other) => one.localeCompare(other, 'nl'));
  }

  poolOf(element) {
    return element && (is(element, 'bpmn:Participant') ? element : this.poolOf(element.parent));
  }

  of(element) {
    const pool = this.poolOf(element);

    return pool ? this.registry.filter(each => is(each, 'bpmn:Lane') && this.poolOf(each) === pool &&
      !each.children.some(child => is(child, 'bpmn:Lane'))) : [];
  }

  around(element) {
    return this.of(element).find(lane => lane.businessObject.get('flowNodeRef').includes(element.businessObject));
  }

  move(element, id) {
    const lane = this.registry.get(id);

    if (lane) {
      const dy = Math.round(lane.y + lane.height / 2 - element.y - element.height / 2);

      this.modeler.get('modeling').moveElements([ element ], { x: 0, y: dy }, element.parent);
    }
  }
}
