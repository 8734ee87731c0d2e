/** The memories of WebAssembly that are made from now on. */
export function memoriesMade(): { bytes(): number; restore(): void } {
  const original = WebAssembly.Memory;
  const made: Array<WebAssembly.Memory> = [];
  WebAssembly.Memory = class extends original {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      made.push(this);
    }
  };
  return {
    bytes: () => made.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    restore() {
      WebAssembly.Memory = original;
    },
  };
}
