// Numbers that look random and are the same in every run.

// Marsaglia's xorshift with 32 bits, G. Marsaglia, Xorshift RNGs, Journal of Statistical Software 8 (2003).
export function generator(seed) {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

export const between = (random, low, high) => low + (high - low) * random()

// Of either sign, and of a size between two powers of ten, all sizes alike.
export const ofAnySize = (random, low, high) => (random() < 0.5 ? -1 : 1) * 10 ** between(random, low, high)

export const times = (count, make) => Array.from({ length: count }, (_, index) => make(index))
