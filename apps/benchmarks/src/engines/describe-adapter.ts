/** The info of a WebGPU adapter. */
export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
}

/** A short description. */
export function describeAdapter({ vendor, architecture, description }: AdapterInfo): string {
  return [vendor, architecture, description].filter((word) => word).join(" ");
}
