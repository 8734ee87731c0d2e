// Checkpoints in the storage of a page's origin

export { originStorage } from "./origin-storage.js";
export { originStore } from "./origin-store.js";
