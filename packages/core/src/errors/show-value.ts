import { displayName } from "./display-name.js";

const LONGEST = 120;
const MOST_ITEMS = 20;
/** Bigints with more digits than are shown: formatting them is slow. */
const LARGE = 10n ** BigInt(LONGEST);

/**
 * Formats a value for a message. Cheap, and never throws for any value: formatting stops at the maximum length, so
 * circular lists terminate.
 */
export function showValue(value: unknown): string {
  try {
    const text = show(value, LONGEST);
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  } catch {
    // A getter or proxy of the caller may throw.
    return "a value that cannot be shown";
  }
}

/** @param room Maximum number of characters. */
function show(value: unknown, room: number): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, room + 1));
  if (typeof value === "function") {
    const name = displayName(value);
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
    return isPlain ? "{}" : (displayName(type) ?? "an object");
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
