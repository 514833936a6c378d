// drapery: what cloth and hair of the dreamer have that is finer than their mesh, as a height over it.
// drapery(own, kind, size): m, at a place in the figure's own axes (m: to its right, up, ahead), on kind 1 cloth,
// 2 scarf or 3 hair, at `size` m a pixel: folds narrower than pixels are not there.
// bumped(n, at, high): a normal tilted by such a height, without tangents (Mikkelsen, Bump Mapping Unparametrized
// Surfaces on the GPU, 2010); `at` in m, in the axes of `n`.
// Cost: 60 operations a pixel. Needs sine.glsl.
float folds_of_coat(vec3 own, float size) {
    float turn = bearing(own.xz + vec2(0.0, 0.02));
    float low = smoothstep(1.08, 0.55, own.y) * smoothstep(0.10, 0.24, own.y);  // from belt to hem it falls in pleats
    float pleats = sine(9.0 * turn + 1.4 * sine(own.y * 3.1) + 0.8 * sine(2.0 * turn + 1.0));
    float fine = sine(23.0 * turn + 2.0 * sine(own.y * 5.3 + turn));
    float drawn = sine(own.y * 46.0 + own.x * 58.0 + 2.2 * sine(own.x * 13.0 + own.z * 17.0));  // across the trunk
    float sleeve = smoothstep(0.17, 0.23, abs(own.x)) * smoothstep(0.90, 1.0, own.y);
    float crushed = sine(own.y * 105.0 + 2.0 * sine(own.x * 31.0 + own.z * 43.0));
    float slim = 0.0026 * low * fine + 0.0030 * (1.0 - low) * (1.0 - sleeve) * drawn + 0.0026 * sleeve * crushed;
    return 0.034 * length(own.xz) * low * pleats / (1.0 + 700.0 * size * size) + slim / (1.0 + 4500.0 * size * size);
}

float drapery(vec3 own, float kind, float size) {
    if (kind > 2.5) {
        vec2 from = own.xz + vec2(0.45 * max(1.6 - own.y, 0.0), -0.03);  // the wind has it
        float round = bearing(from) + 0.10 * sine(own.y * 11.0) + 0.05 * sine(own.y * 29.0 + own.x * 31.0);
        float locks = sine(round * 15.0 + 1.5 * sine(round * 5.0)), strands = sine(round * 53.0 + 2.0 * locks);
        return (0.0022 * locks + 0.0004 * strands) / (1.0 + 9000.0 * size * size);
    }
    if (kind > 1.5) return 0.0020 * sine(own.y * 130.0 + 3.0 * sine(own.x * 21.0)) / (1.0 + 9000.0 * size * size);
    return kind > 0.5 ? folds_of_coat(own, size) : 0.0;
}

vec3 bumped(vec3 n, vec3 at, float high) {
    vec3 along = dFdx(at), over = dFdy(at);
    vec3 first = cross(over, n), second = cross(n, along);
    float area = dot(along, first);
    float thin = 0.02 * (dot(along, along) + dot(over, over));  // of a sliver, whose derivatives say nothing
    return normalize((abs(area) + thin) * n - sign(area) * (dFdx(high) * first + dFdy(high) * second));
}
