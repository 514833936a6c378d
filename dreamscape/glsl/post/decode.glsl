// decode: sRGB code values to linear light (IEC 61966-2-1), exact. Argument: R'G'B' in [0, 1]. Cost: a pow a channel.
vec3 decode(vec3 c) {
    return mix(pow((c + 0.055) / 1.055, vec3(2.4)), c / 12.92, vec3(lessThan(c, vec3(0.04045))));
}
