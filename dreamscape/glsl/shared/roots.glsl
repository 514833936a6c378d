// roots: one over the square root of a number above 0, within 0.0009 of it, by the bits of its exponent and a step of
// Newton's method (Lomont, Fast Inverse Square Root, 2003): for light, not for directions that patterns depend on. A
// processor takes a root and a division otherwise. Cost: 6 operations.
float inverse_root(float x) {
    float y = intBitsToFloat(0x5f0b4000 - (floatBitsToInt(x) >> 1));
    return y * (1.8910163 - x * (y * y));
}
