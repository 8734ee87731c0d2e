/** The nine methods of the five functions. */
export const methods = [
  ...(["dopri8", "dopri5", "bosh3", "fehlberg2", "adaptiveHeun"] as const),
  ...(["rk38", "rk4", "midpoint", "euler"] as const),
] as const;
