/** Whether tests run at full length: `LONG=1`, by hand. */
export const long = process.env.LONG === "1";
