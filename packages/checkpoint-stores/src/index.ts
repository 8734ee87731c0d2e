// Stores in host memory

export { hostMemory } from "./host/host-memory.js";
export { hostStore } from "./host/host-store.js";

// Stores of records, and what they consist of

export { exact } from "./codecs/exact.js";
export { half } from "./codecs/half.js";
export type { HostArray, HostPrecision, RecordCodec } from "./record-codec.js";
export { RecordFault, type RecordStorage } from "./record-storage.js";
export {
  type RecordBackend,
  type RecordStore,
  type RecordStoreOptions,
  recordStore,
} from "./record-store.js";
