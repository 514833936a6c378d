// drapery: what cloth and hair of the dreamer have that is finer than their mesh, as a height over it.
// drapery(own, kind, size): m, at a place in the figure's own axes (m: to its right, up, ahead), on kind 1 cloth,
// 2 scarf or 3 hair, at `size` m a pixel: folds narrower than pixels are not there.
// bumped(n, at, high): a normal tilted by such a height, without tangents (Mikkelsen, Bump Mapping Unparametrized
// Surfaces on the GPU, 2010); `at` in m, in the axes of `n`.
// Cost: 130 operations a pixel. Needs sine.glsl.
float drapery(vec3 own, float kind, float size) {
    // of hair, or else of the coat: a software rasteriser computes both for each pixel, so they share what they can
    bool hair = kind > 2.5, scarf = kind > 1.5;
    vec2 from = own.xz + (hair ? vec2(0.45 * max(1.6 - own.y, 0.0), -0.03) : vec2(0.0, 0.02));  // the wind has it
    float turn = bearing(from);
    float first = sine(own.y * (hair ? 11.0 : 3.1));
    float second = sine(hair ? own.y * 29.0 + own.x * 31.0 : 2.0 * turn + 1.0);
    turn += hair ? 0.10 * first + 0.05 * second : 0.0;
    float third = sine(hair ? turn * 5.0 : own.y * 5.3 + turn);
    float broad = sine(hair ? turn * 15.0 + 1.5 * third : 9.0 * turn + 1.4 * first + 0.8 * second);  // locks, pleats
    float fine = sine(hair ? turn * 53.0 + 2.0 * broad : 23.0 * turn + 2.0 * third);

    float drawn = sine(own.y * 46.0 + own.x * 58.0 + 2.2 * sine(own.x * 13.0 + own.z * 17.0));  // across the trunk
    float bent = sine(scarf ? own.x * 21.0 : own.x * 31.0 + own.z * 43.0);
    float crushed = sine(scarf ? own.y * 130.0 + 3.0 * bent : own.y * 105.0 + 2.0 * bent);
    float low = smoothstep(1.08, 0.55, own.y) * smoothstep(0.10, 0.24, own.y);  // from belt to hem it falls in pleats
    float sleeve = smoothstep(0.17, 0.23, abs(own.x)) * smoothstep(0.90, 1.0, own.y);
    float slim = 0.0026 * low * fine + 0.0030 * (1.0 - low) * (1.0 - sleeve) * drawn + 0.0026 * sleeve * crushed;
    vec3 there = 1.0 / (1.0 + vec3(700.0, 4500.0, 9000.0) * (size * size));
    float coat = 0.034 * length(own.xz) * low * broad * there.x + slim * there.y;
    float loose = (hair ? 0.0022 * broad + 0.0004 * fine : 0.0020 * crushed) * there.z;
    return scarf ? loose : kind > 0.5 ? coat : 0.0;
}

vec3 bumped(vec3 n, vec3 at, float high) {
    vec3 along = dFdx(at), over = dFdy(at);
    vec3 first = cross(over, n), second = cross(n, along);
    float area = dot(along, first);
    float thin = 0.02 * (dot(along, along) + dot(over, over));  // of a sliver, whose derivatives say nothing
    return normalize((abs(area) + thin) * n - sign(area) * (dFdx(high) * first + dFdy(high) * second));
}
