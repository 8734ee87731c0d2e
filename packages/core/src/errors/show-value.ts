const LONGEST = 120;

/** A value as a person would write it, short enough for a message. */
export function showValue(value: unknown): string {
  const text = show(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return `function ${value.name || "(anonymous)"}`;
  if (Array.isArray(value))
    return `[${value.slice(0, 20).map(show).join(", ")}${value.length > 20 ? ", …" : ""}]`;
  if (typeof value !== "object" || value === null) return String(value);
  if (ArrayBuffer.isView(value)) {
    const values = Array.from((value as unknown as ArrayLike<number>) ?? []).slice(0, 20);
    return `${value.constructor.name} [${values.join(", ")}]`;
  }
  const { shape, dtype } = value as { shape?: unknown; dtype?: unknown };
  if (Array.isArray(shape)) {
    const article = dtype === "int32" ? "an" : "a";
    return `${article} ${String(dtype)} tensor of shape [${shape.join(", ")}]`;
  }
  const keys = Object.keys(value);
  return keys.length > 0 ? `{${keys.join(", ")}}` : (value.constructor?.name ?? "{}");
}
