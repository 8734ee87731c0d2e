export { eventDirection, eventLimit, probeCount } from "./check-handler-options.js";
export { eventHandler } from "./event-handler.js";
export type { EventHandlerOptions } from "./event-handler-options.js";
export type { EventSpec } from "./event-spec.js";
