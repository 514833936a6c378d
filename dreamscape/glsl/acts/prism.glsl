// prism: the way of light through a crystal, in the axes of the facet by which it enters: x outwards, y along.
// enter: into the glass; far_facet: where a ray inside meets the glass again, one of the three sides across; bend_out:
// out of it there, or thrown back; spectrum: the colours of a fine line so seen; at_glass: what a facet throws back.
// Needs `facing`, `within`, `build` (the shoulder's height, how much sides lean, and how much the tip's faces do),
// `sides`, `lean` (these times how much they lean) and `shares` (y: how far colours part). Cost: about 30, 50, 50, 15
// and 6 operations.

// The lesser of two numbers; without min's care for what is none, it costs two operations in place of three.
float lesser(float a, float b) {
    return a < b ? a : b;
}

// The facet that a ray inside meets first: its normal, not unit, the way to it, and how much further the next one is.
// What leaves above the shoulder leaves through the face of the tip over that side.
vec4 far_facet(vec3 p, vec3 r, out float next) {
    vec2 left = vec2(-0.5 * p.x, 0.8660254 * p.z), speed = vec2(-0.5 * r.x, 0.8660254 * r.z);
    vec3 gap = max(sides - vec3(left.x + left.y, -p.x, left.x - left.y) - lean * p.y, 0.0);
    vec3 t = gap / max(vec3(speed.x + speed.y, -r.x, speed.x - speed.y) + lean * r.y, 0.02);
    bool first = t.x < t.z, middle = t.y < lesser(t.x, t.z);
    float low = first ? t.x : t.z, high = first ? t.z : t.x, way = middle ? t.y : low;
    next = (middle ? low : lesser(high, t.y)) - way;
    vec3 met = first ? vec3(-0.5, sides.x, 0.8660254) : vec3(-0.5, sides.z, -0.8660254);
    met = middle ? vec3(-1.0, sides.y, 0.0) : met;
    float over = p.y + r.y * way - build.x;
    next = lesser(next, abs(over));
    met.y *= over > 0.0 ? build.z : build.y;
    return vec4(met, way);
}

// Red, green and blue of a fine bright line, seen `off` from it, each colour bent further by its part of `change`.
vec3 spectrum(float off, float change, float fine) {
    vec3 x = (off + change * vec3(1.0, 0.0, -1.25)) * fine;
    vec3 k = max(1.0 - x * x, 0.0);
    return k * k;
}

const float INDEX = 1.46, RARE = 1.0 / INDEX;  // of refraction

// Schlick's approximation of what a facet throws back.
float at_glass(float f) {
    return 0.04 + 0.96 * f * f * f * f * f;
}

// The way of light through a crystal, from the eye on.
struct LightPath {
    vec3 inside;  // the way of green light in the glass; all ways are in the facet's axes
    vec4 wall;  // the far facet and how far it is, m
    float next;  // m from there to the facet that is the next one
    vec3 back;  // the far facet's normal
    vec3 green, change;  // where green light leaves, and how that changes with the index
};

// Into the glass: green exactly, red and blue by the slope of Snell's law against the index, `spread`.
LightPath enter(vec3 view, float front, out vec3 spread) {
    float in_glass = sqrt((1.0 - RARE * RARE) + (RARE * RARE) * (front * front));  // cosine inside
    LightPath path;
    path.inside = view * RARE + facing * (front * RARE - in_glass);
    spread = view + facing * (front - (1.0 - front * front) / (INDEX * in_glass));  // against 1 / index
    path.wall = far_facet(within, path.inside, path.next);
    return path;
}

// The way out of the glass, or thrown back at the far facet: for green, and its change with the index.
LightPath bend_out(LightPath path, vec3 spread) {
    path.back = path.wall.xyz * inversesqrt(1.0 + path.wall.y * path.wall.y);  // across, it is unit
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
    path.change *= shares.y * 0.075 / (1.0 + 0.05 * dot(path.change, path.change));
    return path;
}
