/** The methods that estimate their error. */
export const adaptiveMethods = ["dopri8", "dopri5", "bosh3", "fehlberg2", "adaptiveHeun"] as const;

export const fixedMethods = ["rk38", "rk4", "midpoint", "euler"] as const;

/** The nine methods of the five functions. */
export const methods = [...adaptiveMethods, ...fixedMethods] as const;
