import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  // The packages as they are written; a page of your own takes them as they are published, without this line.
  resolve: {
    conditions: ["@symplectic-adjoint/source", "module", "browser", "development|production"],
  },
  build: { target: "es2022", chunkSizeWarningLimit: 4000 },
});
