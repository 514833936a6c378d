// encode: linear light to sRGB code values (IEC 61966-2-1), by square roots: a least-squares fit within 0.09 of an
// 8-bit step of the exact curve, and the exact line below its toe. Argument: linear colour in [0, 1].
// Cost: two sqrt a channel, no pow.
vec3 encode(vec3 c) {
    vec3 s = sqrt(c);
    vec3 curve = 0.83375916 * s + 0.29810287 * sqrt(s) - 0.05531893 * c - 0.07690242;
    return mix(curve, 12.92 * c, vec3(lessThan(c, vec3(0.0031308))));
}
