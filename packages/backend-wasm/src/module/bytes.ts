// Written by assembly/build.mjs from the sources beside it: pnpm build:wasm. Do not edit.

/** The module for a memory of one thread, base64. */
export const base64: string =
  "AGFzbQEAAAABCQFgBX9/f39/AAISAQNlbnYGbWVtb3J5AgEBgIAEAwIBAAcVARFsaW5lYXJDb21iaW5hdGlvbgAACvcC" +
  "AfQCAwR/BXsBfSAEQQJ0IgZBQHEhBwNAIAUgB0kEQP0MAAAAAAAAAAAAAAAAAAAAACEJ/QwAAAAAAAAAAAAAAAAAAAAA" +
  "IQr9DAAAAAAAAAAAAAAAAAAAAAAhC/0MAAAAAAAAAAAAAAAAAAAAACEMQQAhBANAIAMgBEoEQCAJIARBAnQiCCACav0J" +
  "AgAiDSABIAhqKAIAIAVqIgj9AAQA/eYB/eQBIQkgCiANIAj9AAQQ/eYB/eQBIQogCyANIAj9AAQg/eYB/eQBIQsgDCAN" +
  "IAj9AAQw/eYB/eQBIQwgBEEBaiEEDAELCyAAIAVqIgQgCf0LBAAgBCAK/QsEECAEIAv9CwQgIAQgDP0LBDAgBUFAayEF" +
  "DAELCwNAIAUgBkkEQEMAAAAAIQ5BACEEA0AgAyAESgRAIA4gBEECdCIHIAJqKgIAIAEgB2ooAgAgBWoqAgCUkiEOIARB" +
  "AWohBAwBCwsgACAFaiAOOAIAIAVBBGohBQwBCwsL";

/** Where its one byte is that says what memory it takes: 1 for a plain one, 3 for one shared between threads. */
export const memoryFlag: number = 34;
