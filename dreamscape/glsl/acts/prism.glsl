// prism: the way of light through a crystal. far_facet: where a ray inside meets the glass again; bend_out: out of it
// there, or thrown back; spectrum: the colours of a fine line so seen. Needs `SIDE`, `build`, `near_sides`, `far_sides`
// and `dispersion`. Cost: about 110, 50 and 15 operations.

// The facet that a ray inside meets first: its normal, not unit, the way to it, and how much further the next one is.
// What leaves above the shoulder leaves through the face of the tip over that side.
vec4 far_facet(vec3 p, vec3 r, out float next) {
    float lean = build.z / build.x;
    float way = 40.0;
    next = 40.0;
    vec3 met = vec3(0.0, 0.0, 1.0);  // the side's direction, and its distance
    for (int i = 0; i < 6; i++) {
        float d = i < 3 ? near_sides[i] : far_sides[i - 3];
        float left = max(d - dot(SIDE[i], p.xz) - d * lean * p.y, 0.0);
        float speed = dot(SIDE[i], r.xz) + d * lean * r.y;
        float t = speed > 1e-4 ? left / speed : 40.0;
        bool sooner = t < way;
        next = sooner ? way : min(next, t);
        met = sooner ? vec3(SIDE[i], d) : met;
        way = sooner ? t : way;
    }
    float rise = p.y + r.y * way > build.x ? met.z * (1.0 - build.z) / build.y : met.z * lean;
    next -= way;
    return vec4(met.x, rise, met.y, way);
}

// Red, green and blue of a fine bright line, seen `off` from it, each colour bent further by its part of `change`.
vec3 spectrum(float off, float change, float fine) {
    vec3 x = (off + change * vec3(1.0, 0.0, -1.25)) * fine;
    vec3 k = 1.0 / (1.0 + x * x);
    return k * k;
}

const float INDEX = 1.46;  // of refraction

// The way of light through a crystal, from the eye on.
struct LightPath {
    vec3 inside, ray;  // the way of green light in the glass, and the same in the facet's axes
    vec4 wall;  // the far facet and how far it is, m
    float next;  // m from there to the facet that is the next one
    vec3 back;  // the far facet's normal
    vec3 green, change;  // where green light leaves, and how that changes with the index
};

// The way out of the glass, or thrown back at the far facet: for green, and its change with the index.
LightPath bend_out(LightPath path, vec3 spread) {
    float hit = clamp(dot(path.inside, path.back), 0.0, 1.0);
    float outside = 1.0 - INDEX * INDEX * (1.0 - hit * hit);
    float leaving = sqrt(max(outside, 0.02));
    bool thrown = outside < 0.02;
    float turn = thrown ? 2.0 * hit : INDEX * hit - leaving;
    float gain = thrown ? 1.0 : INDEX;
    path.green = path.inside * gain - path.back * turn;
    float spread_hit = dot(spread, path.back);
    path.change = (spread * gain - path.back * (thrown ? 2.0 * spread_hit : spread_hit * INDEX)) / INDEX;
    // the exit's own slope
    if (!thrown) {
        path.change -= path.inside - path.back * (hit - INDEX * (1.0 - hit * hit) / leaving);
    }
    path.change *= dispersion * 0.075 / (1.0 + 0.05 * dot(path.change, path.change));
    return path;
}
