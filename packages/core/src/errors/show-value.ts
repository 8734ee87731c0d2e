import { tellingName } from "./telling-name.js";

const LONGEST = 120;
const MOST_ITEMS = 20;
/** Of more digits than are shown: writing them all takes long. */
const LARGE = 10n ** BigInt(LONGEST);

/**
 * A value as a person would write it, short enough for a message. Whatever the value is, it costs little and never throws:
 * writing stops where the message is full, so that it need not end, as a list that holds itself does not.
 */
export function showValue(value: unknown): string {
  try {
    const text = show(value, LONGEST);
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  } catch {
    // A getter or a proxy of the caller's.
    return "a value that cannot be shown";
  }
}

/** @param room How many characters matter: what comes after them may be left out. */
function show(value: unknown, room: number): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, room + 1));
  if (typeof value === "function") {
    const name = tellingName(value);
    return name === undefined ? "a function" : `function ${name}`;
  }
  if (typeof value === "bigint" && (value >= LARGE || value <= -LARGE)) return "a large bigint";
  if (Array.isArray(value)) return `[${showItems(value, room - 1)}]`;
  if (typeof value !== "object" || value === null) return String(value);
  if (ArrayBuffer.isView(value))
    return `${value.constructor.name} [${showItems(value as unknown as ArrayLike<number>, room)}]`;
  const { shape, dtype } = value as { shape?: unknown; dtype?: unknown };
  if (Array.isArray(shape)) {
    const article = dtype === "int32" ? "an" : "a";
    return `${article} ${short(dtype)} tensor of shape [${showItems(shape, room)}]`;
  }
  const keys = Object.keys(value);
  if (keys.length === 0) {
    const { constructor: type } = value;
    const isPlain = type === undefined || type === Object;
    return isPlain ? "{}" : (tellingName(type) ?? "an object");
  }
  return `{${keys.slice(0, LONGEST).map(short).join(", ")}}`;
}

function showItems(list: ArrayLike<unknown>, room: number): string {
  let text = "";
  for (let i = 0; i < list.length; i++) {
    if (i > 0) text += ", ";
    if (i === MOST_ITEMS || text.length > room) return `${text}…`;
    text += show(list[i], room - text.length);
  }
  return text;
}

function short(text: unknown): string {
  return typeof text === "string" ? text.slice(0, LONGEST) : typeof text;
}
