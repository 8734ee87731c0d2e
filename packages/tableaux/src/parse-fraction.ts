import { type Fraction, fraction } from "./fraction.js";

const QUOTIENT = /^([+-]?\d+)\/(\d+)$/;
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i;

/**
 * Reads "−212/729", "3", "0.25" or "1e-3" exactly; undefined if it is none of these.
 *
 * Papers print the minus sign as U+2212, so it is accepted as well.
 */
export function parseFraction(text: string): Fraction | undefined {
  const plain = text.replace("−", "-");
  const quotient = QUOTIENT.exec(plain);
  if (quotient) {
    const denominator = BigInt(quotient[2] as string);
    return denominator === 0n ? undefined : fraction(BigInt(quotient[1] as string), denominator);
  }
  const decimal = DECIMAL.exec(plain);
  if (!decimal) return undefined;
  const [, sign, whole = "", decimals = "", exponent = "0"] = decimal;
  const digits = BigInt(whole + decimals) * (sign === "-" ? -1n : 1n);
  const power = Number(exponent) - decimals.length;
  return power < 0
    ? fraction(digits, 10n ** BigInt(-power))
    : fraction(digits * 10n ** BigInt(power));
}
