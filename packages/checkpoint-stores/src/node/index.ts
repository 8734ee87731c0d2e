// Checkpoints in files, for Node

export { type FileStorageOptions, fileStorage } from "./file-storage.js";
export { type FileStoreOptions, fileStore } from "./file-store.js";
