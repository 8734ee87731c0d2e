import { describe, expect, it } from "vitest";
import { processChannel } from "../src/runners/process-channel.js";

/** A program that answers by the method it is asked for. */
const PROGRAM = `
  console.log("This is no answer.");
  require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
    const { method, args } = JSON.parse(line);
    if (method === "sum") console.log(JSON.stringify({ result: args[0] + args[1] }));
    if (method === "fail") console.log(JSON.stringify({ error: "it could not" }));
    if (method === "throw") throw new RangeError("too far");
    if (method === "die") { console.error("first\\nlast words"); process.exit(3); }
  });
`;

const open = () => processChannel(process.execPath, ["-e", PROGRAM]);

describe("a channel to a process", () => {
  it("returns results and errors, and ignores other lines.", async () => {
    const channel = open();
    expect(await channel.ask("sum", [1, 2])).toBe(3);
    await expect(channel.ask("fail", [])).rejects.toThrow("it could not");
    expect(await channel.ask("sum", [2, 2])).toBe(4);
    await channel.close();
    await expect(channel.ask("sum", [1, 1])).rejects.toThrow("it ended with 0");
  });

  it("fails pending and later requests with how the process ended.", async () => {
    const channel = open();
    await expect(channel.ask("die", [])).rejects.toThrow("it ended with 3. last words");
    await expect(channel.ask("sum", [1, 2])).rejects.toThrow("it ended with 3");
    await channel.close();
  });

  it("fails with the error that ended the process, not with what the interpreter writes last.", async () => {
    await expect(open().ask("throw", [])).rejects.toThrow("it ended with 1. RangeError: too far");
  });

  it("fails when there is no such program.", async () => {
    const channel = processChannel("no-such-program", []);
    await expect(channel.ask("sum", [1, 2])).rejects.toThrow("ENOENT");
    await channel.close();
  });
});
