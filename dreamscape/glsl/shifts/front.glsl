// front: shifts whose front moves over the picture by a field: 0 where it changes first, about 1 where it changes last.
// Where it passes, the two pictures bend towards each other.
#include "passing.glsl"
#include "perlin.glsl"

// How much of the leaving act is seen at a place, at a front of `width` in the field, which is `f` there, with its
// `slope`; `near` is 1 at the front, and `bend` by how much the leaving picture is bent there, the coming one the other
// way.
float left_at(vec2 at, float f, vec2 slope, float width, float furthest, float bending, out float near, out vec2 bend) {
    float eased = passing * passing * (3.0 - 2.0 * passing);
    float front = mix(-width * 1.2, furthest + width * 1.2, eased);
    float off = (f - front) / width;  // below 0 the coming act, above 0 the leaving one
    near = exp(-off * off * 0.7);
    bend = slope * near * bending / (0.6 + dot(slope, slope)) * during(0.0, 0.1) * (1.0 - during(0.9, 1.0));
    vec2 room = min(at, 1.0 - at);
    bend *= clamp(min(room.x, room.y) * 14.0, 0.0, 1.0);  // beyond the picture there is nothing to bend in
    return smoothstep(-1.0, 1.0, off);
}

#ifdef FRAGMENT_STAGE
// Both pictures there, arguments as of `left_at`.
vec4 across_front(vec2 at, float f, vec2 slope, float width, float furthest, float bending, out float near) {
    vec2 bend;
    float left = left_at(at, f, slope, width, furthest, bending, near, bend);
    return mix(coming_at(at - bend), leaving_at(at + bend), left);
}
#endif
