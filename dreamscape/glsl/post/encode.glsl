// encode: linear light to sRGB code values (IEC 61966-2-1), by square roots: a least-squares fit within 0.03 of an
// 8-bit step of the exact curve, and the exact line below its toe. Argument: linear colour in [0, 1].
// Cost: three sqrt a channel, no pow.
vec3 encode(vec3 c) {
    vec3 s1 = sqrt(c);
    vec3 s2 = sqrt(s1);
    vec3 s3 = sqrt(s2);
    vec3 curve = 0.64633916 * s1 + 0.70757985 * s2 - 0.33498385 * s3 - 0.01897376 * c;
    return mix(curve, 12.92 * c, vec3(lessThan(c, vec3(0.0031308))));
}
