/** How an adapter of WebGPU introduces itself. */
export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
}

/** In a few words. */
export function describeAdapter({ vendor, architecture, description }: AdapterInfo): string {
  return [vendor, architecture, description].filter((word) => word).join(" ");
}
